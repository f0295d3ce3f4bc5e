"""Which projects a report covers for one person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from portfolio.filters import filtered
from portfolio.models import Project
from stakeholders.enums import Scope
from stakeholders.models import ReportDefinition

PROJECT_LIST = "portfolio.projects"
RELATED = {"portfolio": "portfolio", "programme": "programme", "manager": "manager"}


def projects_in_scope(definition: ReportDefinition, user: Any, day: date) -> QuerySet[Project]:
    """The projects of the definition that the person may see; saved views as of the day."""
    projects = Project.objects.visible_to(user)
    if definition.scope == Scope.PORTFOLIO:
        return projects.filter(portfolio_id=definition.portfolio_id or 0)
    if definition.scope == Scope.PROGRAMME:
        return projects.filter(programme_id=definition.programme_id or 0)
    query = definition.saved_view.query if definition.saved_view else ""
    rows = filtered(user, day, query)
    return projects.filter(_named_in(query), pk__in=rows.order_by().values("project"))


def _named_in(query: str) -> Q:
    """What the query says by id or by words.

    A filter by something that the reader may not see is no filter for them; without this
    condition they would get more projects than the view holds.
    """
    params, wanted = QueryDict(query), Q()
    for name, path in RELATED.items():
        if values := [value for value in params.getlist(name) if value.isdigit()]:
            wanted &= Q(**{f"{path}__in": values})
    for word in params.get("q", "").split():
        wanted &= Q(code__icontains=word) | Q(name__icontains=word)
    return wanted
