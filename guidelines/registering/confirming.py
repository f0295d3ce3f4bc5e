"""Entries of the registries: confirming."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import is_external
from core.registries import (
    HomeTile,
    JobKind,
    NavItem,
    Ticker,
    Tile,
    home_tiles,
    job_kinds,
    list_pages,
    navigation,
    tickers,
)
from guidelines.selectors.confirmations import to_confirm
from guidelines.services import campaign_rounds, evidence

FEW = 5


def register() -> None:
    """Register the clock, the home tile, navigation, the list and the background work."""
    from guidelines.views.campaign_lists import CampaignList

    tickers.add(Ticker("guidelines.campaigns", campaign_rounds.run))
    home_tiles.add(HomeTile("guidelines.to_confirm", _to_confirm, order=15, is_task=True))
    navigation.add(
        NavItem(
            "confirmations",
            "method",
            gettext_lazy("Confirmations"),
            "my_confirmations",
            30,
            lambda user: not is_external(user),
            covers=("campaigns",),
        )
    )
    list_pages.add(CampaignList.entry())
    job_kinds.add(
        JobKind(
            evidence.KIND,
            gettext_lazy("Evidence of confirmations"),
            evidence.run,
            evidence.result_url,
            subjects=evidence.subjects,
            summary=evidence.summary,
        )
    )


def _to_confirm(user: Any) -> Tile | None:
    """What the person is asked to confirm, the most urgent first."""
    rows = list(to_confirm(user))
    if not rows:
        return None
    context = {
        "rows": rows[:FEW],
        "today": timezone.localdate(),
        "href": reverse("my_confirmations"),
        "link": gettext_lazy("All"),
    }
    title = _("To confirm (%(count)d)") % {"count": len(rows)}
    return Tile(title, "guidelines/tiles/to_confirm.html", context)
