"""Reads the records of a table through a mapping: values, gaps and findings per row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from portfolio.importing.cells import Cell
from portfolio.importing.currencies import currencies_of
from portfolio.importing.fields import FIELDS, Field
from portfolio.importing.mapping import Column, Mapping
from portfolio.importing.missing import find_missing
from portfolio.importing.outcomes import Gap, Missing, Money, Outcome, Read, Value
from portfolio.importing.plan import Finding, Severity
from portfolio.importing.reasons import Reason
from portfolio.importing.table import Table, TableRow
from portfolio.importing.values import Rules, read_cell

Progress = Callable[[int, int], None]
STEP = 500


@dataclass(slots=True)
class RowValues:
    """One record read: the values of the mapped fields, and why others are empty."""

    number: int
    source: TableRow
    values: dict[str, Value] = field(default_factory=dict)
    gaps: dict[str, Reason] = field(default_factory=dict)

    def text(self, position: int) -> str:
        """A cell as part of a key: empty if it only says that there is nothing."""
        text = self.source.cells[position].text
        return "" if find_missing(text) else " ".join(text.split())


def read_rows(
    table: Table, mapping: Mapping, findings: list[Finding], progress: Progress | None = None
) -> list[RowValues]:
    """All records of the table; what was found on the way is appended to the findings."""
    reader = _RowReader(mapping, findings)
    rows = []
    for count, source in enumerate(table.rows, 1):
        rows.append(reader.read(source))
        if progress and (count % STEP == 0 or count == len(table.rows)):
            progress(count, len(table.rows))
    return rows


class _RowReader:
    """Reads row after row; remembers equal cells, because columns repeat themselves."""

    def __init__(self, mapping: Mapping, findings: list[Finding]) -> None:
        self.findings = findings
        self.plan: list[tuple[Field, list[Column]]] = [
            (FIELDS[target], mapping.sources(target)) for target in mapping.targets()
        ]
        self.known: dict[tuple[str, Rules, Cell], Outcome] = {}

    def read(self, source: TableRow) -> RowValues:
        row = RowValues(source.number, source)
        for target, columns in self.plan:
            self._fill(row, target, columns)
        if source.group:
            row.values.setdefault("portfolio", source.group)
        return _with_own_currency(row)

    def _fill(self, row: RowValues, target: Field, columns: list[Column]) -> None:
        gap: tuple[Gap, Column] | None = None
        for column in columns:
            outcome = self._outcome(row.source.cells[column.position], target, column)
            if isinstance(outcome, Read):
                row.values[target.code] = outcome.value
                self._note(row, target, column, outcome, columns[0])
                return
            if gap is None or gap[0].code == "missing_blank":
                gap = outcome, column
        if gap:
            row.gaps[target.code] = Reason(gap[0].code, gap[0].params)
            self._report_gap(row, target, *gap)

    def _outcome(self, cell: Cell, target: Field, column: Column) -> Outcome:
        key = (target.code, column.rules, cell)
        outcome = self.known.get(key)
        if outcome is None:
            outcome = self.known[key] = read_cell(cell, target, column.rules)
        return outcome

    def _note(
        self, row: RowValues, target: Field, column: Column, outcome: Read, first: Column
    ) -> None:
        if outcome.note:
            self._add(row, target, column, outcome.note, Severity.NOTE)
        if column is not first and not row.source.cells[first.position].is_empty:
            reason = Reason("read_fallback", {"column": column.header})
            self._add(row, target, first, reason, Severity.NOTE)

    def _report_gap(self, row: RowValues, target: Field, gap: Gap, column: Column) -> None:
        if gap.code != "missing_blank":
            is_missing = isinstance(gap, Missing)
            severity = Severity.MISSING if is_missing else Severity.UNREADABLE
            self._add(row, target, column, row.gaps[target.code], severity)

    def _add(
        self, row: RowValues, target: Field, column: Column, reason: Reason, severity: Severity
    ) -> None:
        raw = row.source.cells[column.position].text
        self.findings.append(Finding(row.number, column.header, target.code, raw, reason, severity))


def _with_own_currency(row: RowValues) -> RowValues:
    """A currency column names the currency of the row's amounts that carry no sign."""
    named = row.values.get("currency")
    found = currencies_of(named) if isinstance(named, str) else ()
    if found:
        row.values["currency"] = found[0]
        for code, value in row.values.items():
            if isinstance(value, Money) and not value.currency:
                row.values[code] = replace(value, currency=found[0])
    return row


def with_currency(rows: list[RowValues], currency: str) -> Iterator[RowValues]:
    """The rows with the caller's currency on amounts that name none."""
    for row in rows:
        for code, value in row.values.items():
            if isinstance(value, Money) and not value.currency and currency:
                row.values[code] = replace(value, currency=currency)
        yield row
