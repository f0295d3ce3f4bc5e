"""Turns what the engine read into values that the portfolio can keep, each gap with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from portfolio.enums import Dimension
from portfolio.importing import mapping as engine
from portfolio.importing.fields import FIELDS, Kind
from portfolio.importing.outcomes import Money, Value
from portfolio.importing.plan import FigureSet, Finding, ImportPlan, ProjectRecord, Severity
from portfolio.importing.reasons import Reason
from portfolio.importing.table import Table
from portfolio.models import Milestone, Programme, Project, ProjectFigures
from portfolio.selectors.import_words import told

TEXTS = ("description", "objective", "owner_unit", "category", "method")
# The engine warns of this and keeps the value; the portfolio cannot keep it.
NOT_KEPT = frozenset({"check_finish_before_start"})
# The converter tells of this itself, with the text of the cell.
TOLD_HERE = frozenset({"check_percent_range"})
QUOTED = 80


@dataclass
class Wanted:
    """One record as the portfolio would keep it; `reports` holds values by field per day."""

    record: ProjectRecord
    currency: str
    identity: dict[str, str]
    reports: list[tuple[date, dict[str, Any]]] = field(default_factory=list)
    milestones: list[dict[str, Any]] = field(default_factory=list)

    @property
    def row(self) -> int:
        """The first row of the file that tells of the project."""
        return self.record.rows[0]


class Converter:
    """Converts the records of one plan; what is lost on the way is added to `findings`."""

    def __init__(
        self, plan: ImportPlan, mapping: engine.Mapping, table: Table, currency: str
    ) -> None:
        self.plan = plan
        self.currency = currency
        self.cells = {row.number: row.cells for row in table.rows}
        self.positions = {
            target: [column.position for column in mapping.sources(target)]
            for target in mapping.targets()
        }
        self.headers = {c.target: c.header for c in reversed(mapping.columns) if c.target}
        self.targets = [code for code in mapping.targets() if _is_figure(code)]
        self.milestone_dates = _milestone_dates(set(mapping.targets()))
        self.findings = [
            self._placed(finding)
            for finding in plan.findings
            if finding.reason.code not in TOLD_HERE
        ]

    def wanted(self, record: ProjectRecord, existing: Project | None) -> Wanted:
        """The record in the currency of its project."""
        currency = existing.currency if existing else self._currency(record)
        found = Wanted(record, currency, self._identity(record))
        day = self.plan.report_date or timezone.localdate()
        found.reports = [
            (figures.report_date or day, self._figures(figures, currency))
            for figures in record.figures
        ]
        found.milestones = self._milestones(record)
        return found

    def note(
        self, row: int, code: str, raw: str, reason: Reason, severity: Severity = Severity.WARNING
    ) -> None:
        """Add something to know about a cell."""
        self.findings.append(Finding(row, self.headers.get(code, ""), code, raw, reason, severity))

    def _placed(self, finding: Finding) -> Finding:
        """A finding under the name of its column; what cannot be kept counts as not readable."""
        severity = Severity.UNREADABLE if finding.reason.code in NOT_KEPT else finding.severity
        column = finding.column or self.headers.get(finding.field, "")
        return replace(finding, column=column, severity=severity)

    def _currency(self, record: ProjectRecord) -> str:
        """The currency column, else the currency of most amounts, else the portfolio's."""
        named = str(record.identity.get("currency", ""))
        if re.fullmatch(r"[A-Z]{3}", named):
            return named
        found = Counter(
            value.currency
            for figures in record.figures
            for value in figures.values.values()
            if isinstance(value, Money) and value.currency
        )
        return found.most_common(1)[0][0] if found else self.currency

    def _identity(self, record: ProjectRecord) -> dict[str, str]:
        """Master data as texts; what the file leaves blank is not in it."""
        texts = {code: str(record.identity[code]) for code in TEXTS if code in record.identity}
        texts |= {
            f"{role}_name": str(record.identity[role])
            for role in ("manager", "sponsor")
            if role in record.identity
        }
        programme = record.identity.get("programme") or record.identity.get("portfolio", "")
        if programme:
            texts["programme"] = str(programme)
        texts["name"] = record.name
        row = record.rows[0]
        return {code: self._short(row, code, text) for code, text in texts.items()}

    def _short(self, row: int, code: str, text: str) -> str:
        """The text in the length that its field can keep."""
        limit = LENGTHS.get(code)
        if limit is None or len(text) <= limit:
            return text
        reason = Reason("save_shortened", {"limit": limit})
        self.note(row, code.removesuffix("_name"), text, reason, Severity.NOTE)
        return f"{text[: limit - 1].rstrip()}…"

    def _figures(self, figures: FigureSet, currency: str) -> dict[str, Any]:
        """Values by field; a mapped field without a value is emptied and says why."""
        values: dict[str, Any] = {}
        reasons: dict[str, str] = {}
        kept = dict(figures.values)
        gaps = dict(figures.gaps)
        for code, reason in _contradictions(kept):
            del kept[code]
            gaps[code] = reason
        for code in self.targets:
            if code in kept:
                value = kept[code]
                doubt = _unkeepable(code, value, currency)
                if doubt is None:
                    values[code] = self._plain(figures.row, code, value)
                    continue
                gaps[code] = doubt
                raw = self.raw(figures.row, code)
                self.note(figures.row, code, raw, doubt, Severity.UNREADABLE)
            values[code] = None
            if code in gaps and gaps[code].code != "missing_blank":
                reasons[code] = self.why(figures.row, code, gaps[code])
        return _shaped(values, reasons)

    def raw(self, row: int, code: str) -> str:
        """What stands in the file for this field."""
        cells = self.cells.get(row, [])
        texts = (cells[position].text for position in self.positions.get(code, []) if cells)
        return " ".join(next(filter(None, texts), "").split())

    def why(self, row: int, code: str, reason: Reason) -> str:
        """The reason as the project keeps it, with what stands in the file."""
        raw, text = self.raw(row, code), told(reason)
        if not raw or raw in text:
            return text
        return f"{text} “{raw[:QUOTED]}{'…' if len(raw) > QUOTED else ''}”"

    def _plain(self, row: int, code: str, value: Value) -> Any:
        if isinstance(value, Money):
            return value.amount
        return self._short(row, code, value) if isinstance(value, str) else value

    def _milestones(self, record: ProjectRecord) -> list[dict[str, Any]]:
        """The dated milestones in the order of the file, each name once, with what it maps."""
        found: dict[str, dict[str, Any]] = {}
        for position, each in enumerate(record.milestones):
            if each.baseline or each.forecast or each.actual:
                name = self._short(each.row, "milestone_name", each.name)
                dates = {f"{kind}_on": getattr(each, kind) for kind in self.milestone_dates}
                found.setdefault(name, {"name": name, **dates, "position": position})
        return list(found.values())


