"""Which projects a report covers for one person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from portfolio.filters import filtered
from portfolio.models import Project
from stakeholders.enums import Scope
from stakeholders.models import ReportDefinition

PROJECT_LIST = "portfolio.projects"


def projects_in_scope(definition: ReportDefinition, user: Any, day: date) -> QuerySet[Project]:
    """The projects of the definition that the person may see; saved views as of the day."""
    projects = Project.objects.visible_to(user)
    if definition.scope == Scope.PORTFOLIO:
        return projects.filter(portfolio_id=definition.portfolio_id or 0)
    if definition.scope == Scope.PROGRAMME:
        return projects.filter(programme_id=definition.programme_id or 0)
    query = definition.saved_view.query if definition.saved_view else ""
    rows = filtered(user, day, query)
    return projects.filter(pk__in=rows.order_by().values("project"))
