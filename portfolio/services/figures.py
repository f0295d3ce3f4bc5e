"""Reports of figures: the one way to insert or correct a dated row.

Rows of a project form a gapless chain of validity intervals, whatever the order in which
reports arrive. A new report starts from the facts of the row before it; opinions (status,
comments, narrative) are never carried over: without a new one the status is grey.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from core.events import Happening, record_many
from portfolio.domain.days import is_usual
from portfolio.enums import Rag
from portfolio.models import FOREVER, Project, ProjectFigures
from portfolio.permissions import why_not_withdraw
from portfolio.services import figure_rules
from portfolio.services.figure_rules import FIELDS, OPINIONS

CHUNK = 500


@dataclass(frozen=True)
class Report:
    """Figures of a project for one date; values by field name, `reasons` and `comments` too."""

    project: Project
    report_on: date
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """What a report did: the row, whether it is new, old values of changed fields, its origin."""

    report: Report
    figures: ProjectFigures
    is_new: bool
    before: dict[str, Any] = field(default_factory=dict)
    status_before: str | None = None
    origin: ProjectFigures | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the row had to be written at all."""
        return self.is_new or bool(self.before)

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Old and new value of each changed field."""
        return {name: (old, getattr(self.figures, name)) for name, old in self.before.items()}


def report(
    project: Project, report_on: date, values: Mapping[str, Any], *, by: Any
) -> ProjectFigures:
    """Insert the project's figures of this date, or correct them; fields left out stay."""
    return report_many([Report(project, report_on, values)], by=by)[0].figures


@transaction.atomic
def report_many(reports: Iterable[Report], *, by: Any, wants_mail: bool = True) -> list[Written]:
    """Insert or correct many reports in one transaction; one event per project with a change.

    Without `wants_mail` the people who are to know find it in their inbox only.
    Raises ValidationError of the first report that breaks a rule: single reports by field,
    several with project and date in front.
    """
    by_project = _by_project(reports)
    ids = sorted(by_project)
    written: list[Written] = []
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        written += _write_chunk(chunk, [item for pk in chunk for item in by_project[pk]])
    record_many(_happenings(written, wants_mail=wants_mail), by=by)
    return written


def rehearse(
    reports: Iterable[Report], *, mend: Callable[[Report, ValidationError], Report]
) -> list[Written]:
    """What `report_many` would do, without writing; projects may be unsaved.

    A report that breaks a rule is replaced by what `mend` makes of it.
    """
    by_project = _by_project(reports)
    ids = sorted(pk for pk in by_project if pk > 0)
    written: list[Written] = []
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        known = _rows_needed(chunk, [item for pk in chunk for item in by_project[pk]])
        written += [_mended(item, known[pk], mend) for pk in chunk for item in by_project[pk]]
    for pk in by_project.keys() - set(ids):
        rows: dict[date, ProjectFigures] = {}
        written += [_mended(item, rows, mend) for item in by_project[pk]]
    return written


@transaction.atomic
def withdraw_one(row: ProjectFigures, *, by: Any) -> None:
    """Withdraw a report that should not have been made; raises ValidationError for the only one."""
    _lock([row.project_id])
    if reason := why_not_withdraw(row):
        raise ValidationError(reason)
    withdraw([row], by=by)


@transaction.atomic
def withdraw(rows: Iterable[ProjectFigures], *, by: Any) -> None:
    """Delete reports as if they had never been made; the rows before them take over."""
    doomed = list(rows)
    ids = {row.project_id for row in doomed}
    projects = _lock(sorted(ids))
    ProjectFigures.objects.filter(pk__in=[row.pk for row in doomed]).delete()
    _close_intervals(ids)
    record_many(
        [
            Happening(
                "portfolio.figures_withdrawn",
                projects[row.project_id],
                {"report_on": row.report_on, "url": _url(row.project_id)},
            )
            for row in doomed
        ],
        by=by,
    )


def _by_project(reports: Iterable[Report]) -> dict[int, list[Report]]:
    """Reports in the order of their dates by project; an unsaved project has a negative key."""
    found: dict[int, list[Report]] = defaultdict(list)
    for item in sorted(reports, key=lambda item: item.report_on):
        if not is_usual(item.report_on):
            raise ValidationError({"report_on": _("This is not a date that a report can have.")})
        found[item.project.pk or -id(item.project)].append(item)
    return found


def _mended(
    item: Report,
    rows: dict[date, ProjectFigures],
    mend: Callable[[Report, ValidationError], Report],
) -> Written:
    try:
        return _write(item, rows, single=True)
    except ValidationError as error:
        return _write(mend(item, error), rows, single=True)


def _write_chunk(ids: Sequence[int], reports: Sequence[Report]) -> list[Written]:
    """Write the reports of these projects, which come in order of their dates."""
    _lock(ids)
    known = _rows_needed(ids, reports)
    written = [_write(item, known[item.project.pk], single=len(reports) == 1) for item in reports]
    changed = {(w.figures.project_id, w.figures.report_on): w for w in written if w.is_changed}
    ProjectFigures.objects.bulk_create(
        [w.figures for w in changed.values()],
        update_conflicts=True,
        unique_fields=["project", "report_on"],
        update_fields=[*FIELDS, "updated_at"],
        batch_size=CHUNK,
    )
    _close_intervals(ids)
    _refresh(ids, written)
    return written


