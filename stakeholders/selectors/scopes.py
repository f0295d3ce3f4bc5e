"""Which projects a report covers for one person."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from portfolio.models import Project
from stakeholders.enums import Scope
from stakeholders.models import ReportDefinition


def projects_in_scope(definition: ReportDefinition, user: Any) -> QuerySet[Project]:
    """The projects of the definition that the person may see."""
    projects = Project.objects.visible_to(user)
    if definition.scope == Scope.PORTFOLIO:
        return projects.filter(portfolio_id=definition.portfolio_id or 0)
    if definition.scope == Scope.PROGRAMME:
        return projects.filter(programme_id=definition.programme_id or 0)
    return projects
