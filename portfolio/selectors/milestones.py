"""Milestones with their slip, and those that come up next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Coalesce

from portfolio.models import Milestone, Project
from portfolio.selectors.expressions import DaysBetween
from portfolio.selectors.figures import HORIZON

COUNTS = ("total", "known", "on_time")
SHOWN = ("name", "expected_on", "baseline_on", "slip_days", "project_id", "project__code")
FEW = 24  # the worst; a strip of 90 days holds no more


@dataclass(frozen=True)
class Milestones:
    """Milestones due within the horizon: how many, of how many the slip is known, the worst."""

    total: int
    known: int
    on_time: int
    rows: list[dict[str, Any]]


def visible_milestones(user: Any) -> QuerySet[Any]:
    """Milestones of the visible projects, with `expected_on` and `slip_days`."""
    return with_slip(Milestone.objects.filter(project__in=Project.objects.visible_to(user)))


def with_slip(milestones: QuerySet[Any]) -> QuerySet[Any]:
    """Adds the best known date and its distance from the baseline in calendar days."""
    expected: Any = Coalesce("actual_on", "forecast_on", "baseline_on")
    baseline = F("baseline_on")
    found: QuerySet[Any] = milestones.annotate(
        expected_on=expected, slip_days=DaysBetween(expected, baseline)
    )
    return found


def due_after(milestones: QuerySet[Any], rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Not reached, of a project in `rows`, and due within the horizon after the day."""
    return milestones.filter(
        Q(actual_on=None, expected_on__gt=day, expected_on__lte=day + HORIZON),
        project__in=rows.order_by().values("project"),
    )


def milestones_ahead(rows: QuerySet[Any], day: date) -> Milestones:
    """What is due soon in the projects of these figures, the worst slips first."""
    due = due_after(with_slip(Milestone.objects.all()), rows, day)
    counted = due.annotate(
        total=Window(Count("pk")),
        known=Window(Count("slip_days")),
        on_time=Window(Count("pk", filter=Q(slip_days__lte=0))),
    )
    worst = counted.order_by(F("slip_days").desc(nulls_last=True), "expected_on", "pk")
    found = list(worst.values(*COUNTS, *SHOWN)[:FEW])
    counts = {name: found[0][name] if found else 0 for name in COUNTS}
    return Milestones(**counts, rows=[{name: row[name] for name in SHOWN} for row in found])
