"""Entries of the registries: what waits for somebody, what happens on its day, lists of care."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.registries import (
    HomeTile,
    NavItem,
    Ticker,
    Tile,
    home_tiles,
    list_pages,
    navigation,
    tickers,
)
from guidelines import tabs
from guidelines.models.structure import works_on_all
from guidelines.selectors.care import due_for
from guidelines.selectors.workbench import waiting_for_review
from guidelines.services.care import remind_owners
from guidelines.services.publishing import publish_due

FEW = 6
WORK_PAGES = tuple(name for name, _label, _may_open in tabs.WORK)


def register() -> None:
    """Register tickers, home tiles, navigation and the list of ageing guidelines."""
    from guidelines.views.care import AgeingList

    tickers.add(
        Ticker("guidelines.publish_due", publish_due),
        Ticker("guidelines.remind_owners", remind_owners),
    )
    home_tiles.add(
        HomeTile("guidelines.to_review", _to_review, order=20, is_task=True),
        HomeTile("guidelines.review_due", _review_due, order=25, is_task=True),
    )
    navigation.add(
        NavItem(
            "guideline_work",
            "method",
            _("Guideline work"),
            "guideline_workbench",
            20,
            works_on_all,
            covers=WORK_PAGES[1:],
        )
    )
    list_pages.add(AgeingList.entry())


def _to_review(user: Any) -> Tile | None:
    """Versions that the person is asked to review."""
    rows = waiting_for_review(user)
    if not rows:
        return None
    context = {
        "rows": rows[:FEW],
        "href": reverse("guideline_workbench"),
        "link": _("All in work"),
    }
    return Tile(_("To review"), "guidelines/tiles/to_review.html", context)


def _review_due(user: Any) -> Tile | None:
    """The person's guidelines whose review is due within 60 days, or late."""
    today = timezone.localdate()
    rows = due_for(user, today)
    if not rows:
        return None
    context = {
        "rows": rows[:FEW],
        "today": today,
        "href": f"{reverse('guideline_ageing')}?owner=me",
    }
    return Tile(_("Your guidelines due for review"), "guidelines/tiles/review_due.html", context)
