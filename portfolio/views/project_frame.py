"""What every tab of the project page shares: head, status, tabs, what may be done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from core.registries import project_tabs
from portfolio.enums import Access
from portfolio.filters import iso_date
from portfolio.models import Project
from portfolio.permissions import why_not_edit
from portfolio.selectors import projects as selectors


def page_day(request: HttpRequest) -> date:
    """The day in the address, else today."""
    return iso_date(request.GET.get("day")) or timezone.localdate()


def frame(request: HttpRequest, project: Project, tab: str) -> dict[str, Any]:
    """The context of `portfolio/project_base.html`."""
    day = page_day(request)
    reports = selectors.history(project)
    return {
        "project": project,
        "day": day,
        "is_today": day == timezone.localdate(),
        "sees_portfolio": selectors.sees_portfolio(request.user, project),
        "row": selectors.current_row(request.user, project, day),
        "reports": reports,
        "health": selectors.health(reports, day),
        "is_restricted": project.access == Access.RESTRICTED,
        "why_not_edit": why_not_edit(request.user, project),
        "tabs": _tabs(request, project, tab),
    }


def _tabs(request: HttpRequest, project: Project, current: str) -> list[dict[str, Any]]:
    return [
        {
            "label": tab.label,
            "url": reverse(tab.url_name, args=[project.pk]),
            "is_current": tab.key == current,
            "count": tab.count(project, request.user) if tab.count else None,
        }
        for tab in project_tabs
        if tab.is_visible(project, request.user)
    ]
