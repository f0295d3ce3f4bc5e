"""Builds the plan of an import: one record per project, whatever one row of the file is."""

from collections.abc import Iterable
from datetime import date
from statistics import median

from portfolio.importing.checks import check
from portfolio.importing.codes import code_from_key, shorten
from portfolio.importing.fields import FIELDS
from portfolio.importing.identity import Identity, Key, identify
from portfolio.importing.mapping import Mapping
from portfolio.importing.outcomes import Value
from portfolio.importing.parts import constant_fields, milestone, total_figures
from portfolio.importing.plan import (
    FigureSet,
    Finding,
    ImportPlan,
    MilestoneRecord,
    Options,
    ProjectRecord,
    Severity,
    Shape,
)
from portfolio.importing.reasons import Reason
from portfolio.importing.rows import Progress, RowValues, read_rows, with_currency
from portfolio.importing.table import SkippedRow, Table

NAME_LENGTH = 250
_FIGURES = tuple(c for c, f in FIELDS.items() if f.is_figure and c != "report_date")
_STANDING = tuple(
    code
    for code, field in FIELDS.items()
    if not field.is_figure and not code.startswith("milestone_") and code != "code"
)


def build(
    table: Table,
    mapping: Mapping,
    options: Options | None = None,
    *,
    progress: Progress | None = None,
) -> ImportPlan:
    """All that the table would bring in, with every gap and doubt; nothing is written."""
    builder = _Builder(table, mapping, options or Options())
    return builder.build(progress)


class _Builder:
    """Holds what grows while the plan is made: records, findings and skipped rows."""

    def __init__(self, table: Table, mapping: Mapping, options: Options) -> None:
        self.table = table
        self.mapping = mapping
        self.options = options
        self.findings: list[Finding] = []
        self.skipped = list(table.skipped)
        self.targets = [code for code in _FIGURES if mapping.sources(code)]

    def build(self, progress: Progress | None) -> ImportPlan:
        rows = read_rows(self.table, self.mapping, self.findings, progress)
        rows = list(with_currency(rows, self.options.currency))
        identity = identify(rows, self.mapping, self.options)
        report_date = self.options.report_date or _common_date(rows, identity.shape)
        projects = self._projects(identity, self._grouped(rows, identity))
        for project in projects:
            for figures in project.figures:
                self.findings.extend(check(figures, report_date))
        self.findings.sort(key=lambda finding: finding.row)
        headers = tuple(self.table.headers[position] for position in identity.columns)
        return ImportPlan(
            identity.shape, headers, report_date, projects, self.findings, self.skipped
        )

    def _grouped(self, rows: list[RowValues], identity: Identity) -> dict[Key, list[RowValues]]:
        """The rows by project; a row without its key falls back on its name."""
        groups: dict[Key, list[RowValues]] = {}
        for row in rows:
            key = identity.key(row)
            if not key and "name" in row.values:
                key = ("", str(row.values["name"]).casefold())
            if key:
                groups.setdefault(key, []).append(row)
            else:
                first = next((c.text for c in row.source.cells if c.text), "")
                self.skipped.append(SkippedRow(row.number, "row_no_key", first))
        return groups

    def _projects(
        self, identity: Identity, groups: dict[Key, list[RowValues]]
    ) -> list[ProjectRecord]:
        constant = constant_fields(groups.values()) if identity.shape is Shape.PART else frozenset()
        projects = []
        for key, rows in groups.items():
            code, is_generated = self._code(identity, key, rows[0])
            kept, figures, milestones = self._figures(identity, code, rows, constant)
            if kept:
                record = _record(code, kept, figures, milestones, is_generated=is_generated)
                projects.append(record)
        return _distinct_names(projects) if identity.shape is Shape.PART else projects

    def _code(self, identity: Identity, key: Key, row: RowValues) -> tuple[str, bool]:
        sources = self.mapping.sources("code")
        if sources and identity.columns == (sources[0].position,) and key[0]:
            return self._given_code(row, row.text(sources[0].position)), False
        if not any(identity.key(row)):
            named = ("name", "owner_unit")
            return code_from_key(tuple(str(row.values.get(code, "")) for code in named)), True
        return code_from_key(tuple(row.text(position) for position in identity.columns)), True

    def _given_code(self, row: RowValues, text: str) -> str:
        code = shorten(text)
        if code != text:
            reason = Reason("read_code_shortened")
            header = self.mapping.sources("code")[0].header
            self.findings.append(Finding(row.number, header, "code", text, reason, Severity.NOTE))
        return code

    def _figures(
        self, identity: Identity, code: str, rows: list[RowValues], constant: frozenset[str]
    ) -> tuple[list[RowValues], list[FigureSet], list[MilestoneRecord]]:
        if identity.shape is Shape.REPORT:
            kept = self._by_date(rows)
            return kept, [self._figure_set(row) for row in kept], _milestones(kept[-1:], "")
        if identity.shape is Shape.PART:
            kept = self._by_part(rows, identity.part_field)
            figures, findings = total_figures(kept, self.targets, constant)
            self.findings.extend(findings)
            return kept, [figures], _milestones(kept, identity.part_field)
        for row in rows[1:]:
            reason = Reason("row_duplicate_code", {"code": code, "row": rows[0].number})
            self._refuse(row, "code", reason)
        kept = rows[:1]
        return kept, [self._figure_set(kept[0])], _milestones(kept, "")

    def _by_date(self, rows: list[RowValues]) -> list[RowValues]:
        """The rows in the order of their report dates, one for each date."""
        by_day: dict[date, RowValues] = {}
        for row in rows:
            day = row.values.get("report_date")
            if not isinstance(day, date):
                self._refuse(row, "report_date", Reason("row_no_report_date"))
            elif day in by_day:
                self._refuse_part(row, "report_date", day.isoformat(), by_day[day].number)
            else:
                by_day[day] = row
        return [by_day[day] for day in sorted(by_day)]

    def _by_part(self, rows: list[RowValues], part_field: str) -> list[RowValues]:
        parts: dict[str, RowValues] = {}
        for row in rows:
            part = str(row.values.get(part_field, ""))
            if part.casefold() in parts:
                self._refuse_part(row, part_field, part, parts[part.casefold()].number)
            else:
                parts[part.casefold()] = row
        return list(parts.values())

    def _refuse_part(self, row: RowValues, field: str, part: str, other: int) -> None:
        self._refuse(row, field, Reason("row_duplicate_part", {"part": part, "row": other}))

    def _refuse(self, row: RowValues, field: str, reason: Reason) -> None:
        sources = self.mapping.sources(field)
        header = sources[0].header if sources else ""
        raw = row.source.cells[sources[0].position].text if sources else ""
        self.findings.append(Finding(row.number, header, field, raw, reason, Severity.ERROR))

    def _figure_set(self, row: RowValues) -> FigureSet:
        day = row.values.get("report_date")
        values = {code: row.values[code] for code in self.targets if code in row.values}
        gaps = {code: row.gaps[code] for code in self.targets if code in row.gaps}
        return FigureSet(day if isinstance(day, date) else None, row.number, values, gaps)


