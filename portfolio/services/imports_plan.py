"""Compares what a file says with what the portfolio knows; nothing is written.

The file is the truth for the figures it maps: a blank cell empties the figure. Master data that
the file leaves blank stays as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from portfolio.enums import MemberRole, ProjectState, RowOutcome
from portfolio.importing.mapping import Mapping
from portfolio.importing.plan import Finding, ImportPlan, ProjectRecord, Severity
from portfolio.importing.reasons import Reason
from portfolio.importing.table import Table
from portfolio.models import Membership, Milestone, Portfolio, Project
from portfolio.services import figures, milestones
from portfolio.services.figure_rules import FIELDS
from portfolio.services.figures import Report, Written
from portfolio.services.imports_people import People
from portfolio.services.imports_values import Converter, Wanted

Progress = Callable[[int, int], None]
CHUNK = 500
DATES = ("baseline_on", "forecast_on", "actual_on")


@dataclass
class Change:
    """What the import would do with one record, and the values before and after."""

    number: int
    outcome: RowOutcome
    code: str = ""
    name: str = ""
    wanted: Wanted | None = None
    project: Project | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    milestones: list[dict[str, Any]] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    problems: list[Reason] = field(default_factory=list)


@dataclass
class Comparison:
    """All changes in the order of the file, and everything to know about its cells."""

    changes: list[Change]
    findings: list[Finding]

    def counts(self) -> dict[str, int]:
        """How many records have each outcome, and how many findings each severity."""
        found = dict.fromkeys(RowOutcome.values, 0)
        for change in self.changes:
            found[change.outcome] += 1
        problems = {severity.value: 0 for severity in Severity}
        for finding in self.findings:
            problems[finding.severity.value] += 1
        return {**found, **{f"problem_{name}": count for name, count in problems.items()}}

    def digest(self) -> str:
        """A hash of all that would change: an import does what its check showed, or nothing."""
        rows = [(c.number, c.outcome, c.code, c.before, c.after) for c in self.changes]
        text = json.dumps(rows, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def compare(
    portfolio: Portfolio,
    plan: ImportPlan,
    mapping: Mapping,
    table: Table,
    *,
    by: Any,
    progress: Progress | None = None,
) -> Comparison:
    """What the plan would change in the portfolio when this person (None: the operator) imports."""
    converter = Converter(plan, mapping, table, portfolio.currency)
    known = _Known(portfolio, by)
    changes = [_change(known, converter, record) for record in plan.projects]
    _compare_milestones(changes)
    _compare_figures(changes, converter, progress)
    for change in changes:
        _settle(change)
    changes += _left_out(plan)
    changes.sort(key=lambda change: change.number)
    return Comparison(changes, sorted(converter.findings, key=lambda finding: finding.row))


class _Known:
    """The portfolio's projects, found by code or name, and the people a file can name."""

    def __init__(self, portfolio: Portfolio, by: Any) -> None:
        self.portfolio = portfolio
        self.people = People()
        rows = portfolio.projects.select_related("manager", "sponsor", "programme")
        self.by_code = {project.code: project for project in rows}
        self.by_folded = {project.code.casefold(): project for project in rows}
        self.by_name: dict[str, list[Project]] = defaultdict(list)
        for project in self.by_code.values():
            self.by_name[project.name.casefold()].append(project)
        visible = portfolio.projects.all() if by is None else portfolio.projects.visible_to(by)
        self.visible = set(visible.values_list("pk", flat=True))
        self.taken: set[int] = set()
        assurance = Membership.objects.filter(
            project__portfolio=portfolio, role=MemberRole.ASSURANCE
        )
        self.assurance = set(assurance.values_list("project_id", "user_id"))

    def find(self, record: ProjectRecord) -> Project | None:
        """The project of this code; for a code that we made up also by name and unit."""
        found = self.by_code.get(record.code) or self.by_folded.get(record.code.casefold())
        if found or not record.is_code_generated:
            return found
        unit = str(record.identity.get("owner_unit", "")).casefold()
        named = [
            project
            for project in self.by_name.get(record.name.casefold(), [])
            if project.pk in self.visible and project.owner_unit.casefold() in {unit, ""}
        ]
        return named[0] if len(named) == 1 else None


