"""Reads shaped for the project page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.http import Http404

from accounts.roles import is_external
from portfolio.domain import slip, status, variance
from portfolio.enums import Dimension, Rag
from portfolio.models import Portfolio, Project, ProjectFigures
from portfolio.selectors.figures import figures_as_of

RELATED = ("portfolio", "programme", "manager", "sponsor")


def visible_project(user: Any, pk: int) -> Project:
    """The project with what its page names, or 404."""
    found = Project.objects.visible_to(user).select_related(*RELATED).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sees_portfolio(user: Any, project: Project) -> bool:
    """Whether the person may open the project's portfolio; no question for staff."""
    if not is_external(user):
        return True
    return Portfolio.objects.visible_to(user).filter(pk=project.portfolio_id).exists()


def current_row(user: Any, project: Project, day: date) -> Any | None:
    """The project's figures as of the day, with the annotations of the list; None before any."""
    rows = figures_as_of(user, day, project.portfolio).filter(project=project)
    return rows.first()


def history(project: Project) -> list[ProjectFigures]:
    """Every report, oldest first."""
    return list(project.figures.order_by("report_on"))


@dataclass(frozen=True)
class Health:
    """The health index of the newest report and where it goes; None where undefined."""

    index: Any | None
    trend: str | None
    since: date | None
    changes: int


def health(reports: Sequence[ProjectFigures], day: date) -> Health:
    """Index and trend over the reports up to the day, and how long the status has lasted."""
    known = [row for row in reports if row.report_on <= day]
    if not known:
        return Health(None, None, None, 0)
    indices = [status.health_index(_ratings(row)) for row in known]
    statuses = [row.rag_overall for row in known]
    since = known[-1].report_on
    for row in reversed(known):
        if row.rag_overall != statuses[-1]:
            break
        since = row.report_on
    changes = sum(a != b for a, b in pairwise(statuses))
    return Health(indices[-1], status.trend(indices), since, changes)


def _ratings(row: ProjectFigures) -> dict[str, str]:
    return {name: getattr(row, f"rag_{name}") for name in Dimension.values}


@dataclass(frozen=True)
class DimensionStatus:
    """A dimension's status with its comment, the status before it, and what the figures say."""

    label: Any
    rag: str
    comment: str
    before: str | None
    advice: str


def dimensions(reports: Sequence[ProjectFigures], day: date) -> list[DimensionStatus]:
    """The dimensions of the newest report up to the day beside those of the report before."""
    known = [row for row in reports if row.report_on <= day][-2:]
    if not known:
        return []
    row, before = known[-1], known[0] if len(known) == 2 else None
    advice = {"schedule": _schedule_advice(row), "cost": _cost_advice(row)}
    return [
        DimensionStatus(
            label=dimension.label,
            rag=getattr(row, f"rag_{dimension}"),
            comment=row.comments.get(dimension.value, ""),
            before=getattr(before, f"rag_{dimension}") if before else None,
            advice=advice.get(dimension.value, Rag.GREY),
        )
        for dimension in Dimension
    ]


def _schedule_advice(row: ProjectFigures) -> str:
    expected = slip.expected(row.finish_actual, row.finish_forecast)
    return status.by_slip(slip.slip_days(expected, row.finish_baseline))


def _cost_advice(row: ProjectFigures) -> str:
    percent = variance.variance_percent(row.budget_forecast, row.budget_baseline)
    return status.by_overrun(percent)