def _milestone_dates(targets: set[str]) -> list[str]:
    """The kinds of date that the file tells of milestones: named ones, or ends of phases."""
    prefix = "milestone" if "milestone_name" in targets else "finish"
    return [kind for kind in ("baseline", "forecast", "actual") if f"{prefix}_{kind}" in targets]


def _is_figure(code: str) -> bool:
    return FIELDS[code].is_figure and code != "report_date"


def _contradictions(values: Mapping[str, Value]) -> Iterable[tuple[str, Reason]]:
    """Finishes that lie before their start; the engine has told of them."""
    found = []
    for basis in ("baseline", "forecast", "actual"):
        start, finish = values.get(f"start_{basis}"), values.get(f"finish_{basis}")
        if isinstance(start, date) and isinstance(finish, date) and finish < start:
            params = {"start": start.isoformat(), "finish": finish.isoformat()}
            found.append((f"finish_{basis}", Reason("check_finish_before_start", params)))
    return found


def _unkeepable(code: str, value: Value, currency: str) -> Reason | None:
    """Why this value cannot be kept, if so."""
    if isinstance(value, Money):
        if value.currency and value.currency != currency:
            params = {"found": value.currency, "currency": currency}
            return Reason("save_other_currency", params)
        return Reason("save_negative") if value.amount < 0 else None
    if FIELDS[code].kind is Kind.PERCENT and isinstance(value, Decimal) and not 0 <= value <= 100:
        return Reason("check_percent_range", {"value": f"{value:f}"})
    return None


def _shaped(values: dict[str, Any], reasons: dict[str, str]) -> dict[str, Any]:
    """Comments under their dimension, a free comment as narrative; an unknown state is not set."""
    comments = {
        dimension: values.pop(f"comment_{dimension}")
        for dimension in Dimension.values
        if f"comment_{dimension}" in values
    }
    comment = values.pop("comment", None)
    if comment:
        values["narrative"] = "\n\n".join(filter(None, (values.get("narrative"), comment)))
    if any(comments.values()):
        values["comments"] = {key: text for key, text in comments.items() if text}
    if values.get("state", "") is None:
        del values["state"]
    kept = {name: why for name, why in reasons.items() if not name.startswith("comment")}
    return {**values, "reasons": kept}


def _length(model: Any, name: str) -> int:
    return int(model._meta.get_field(name).max_length)


LENGTHS = {
    **{name: _length(Project, name) for name in ("name", "owner_unit", "category", "method")},
    **{name: _length(Project, name) for name in ("manager_name", "sponsor_name")},
    "programme": _length(Programme, "name"),
    "phase": _length(ProjectFigures, "phase"),
    "milestone_name": _length(Milestone, "name"),
}
