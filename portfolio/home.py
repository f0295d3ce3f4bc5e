"""The portfolio's tiles on the home page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, roles_of
from core.registries import HomeTile, Tile
from portfolio.selectors.figures import figures_as_of
from portfolio.selectors.portfolios import at_a_glance

FEW = 8
OVERSEERS = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.PMO_LEAD,
        Role.PMO_ANALYST,
        Role.PORTFOLIO_MANAGER,
        Role.EXECUTIVE,
        Role.AUDITOR,
    }
)
ROW = ("project_id", "project__code", "project__name", "rag_shown", "report_on", "phase")


def my_projects(user: Any) -> Tile | None:
    """Open projects that the person manages, sponsors or works in, red first."""
    mine = (
        Q(project__manager=user.pk)
        | Q(project__sponsor=user.pk)
        | Q(project__memberships__user=user.pk)
    )
    rows = figures_as_of(user, timezone.localdate()).filter(mine, is_open=True).distinct()
    found = sorted(rows.values(*ROW), key=lambda row: _urgency(row["rag_shown"]))
    if not found:
        return None
    context = {"rows": found[:FEW], "more": max(0, len(found) - FEW)}
    return Tile(_("My projects"), "portfolio/tiles/my_projects.html", context)


def reports_due(user: Any) -> Tile | None:
    """Projects that the person manages and whose report is late."""
    rows = figures_as_of(user, timezone.localdate())
    late = rows.filter(project__manager=user.pk, is_open=True, is_overdue=True)
    found = list(late.order_by("report_on").values(*ROW)[:FEW])
    if not found:
        return None
    return Tile(_("Reports due"), "portfolio/tiles/reports_due.html", {"rows": found})


def portfolios(user: Any) -> Tile | None:
    """Every portfolio by status, for those who oversee them and for invited externals."""
    roles = roles_of(user)
    if not roles & OVERSEERS and Role.EXTERNAL not in roles:
        return None
    cards = [card for card in at_a_glance(user) if card.total]
    if not cards:
        return None
    context = {
        "cards": cards[:FEW],
        "span": 8,
        "href": reverse("portfolio_list"),
        "link": _("All portfolios"),
    }
    return Tile(_("Portfolios at a glance"), "portfolio/tiles/portfolios.html", context)


def _urgency(rag: str) -> int:
    return {"red": 0, "amber": 1, "grey": 2}.get(rag, 3)


TILES = (
    HomeTile("portfolio.reports_due", reports_due, order=10, is_task=True),
    HomeTile("portfolio.portfolios", portfolios, order=20),
    HomeTile("portfolio.my_projects", my_projects, order=30),
)
