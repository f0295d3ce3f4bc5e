"""Writes the changes of an import; the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portfolio.enums import RowOutcome
from portfolio.importing.plan import Finding
from portfolio.models import ImportProblem, ImportRow, Portfolio, PortfolioImport, Programme
from portfolio.selectors.import_words import plain
from portfolio.services import figures, milestones, programmes, projects
from portfolio.services.figures import Report
from portfolio.services.imports_plan import Change, Comparison
from portfolio.services.imports_state import fingerprints

BATCH = 500
VALUE_LENGTH = 500


def write(portfolio: Portfolio, comparison: Comparison, *, by: Any) -> list[int]:
    """Create and change what the comparison says; returns the keys of new programmes."""
    changes = [change for change in comparison.changes if change.wanted and change.project]
    created = _programmes(portfolio, changes, by)
    _create(portfolio, changes, by)
    for change in changes:
        if change.outcome is RowOutcome.CHANGED and change.fields and change.project:
            projects.update(change.project, by=by, **change.fields)
    figures.report_many(
        (
            Report(change.project, report.report_on, report.values)
            for change in changes
            for report in change.reports
            if change.project
        ),
        by=by,
        wants_mail=False,
    )
    milestones.put_many(
        (
            (change.project, values)
            for change in changes
            for values in change.milestones
            if change.project
        ),
        by=by,
    )
    return created


def keep(record: PortfolioImport, comparison: Comparison, *, is_written: bool) -> None:
    """Replace the outcome of every record and every problem of the import."""
    record.rows.all().delete()
    marks: dict[int, str] = {}
    if is_written:
        marks = fingerprints(
            change.project.pk
            for change in comparison.changes
            if change.project and change.outcome in {RowOutcome.NEW, RowOutcome.CHANGED}
        )
    rows = [_row(record, change, marks) for change in comparison.changes]
    ImportRow.objects.bulk_create(rows, batch_size=BATCH)
    if not is_written or not record.problems.exists():
        record.problems.all().delete()
        _keep_problems(record, comparison.findings)


def _keep_problems(record: PortfolioImport, findings: Iterable[Finding]) -> None:
    ImportProblem.objects.bulk_create(
        (
            ImportProblem(
                portfolio_import=record,
                row=finding.row,
                column=finding.column[:250],
                field=finding.field,
                value=finding.raw[:VALUE_LENGTH],
                code=finding.reason.code,
                params=dict(finding.reason.params),
                severity=finding.severity.value,
            )
            for finding in findings
        ),
        batch_size=BATCH,
    )


def _row(record: PortfolioImport, change: Change, marks: dict[int, str]) -> ImportRow:
    pk = change.project.pk if change.project else None
    return ImportRow(
        portfolio_import=record,
        number=change.number,
        outcome=change.outcome,
        code=change.code[:60],
        name=change.name[:250],
        project_id=pk,
        before=change.before,
        after=change.after,
        problems=[plain(reason) for reason in change.problems],
        fingerprint=marks.get(pk or 0, ""),
    )


def _programmes(portfolio: Portfolio, changes: Iterable[Change], by: Any) -> list[int]:
    """Put programmes in the place of their names, creating those that are new."""
    known = {each.name.casefold(): each for each in portfolio.programmes.all()}
    created: list[int] = []
    for change in changes:
        name = change.fields.get("programme")
        if not isinstance(name, str):
            continue
        programme: Programme | None = known.get(name.casefold())
        if programme is None:
            programme = programmes.create(portfolio, by=by, name=name)
            known[name.casefold()] = programme
            created.append(programme.pk)
        change.fields["programme"] = programme
    return created


def _create(portfolio: Portfolio, changes: Iterable[Change], by: Any) -> None:
    """Create the new projects and put them in the place of the drafts."""
    fresh = [change for change in changes if change.outcome is RowOutcome.NEW]
    rows = [
        {
            **change.fields,
            "code": change.code,
            "currency": change.wanted.currency if change.wanted else portfolio.currency,
        }
        for change in fresh
    ]
    for change, project in zip(fresh, projects.create_many(portfolio, rows, by=by), strict=True):
        change.project = project
