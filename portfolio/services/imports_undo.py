"""Takes an import back exactly, while nobody has touched what it wrote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.events import Happening, record, record_many
from portfolio.enums import ImportState, RowOutcome
from portfolio.models import ImportRow, Milestone, PortfolioImport, Programme, Project
from portfolio.models.figures import ProjectFigures
from portfolio.services import figures, milestones, programmes, projects
from portfolio.services.figure_rules import FIELDS
from portfolio.services.figures import Report
from portfolio.services.imports_state import fingerprints

CHUNK = 500
RELATED: dict[str, Any] = {"manager": User, "sponsor": User, "programme": Programme}


def touched(made: PortfolioImport) -> list[ImportRow]:
    """The records whose project was changed or deleted since the import."""
    rows = made.rows.exclude(fingerprint="").order_by("number").select_related("project")
    now = fingerprints(rows.exclude(project=None).values_list("project_id", flat=True))
    return [row for row in rows if now.get(row.project_id or 0) != row.fingerprint]


@transaction.atomic
def undo(made: PortfolioImport, *, by: Any) -> None:
    """Delete what the import created and restore what it changed; refuses after any change."""
    undone = PortfolioImport.objects.filter(pk=made.pk, state=ImportState.DONE).update(
        state=ImportState.UNDONE, undone_at=timezone.now(), undone_by=by
    )
    if not undone:
        raise ValidationError(_("Only a finished import can be undone, and only once."))
    changed = touched(made)
    if changed:
        raise ValidationError(_refusal(made, changed))
    _restore(list(made.rows.filter(outcome=RowOutcome.CHANGED)), by)
    _delete(made.rows.filter(outcome=RowOutcome.NEW).values_list("project_id", flat=True), by)
    _delete_programmes(made, by)
    data = {"file": made.source.name, "url": reverse("portfolio_import", args=[made.pk])}
    record("portfolio.import_undone", made.portfolio, by=by, data=data)
    made.refresh_from_db()


def _refusal(made: PortfolioImport, changed: list[ImportRow]) -> str:
    """Why not, and what would help."""
    text = ngettext(
        "Not undone: %(count)s project was changed since the import: %(names)s.",
        "Not undone: %(count)s projects were changed since the import: %(names)s.",
        len(changed),
    )
    names = ", ".join(row.code for row in changed[:5])
    more = ", …" if len(changed) > 5 else ""
    why = text % {"count": len(changed), "names": f"{names}{more}"}
    if _has_newer(made, changed):
        advice = _("Undo the newer import first.")
    else:
        advice = _("Correct the figures in the projects instead.")
    return f"{why} {advice}"


def _has_newer(made: PortfolioImport, changed: list[ImportRow]) -> bool:
    """Whether a later import wrote to one of these projects and still stands."""
    return (
        ImportRow.objects.filter(
            project__in=[row.project_id for row in changed if row.project_id],
            portfolio_import__state=ImportState.DONE,
            portfolio_import__imported_at__gt=made.imported_at,
        )
        .exclude(fingerprint="")
        .exists()
    )


def _delete(ids: Iterable[int | None], by: Any) -> None:
    """Delete the created projects with all that hangs on them."""
    wanted = [pk for pk in ids if pk is not None]
    for start in range(0, len(wanted), CHUNK):
        doomed = Project.objects.filter(pk__in=wanted[start : start + CHUNK])
        told = [Happening("portfolio.project_deleted", each, search=True) for each in doomed]
        record_many(told, by=by)
        try:
            doomed.delete()
        except ProtectedError as error:
            message = _("Other records already use the imported projects.")
            raise ValidationError(message) from error


def _delete_programmes(made: PortfolioImport, by: Any) -> None:
    """Programmes that the import made go, unless they hold projects of others by now."""
    created = made.options.get("programmes") or []
    for programme in Programme.objects.filter(pk__in=created, projects__isnull=True):
        programmes.delete(programme, by=by)


def _restore(rows: list[ImportRow], by: Any) -> None:
    """Put changed projects, figures and milestones back as they were."""
    found = Project.objects.in_bulk([row.project_id for row in rows if row.project_id])
    pairs = [(found[row.project_id], row) for row in rows if row.project_id]
    new_days = [
        (project.pk, parse_date(day))
        for project, row in pairs
        for day, before in row.before.get("figures", {}).items()
        if before is None
    ]
    figures.withdraw(_figures_of(new_days), by=by)
    figures.report_many(_old_reports(pairs), by=by, wants_mail=False)
    for project, row in pairs:
        _restore_milestones(project, row.before.get("milestones", {}), by)
        if before := row.before.get("project"):
            projects.update(project, by=by, comment=_("Import undone"), **_related(before))


def _figures_of(days: Iterable[tuple[int, date | None]]) -> list[ProjectFigures]:
    wanted = set(days)
    rows: list[ProjectFigures] = []
    ids = sorted({pk for pk, _day in wanted})
    for start in range(0, len(ids), CHUNK):
        chunk = ProjectFigures.objects.filter(project__in=ids[start : start + CHUNK])
        rows += [row for row in chunk if (row.project_id, row.report_on) in wanted]
    return rows


def _old_reports(pairs: list[tuple[Project, ImportRow]]) -> list[Report]:
    """Each corrected row as it was: today's values with the old ones in the place of the new."""
    corrected = {
        (project.pk, parse_date(day)): (project, before)
        for project, row in pairs
        for day, before in row.before.get("figures", {}).items()
        if before is not None
    }
    return [
        Report(
            corrected[row.project_id, row.report_on][0],
            row.report_on,
            {**{name: getattr(row, name) for name in FIELDS}, **_typed(row, corrected)},
        )
        for row in _figures_of(corrected)
    ]


def _typed(row: ProjectFigures, corrected: dict[Any, Any]) -> dict[str, Any]:
    """The old values as the model keeps them."""
    before = corrected[row.project_id, row.report_on][1]
    columns = {field.name: field for field in row._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in before.items()}


def _restore_milestones(project: Project, before: dict[str, Any], by: Any) -> None:
    if not before:
        return
    made = [name for name, values in before.items() if values is None]
    project.milestones.filter(name__in=made).delete()
    kept = Milestone.objects.filter(project=project, name__in=before.keys() - set(made))
    milestones.put_many(
        [
            (
                project,
                {
                    **{name: getattr(each, name) for name in milestones.FIELDS},
                    **{
                        key: parse_date(day) if day else None
                        for key, day in before[each.name].items()
                    },
                },
            )
            for each in kept
        ],
        by=by,
    )


def _related(values: dict[str, Any]) -> dict[str, Any]:
    """People and programmes by their keys again."""
    found = dict(values)
    for name, model in RELATED.items():
        if found.get(name) is not None:
            found[name] = model.objects.filter(pk=found[name]).first()
    return found