def _refresh(ids: Sequence[int], written: Sequence[Written]) -> None:
    """Give the rows in hand their keys and the ends of their intervals."""
    rows = ProjectFigures.objects.filter(
        project__in=ids, report_on__in={item.figures.report_on for item in written}
    )
    ends = {
        (project_id, report_on): (pk, end)
        for project_id, report_on, pk, end in rows.values_list(
            "project_id", "report_on", "pk", "superseded_on"
        )
    }
    for item in written:
        figures = item.figures
        figures.pk, figures.superseded_on = ends[figures.project_id, figures.report_on]


def _lock(ids: Iterable[int]) -> dict[int, Project]:
    """One writer at a time per project, always in the same order."""
    rows = Project.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {project.pk: project for project in rows}


def _rows_needed(
    ids: Sequence[int], reports: Sequence[Report]
) -> dict[int, dict[date, ProjectFigures]]:
    """Of each project: the rows to be corrected, and those that new rows start from."""
    timeline: dict[int, list[tuple[date, int]]] = defaultdict(list)
    rows = ProjectFigures.objects.filter(project__in=ids).order_by("report_on")
    for project_id, report_on, pk in rows.values_list("project_id", "report_on", "pk"):
        timeline[project_id].append((report_on, pk))
    needed: set[int] = set()
    for item in reports:
        before = [pk for day, pk in timeline[item.project.pk] if day <= item.report_on]
        needed.update(before[-2:])
    known: dict[int, dict[date, ProjectFigures]] = {pk: {} for pk in ids}
    for row in ProjectFigures.objects.filter(pk__in=needed):
        known[row.project_id][row.report_on] = row
    return known


def _write(item: Report, rows: dict[date, ProjectFigures], *, single: bool) -> Written:
    """The row as it shall be; `rows` learns it, so that a later report starts from it."""
    existing = rows.get(item.report_on)
    previous = max((day for day in rows if day < item.report_on), default=None)
    origin = existing or (rows[previous] if previous else None)
    figures = _draft(item, origin, is_new=existing is None)
    try:
        figure_rules.apply(figures, item.values)
    except ValidationError as error:
        raise error if single else _located(error, item) from error
    rows[item.report_on] = figures
    status_before = origin.rag_overall if origin else None
    before = _differences(existing, figures) if existing else {}
    return Written(item, figures, existing is None, before, status_before, origin)


def _draft(item: Report, origin: ProjectFigures | None, *, is_new: bool) -> ProjectFigures:
    """An unsaved row with what it starts from; saving it corrects the row of the same date."""
    figures = ProjectFigures(project=item.project, report_on=item.report_on)
    for name in FIELDS if origin else ():
        if not is_new or name not in OPINIONS:
            setattr(figures, name, copy.copy(getattr(origin, name)))
    return figures


def _differences(old: ProjectFigures, new: ProjectFigures) -> dict[str, Any]:
    return {name: getattr(old, name) for name in FIELDS if getattr(old, name) != getattr(new, name)}


def _located(error: ValidationError, item: Report) -> ValidationError:
    """The messages with the project and date they belong to."""
    place = f"{item.project.code}, {item.report_on.isoformat()}"
    return ValidationError(
        [f"{place}, {name}: {text}" for name, texts in error.message_dict.items() for text in texts]
    )


def _close_intervals(ids: Iterable[int]) -> None:
    """Let every row of these projects end where the next one begins."""
    later = ProjectFigures.objects.filter(
        project=OuterRef("project"), report_on__gt=OuterRef("report_on")
    ).order_by("report_on")
    rows = ProjectFigures.objects.filter(project__in=list(ids)).annotate(
        end=Coalesce(Subquery(later.values("report_on")[:1]), FOREVER)
    )
    rows.exclude(superseded_on=F("end")).update(superseded_on=F("end"))


def _happenings(written: Sequence[Written], *, wants_mail: bool) -> list[Happening]:
    """One event per project that changed: about its newest report."""
    newest: dict[int, Written] = {}
    for item in written:
        if item.is_changed:
            newest[item.figures.project_id] = item
    return [_happening(item, wants_mail=wants_mail) for item in newest.values()]


def _happening(item: Written, *, wants_mail: bool) -> Happening:
    now = item.figures.rag_overall
    is_current = item.figures.superseded_on == FOREVER
    turned_red = is_current and now == Rag.RED and item.status_before not in (None, Rag.RED)
    corrected = "portfolio.figures_corrected" if not item.is_new else "portfolio.figures_reported"
    return Happening(
        "portfolio.status_turned_red" if turned_red else corrected,
        item.report.project,
        {
            "report_on": item.report.report_on,
            "url": _url(item.report.project.pk),
            "status": now,
            "status_before": item.status_before,
            "changes": item.changes,
            **({} if wants_mail else {"is_silent": True}),
        },
    )


def _url(project_id: int) -> str:
    return reverse("project", args=[project_id])