def _change(known: _Known, converter: Converter, record: ProjectRecord) -> Change:
    existing = known.find(record)
    change = Change(record.rows[0], RowOutcome.NEW, record.code, record.name)
    if existing is not None:
        if existing.pk not in known.visible:
            return _refused(change, Reason("save_not_allowed"))
        if existing.pk in known.taken:
            return _refused(change, Reason("save_taken", {"code": existing.code}))
        known.taken.add(existing.pk)
        if existing.code.casefold() != record.code.casefold():
            reason = Reason("save_by_name", {"code": existing.code})
            converter.note(change.number, "name", record.name, reason, Severity.NOTE)
        change.code = existing.code
    change.wanted = converter.wanted(record, existing)
    change.project = existing or Project(
        portfolio=known.portfolio, code=record.code, currency=change.wanted.currency
    )
    values = _identity(known, converter, change)
    change.fields = values if existing is None else _differing(existing, values)
    return change


def _refused(change: Change, reason: Reason) -> Change:
    change.outcome = RowOutcome.ERROR
    change.problems.append(reason)
    return change


def _identity(known: _Known, converter: Converter, change: Change) -> dict[str, Any]:
    """Master data by field; names of people become accounts where one is meant for sure."""
    assert change.wanted is not None
    values: dict[str, Any] = dict(change.wanted.identity)
    for role in ("manager", "sponsor"):
        text = values.pop(f"{role}_name", "")
        if text:
            values |= _person(known, converter, change, role, text)
    manager = values.get("manager") or getattr(change.project, "manager", None)
    sponsor = values.get("sponsor") or getattr(change.project, "sponsor", None)
    if manager and manager == sponsor:
        role = "sponsor" if "sponsor" in values else "manager"
        _as_text(converter, change, values, role, "save_person_twice")
    return values


def _person(
    known: _Known, converter: Converter, change: Change, role: str, text: str
) -> dict[str, Any]:
    """An account, or the name as text; who has an account stays until another one is named."""
    person = known.people.find(text)
    before = getattr(change.project, role)
    if person is None and before is not None:
        if text.casefold() != getattr(change.project, f"{role}_name").casefold():
            converter.note(change.number, role, text, Reason("save_person_kept"), Severity.NOTE)
        return {}
    if person is None:
        if text != getattr(change.project, f"{role}_name"):
            converter.note(change.number, role, text, Reason("save_person_unknown"), Severity.NOTE)
        return {f"{role}_name": text}
    values = {role: person, f"{role}_name": ""}
    project_id = getattr(change.project, "pk", None)
    if role == "manager" and (project_id, person.pk) in known.assurance:
        _as_text(converter, change, values, role, "save_person_assures")
    return values


def _as_text(
    converter: Converter, change: Change, values: dict[str, Any], role: str, why: str
) -> None:
    """Keep the name of this person as text, because the account may not have this role."""
    assert change.wanted is not None
    del values[role]
    text = change.wanted.identity.get(f"{role}_name", "")
    values[f"{role}_name"] = text
    converter.note(change.number, role, text, Reason(why))


def _differing(project: Project, values: dict[str, Any]) -> dict[str, Any]:
    """Only the master data that differs."""
    return {name: value for name, value in values.items() if not _is_same(project, name, value)}


def _is_same(project: Project, name: str, value: Any) -> bool:
    if name == "programme":
        before = project.programme.name if project.programme else ""
        return before.casefold() == str(value).casefold()
    return bool(getattr(project, name) == value)


def _compare_milestones(changes: Iterable[Change]) -> None:
    """Keep the milestones that are new or differ."""
    with_any = [c for c in changes if c.wanted and c.wanted.milestones]
    ids = [c.project.pk for c in with_any if c.project and c.project.pk]
    known: dict[int, dict[str, Milestone]] = defaultdict(dict)
    for start in range(0, len(ids), CHUNK):
        for each in Milestone.objects.filter(project__in=ids[start : start + CHUNK]):
            known[each.project_id][each.name] = each
    for change in with_any:
        assert change.wanted is not None
        assert change.project is not None
        mine = known[change.project.pk] if change.project.pk else {}
        for values in change.wanted.milestones:
            _compare_milestone(change, mine.get(values["name"]), values)


def _compare_milestone(change: Change, existing: Milestone | None, values: dict[str, Any]) -> None:
    name = values["name"]
    if existing is None:
        change.milestones.append(values)
        change.before.setdefault("milestones", {})[name] = None
        change.after.setdefault("milestones", {})[name] = {key: values.get(key) for key in DATES}
        return
    differing = [key for key in DATES if key in values and getattr(existing, key) != values[key]]
    if differing:
        full = {name: getattr(existing, name) for name in milestones.FIELDS}
        full |= {key: values[key] for key in differing}
        change.milestones.append(full)
        before = {key: getattr(existing, key) for key in differing}
        change.before.setdefault("milestones", {})[name] = before
        change.after.setdefault("milestones", {})[name] = {key: values[key] for key in differing}


