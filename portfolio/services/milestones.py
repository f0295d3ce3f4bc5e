"""Milestones of a project: add, change, delete, and the whole set at once for imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.changes import assign
from core.errors import Errors
from core.events import Happening, record, record_many
from portfolio.models import Milestone, Project

FEW = 5
FIELDS = ("name", "baseline_on", "forecast_on", "actual_on", "position", "comment")


@transaction.atomic
def add(project: Project, *, by: Any, **values: Any) -> Milestone:
    """A new milestone of the project."""
    milestone = Milestone(project=project)
    _apply(milestone, values)
    milestone.save()
    record("portfolio.milestone_added", project, by=by, data=_data(milestone), search=True)
    return milestone


@transaction.atomic
def update(milestone: Milestone, *, by: Any, **values: Any) -> Milestone:
    """Change what is given; nothing happens when nothing differs."""
    changes = _apply(milestone, values)
    if changes:
        milestone.save(update_fields=[*changes])
        data = {**_data(milestone), "changes": changes}
        record("portfolio.milestone_changed", milestone.project, by=by, data=data, search=True)
    return milestone


@transaction.atomic
def delete(milestone: Milestone, *, by: Any) -> None:
    """Delete the milestone; the audit log keeps its name."""
    data = _data(milestone)
    record("portfolio.milestone_deleted", milestone.project, by=by, data=data, search=True)
    milestone.delete()


@transaction.atomic
def put_many(items: Iterable[tuple[Project, Mapping[str, Any]]], *, by: Any) -> int:
    """Insert or update milestones by project and name; one event per project names them."""
    milestones = []
    for project, values in items:
        milestone = Milestone(project=project)
        errors = Errors()
        assign(milestone, values, FIELDS, errors)
        errors.raise_if_any()
        milestones.append(milestone)
    columns = [name for name in FIELDS if name != "name"]
    Milestone.objects.bulk_create(
        milestones,
        update_conflicts=True,
        unique_fields=["project", "name"],
        update_fields=columns,
        batch_size=500,
    )
    record_many(_put(milestones), by=by)
    return len(milestones)


def _put(milestones: Iterable[Milestone]) -> list[Happening]:
    """What was put, by project; the sentence has room for a few names."""
    named: dict[Project, list[str]] = defaultdict(list)
    for milestone in milestones:
        named[milestone.project].append(milestone.name)
    return [
        Happening(
            "portfolio.milestone_changed",
            project,
            {"milestone": _few(names), "url": project.get_absolute_url()},
            search=True,
        )
        for project, names in named.items()
    ]


def _few(names: list[str]) -> str:
    return ", ".join(names[:FEW]) + (", …" if len(names) > FEW else "")


def _apply(milestone: Milestone, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    errors = Errors()
    changes = assign(milestone, values, FIELDS, errors)
    same = Milestone.objects.filter(project=milestone.project, name=milestone.name)
    if (
        errors.require(milestone, "name", _("A milestone needs a name."))
        and same.exclude(pk=milestone.pk).exists()
    ):
        errors.add("name", _("This project has a milestone of this name already."))
    if not (milestone.baseline_on or milestone.forecast_on or milestone.actual_on):
        errors.add("forecast_on", _("A milestone needs a date."))
    errors.raise_if_any()
    return changes


def _data(milestone: Milestone) -> dict[str, Any]:
    return {"milestone": milestone.name, "url": milestone.project.get_absolute_url()}
