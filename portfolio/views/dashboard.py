"""The dashboard's page context, for portfolios and programmes alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import formatting
from portfolio import summary
from portfolio.domain import status
from portfolio.filters import MOVEMENTS, iso_date
from portfolio.models import Portfolio, Programme
from portfolio.permissions import sees_all
from portfolio.selectors.dashboard import Dashboard
from portfolio.selectors.kept import kept_dashboard
from portfolio.views import tiles
from portfolio.views.links import Links
from portfolio.views.scope import compare_of, day_of


def context(
    request: HttpRequest, portfolio: Portfolio, programme: Programme | None = None
) -> dict[str, Any]:
    """Everything the dashboard's template shows, as of the day in the address."""
    day = day_of(request, portfolio, programme)
    compare = compare_of(request, day, portfolio, programme)
    board = kept_dashboard(request.user, day, portfolio, programme, compare=compare)
    links = Links(day, compare, portfolio, programme)
    return {
        "board": board,
        "sentences": [*summary.sentences(board), *_silence(request, day, portfolio)],
        "sees_all": sees_all(request.user),
        "ignored": _ignored(request, day),
        "all_url": links.projects(),
        "late_url": links.projects(mark="late", sort="-slip_days"),
        "changed_url": _changed_url(board, links),
        "closed_url": links.projects(scope="closed"),
        "milestones_url": links.milestones(ahead=day.isoformat()),
        **(_tiles(board, links) if board.total else {}),
    }


def _silence(request: HttpRequest, day: date, portfolio: Portfolio) -> list[str]:
    """A warning when the newest report, whose day nobody asked for, is stale by today."""
    is_stale = day < status.stale_since(timezone.localdate(), portfolio.report_every_days)
    if not is_stale or "day" in request.GET:
        return []
    return [
        _("Nobody has reported since: the figures are of %(day)s.") % {"day": formatting.day(day)}
    ]


def _ignored(request: HttpRequest, day: date) -> str:
    """What the address asked to compare with in vain: a day that is not before the one shown."""
    asked = iso_date(request.GET.get("compare"))
    if asked is None or asked < day:
        return ""
    values = {"asked": formatting.day(asked), "day": formatting.day(day)}
    return _("Not compared with %(asked)s: that is not before %(day)s.") % values


def _changed_url(board: Dashboard, links: Links) -> str:
    """The list of everything that changed, where anything did."""
    return links.projects(scope="", movement=list(MOVEMENTS)) if board.movers else ""


def _tiles(board: Dashboard, links: Links) -> dict[str, Any]:
    return {
        "confidence": tiles.confidence(board, links),
        "money_tiles": tiles.money_tiles(board, links),
        "time_counts": tiles.time_counts(board, links),
        "change_counts": tiles.change_counts(board, links) if board.compare else [],
        "quality_counts": tiles.quality_counts(board, links),
        "missing_counts": tiles.missing_counts(board, links),
        "ahead": tiles.ahead(board, lambda pk: reverse("project", args=[pk])),
        "finishing": tiles.Count(
            board.now.count("finishing"), "", links.projects(mark="finishing")
        ),
    }