def _record(
    code: str,
    rows: list[RowValues],
    figures: list[FigureSet],
    milestones: list[MilestoneRecord],
    *,
    is_generated: bool,
) -> ProjectRecord:
    """One project; what identifies it comes from its newest row that says so."""
    identity: dict[str, Value] = {}
    for row in rows:
        identity.update({c: row.values[c] for c in _STANDING if c in row.values})
    last = rows[-1]
    gaps = {c: last.gaps[c] for c in _STANDING if c in last.gaps and c not in identity}
    name = str(identity.pop("name", "")) or code
    return ProjectRecord(
        code,
        name[:NAME_LENGTH],
        is_generated,
        identity,
        gaps,
        tuple(figures),
        tuple(milestones),
        tuple(row.number for row in rows),
        last.source.group,
    )


def _milestones(rows: Iterable[RowValues], part_field: str) -> list[MilestoneRecord]:
    return [found for row in rows if (found := milestone(row, part_field))]


def _common_date(rows: list[RowValues], shape: Shape) -> date | None:
    """The newest report date of a history, or the one that all rows share."""
    days = {day for row in rows if isinstance(day := row.values.get("report_date"), date)}
    return max(days) if days and (len(days) == 1 or shape is Shape.REPORT) else None


def _distinct_names(projects: list[ProjectRecord]) -> list[ProjectRecord]:
    """Projects whose name is only a place get their short description behind it."""
    names = {project.name for project in projects}
    lengths = [len(str(project.identity.get("description", ""))) for project in projects]
    if len(names) * 2 > len(projects) or not lengths or not 0 < median(lengths) <= 120:
        return projects
    return [_described(project) for project in projects]


def _described(project: ProjectRecord) -> ProjectRecord:
    text = str(project.identity.get("description", "")).partition("\n")[0]
    name = f"{project.name}: {text}" if text else project.name
    return ProjectRecord(
        project.code,
        name[:NAME_LENGTH],
        project.is_code_generated,
        project.identity,
        project.gaps,
        project.figures,
        project.milestones,
        project.rows,
        project.group,
    )