def _compare_figures(
    changes: list[Change], converter: Converter, progress: Progress | None
) -> None:
    """Rehearse every report and keep those that write something."""
    with_any = [change for change in changes if change.wanted]
    for start in range(0, len(with_any), CHUNK):
        chunk = with_any[start : start + CHUNK]
        by_project = {id(change.project): change for change in chunk}

        def mend(
            report: Report, error: ValidationError, own: dict[int, Change] = by_project
        ) -> Any:
            return _mended(converter, own[id(report.project)], report, error)

        reports = [
            Report(change.project, day, values)
            for change in chunk
            if change.wanted and change.project
            for day, values in change.wanted.reports
        ]
        for written in figures.rehearse(reports, mend=mend):
            _note_figures(converter, by_project[id(written.report.project)], written)
        if progress:
            progress(start + len(chunk), len(with_any))


def _mended(converter: Converter, change: Change, report: Report, error: ValidationError) -> Report:
    """The report without the figures that contradict what is known of the project."""
    values = dict(report.values)
    reasons = dict(values.get("reasons") or {})
    for name, messages in error.message_dict.items():
        reason = Reason("save_rule", {"message": " ".join(messages)})
        converter.note(change.number, name, str(values.get(name)), reason, Severity.UNREADABLE)
        reasons[name] = converter.why(change.number, name, reason)
        values[name] = None
    return Report(report.project, report.report_on, {**values, "reasons": reasons})


def _note_figures(converter: Converter, change: Change, written: Written) -> None:
    """Keep a report that changes something, with old and new values for the reader."""
    if _is_state_assumed(converter, written):
        state = ProjectState(written.figures.state).label
        reason = Reason("save_state_assumed", {"state": str(state)})
        raw = converter.raw(change.number, "state")
        converter.note(change.number, "state", raw, reason, Severity.NOTE)
    if not written.is_changed:
        return
    change.reports.append(written.report)
    day = written.report.report_on.isoformat()
    now, origin = written.figures, written.origin
    names = [name for name in FIELDS if _differs(now, origin, name)]
    change.after.setdefault("figures", {})[day] = {name: getattr(now, name) for name in names}
    before = {name: getattr(origin, name) for name in names} if origin else {}
    change.before.setdefault("figures", {})[day] = None if written.is_new else before
    if written.is_new and change.project and change.project.pk:
        change.before.setdefault("origin", {})[day] = before


def _is_state_assumed(converter: Converter, written: Written) -> bool:
    """Whether the file has states, but none that can be kept for this report."""
    values = written.report.values
    if "state" not in converter.targets or "state" in values:
        return False
    return written.origin is None or "state" in (values.get("reasons") or {})


def _differs(now: Any, origin: Any, name: str) -> bool:
    if origin is None:
        return getattr(now, name) not in (None, "", {}, "grey")
    return bool(getattr(now, name) != getattr(origin, name))


def _settle(change: Change) -> None:
    """The outcome, and master data before and after."""
    if change.wanted is None or change.project is None:
        return
    is_new = change.project.pk is None
    if change.fields:
        change.after["project"] = {name: _plain(value) for name, value in change.fields.items()}
    if change.fields and not is_new:
        change.before["project"] = {
            name: _plain(getattr(change.project, name)) for name in change.fields
        }
    change.after["rows"] = list(change.wanted.record.rows)
    change.after["currency"] = change.wanted.currency
    if not is_new:
        is_changed = change.fields or change.reports or change.milestones
        change.outcome = RowOutcome.CHANGED if is_changed else RowOutcome.UNCHANGED


def _plain(value: Any) -> Any:
    """A person or programme by its key, a programme still to be made by its name."""
    return getattr(value, "pk", value)


def _left_out(plan: ImportPlan) -> list[Change]:
    """The rows that are no record, and those that contradict another row."""
    found = [
        Change(row.number, RowOutcome.SKIPPED, name=row.text[:250], problems=[Reason(row.code)])
        for row in plan.skipped
    ]
    errors = (f for f in plan.findings if f.severity is Severity.ERROR)
    return found + [
        Change(f.row, RowOutcome.ERROR, name=f.raw[:250], problems=[f.reason]) for f in errors
    ]
