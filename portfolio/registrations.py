"""What portfolio adds to the registries."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability, can, is_external
from core.registries import (
    Confidential,
    JobKind,
    NavItem,
    Tab,
    audiences,
    confidential,
    event_types,
    home_tiles,
    job_kinds,
    list_pages,
    navigation,
    project_tabs,
    search_sources,
    used_by,
)
from portfolio.events import EVENTS
from portfolio.guidelines_used import MANAGERS, USED_BY
from portfolio.home import TILES
from portfolio.models import Portfolio, Project
from portfolio.searching import SOURCES
from portfolio.selectors import import_jobs
from portfolio.services import imports_jobs


def register() -> None:
    """Register navigation, tabs, events, list pages, tiles and search of the portfolio."""
    from portfolio.views.lists import ProjectList
    from portfolio.views.milestones import MilestoneList

    event_types.add(*EVENTS)
    search_sources.add(*SOURCES)
    confidential.add(Confidential("portfolio.project", _readable_projects))
    home_tiles.add(*TILES)
    job_kinds.add(
        JobKind(
            imports_jobs.KIND,
            _("Import of a portfolio"),
            imports_jobs.run,
            imports_jobs.result_url,
            imports_jobs.on_failed,
            import_jobs.subjects,
            import_jobs.summary,
        )
    )
    used_by.add(USED_BY)
    audiences.add(MANAGERS)
    list_pages.add(ProjectList.entry(), MilestoneList.entry())
    navigation.add(
        NavItem(
            "portfolios", "controlling", _("Portfolios"), "portfolio_list", 10, _sees_portfolios
        ),
        NavItem("projects", "controlling", _("Projects"), "project_list", 20),
        NavItem("milestones", "controlling", _("Milestones"), "milestone_list", 30),
    )
    project_tabs.add(
        Tab("cockpit", _("Cockpit"), "project", 10),
        Tab("figures", _("Figures"), "project_figures", 20),
        Tab("guidelines", _("Guidelines"), "project_guidelines", 70, is_visible=_for_staff),
        Tab("team", _("Team and access"), "project_team", 80),
        Tab("history", _("History"), "project_history", 90, is_visible=_for_staff),
    )


def _readable_projects(user: Any) -> Any:
    if can(user, Capability.SEE_RESTRICTED):
        return None
    return Project.objects.visible_to(user).values("pk")


def _sees_portfolios(user: Any) -> bool:
    """Staff always; external people once a portfolio was granted to them."""
    return not is_external(user) or Portfolio.objects.visible_to(user).exists()


def _for_staff(_project: Any, user: Any) -> bool:
    return not is_external(user)
