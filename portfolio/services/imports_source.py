"""Opens the file of an import the way its person decided, and reads it into a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_date

from portfolio.importing import layout, mapping, proposal, readers, records, table
from portfolio.importing.cells import Sheet
from portfolio.importing.conventions import names_currency
from portfolio.importing.fields import FIELDS, Kind
from portfolio.importing.layout import Layout
from portfolio.importing.limits import MEGABYTE, Limits
from portfolio.importing.mapping import Mapping, Refit
from portfolio.importing.plan import ImportPlan, Options, Shape
from portfolio.importing.profiles import profile
from portfolio.importing.reasons import ImportRefused, Reason
from portfolio.importing.reportdate import propose_report_date
from portfolio.importing.table import Table
from portfolio.selectors.import_words import plain

Progress = Callable[[int, int], None]
SAMPLES, SAMPLE_LENGTH = 3, 60


@dataclass(frozen=True)
class Choices:
    """What a person decided for the whole file; empty means: as detected."""

    sheet: str = ""
    header_row: int | None = None
    is_transposed: bool | None = None
    with_hidden: bool = False
    report_date: date | None = None
    currency: str = ""
    shape: str = ""
    key_headers: tuple[str, ...] = ()

    @classmethod
    def of(cls, options: dict[str, Any]) -> Choices:
        """The choices as an import keeps them."""
        known = {name: options[name] for name in cls.__dataclass_fields__ if name in options}
        known["report_date"] = parse_date(options.get("report_date") or "")
        known["key_headers"] = tuple(options.get("key_headers") or ())
        return cls(**known)

    def plain(self) -> dict[str, Any]:
        """The choices as JSON."""
        day = self.report_date.isoformat() if self.report_date else ""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**values, "report_date": day, "key_headers": list(self.key_headers)}

    def with_mapping(self, saved: dict[str, Any]) -> Choices:
        """The choices with what a saved mapping says about the rows."""
        shape, headers = saved.get("shape") or "", saved.get("key_headers") or []
        if shape not in {"", *Shape}:
            raise ImportRefused("mapping_convention", entry="shape", value=str(shape)[:40])
        if not isinstance(headers, list) or not all(isinstance(name, str) for name in headers):
            raise ImportRefused("mapping_shape", entry="key_headers")
        return replace(self, shape=str(shape), key_headers=tuple(headers))


@dataclass(frozen=True)
class Source:
    """An opened file: the chosen sheet, where its table lies, and what was left out."""

    filename: str
    sheets: tuple[str, ...]
    sheet: Sheet
    layout: Layout
    table: Table
    notes: list[Reason] = field(default_factory=list)

    @property
    def header_row(self) -> int:
        """The number of the (first) row of column names as the file counts."""
        view = self.sheet.transposed() if self.layout.is_transposed else self.sheet
        return view.row_numbers[self.layout.header_row]

    def report_date(self) -> date | None:
        """The day that the file's name or title lines state."""
        return propose_report_date(self.filename, self.layout.titles)


def open_source(data: bytes, filename: str, choices: Choices) -> Source:
    """The table in the file, or ImportRefused with the reason."""
    limits = Limits(file_bytes=settings.MAX_UPLOAD_MB * MEGABYTE)
    book = readers.read(data, filename, limits=limits, with_hidden=choices.with_hidden)
    named = [sheet for sheet in book.sheets if sheet.name == choices.sheet]
    sheet = named[0] if named else book.largest()
    found = layout.detect(
        sheet, is_transposed=choices.is_transposed, header_row=_header_index(sheet, choices)
    )
    names = tuple(each.name for each in book.sheets)
    return Source(filename, names, sheet, found, table.tabulate(sheet, found), list(book.notes))


def _header_index(sheet: Sheet, choices: Choices) -> int | None:
    """The position of the row that the file counts so."""
    if choices.header_row is None:
        return None
    numbers = sheet.column_numbers if choices.is_transposed else sheet.row_numbers
    if choices.header_row not in numbers:
        raise ImportRefused("file_no_table")
    return numbers.index(choices.header_row)


def propose(source: Source, choices: Choices) -> Mapping:
    """The mapping that names and contents of the columns suggest."""
    return proposal.propose(source.table, currency=choices.currency)


def fitted(saved: dict[str, Any], source: Source) -> Refit:
    """A stored mapping on the columns of this file."""
    return mapping.refit(mapping.from_dict(saved), source.table)


def check_mapping(saved: dict[str, Any]) -> None:
    """Raise ImportRefused unless every entry of a mapping is allowed."""
    mapping.from_dict(saved)


def retargeted(
    source: Source, current: Mapping, position: int, target: str, currency: str
) -> Mapping:
    """The mapping with another field for one column, with fresh proposals for its rules."""
    return proposal.retarget(current, source.table, position, target, currency)


def plan_of(
    source: Source, current: Mapping, choices: Choices, progress: Progress | None = None
) -> ImportPlan:
    """All that the file would bring in."""
    options = Options(
        report_date=choices.report_date,
        currency=choices.currency,
        shape=Shape(choices.shape) if choices.shape else None,
        key_headers=choices.key_headers,
    )
    return records.build(source.table, current, options, progress=progress)


def lacks_currency(source: Source, current: Mapping) -> bool:
    """Whether the columns used hold amounts, but nothing names a currency."""
    amounts = [c for c in current.columns if c.target and FIELDS[c.target].kind is Kind.MONEY]
    if not amounts or current.sources("currency"):
        return False
    return not any(
        names_currency(c.header, profile(source.table.column(c.position))) for c in amounts
    )


def detected_shape(source: Source, current: Mapping, choices: Choices) -> str:
    """What one row is, as its first records suggest where nobody decided."""
    if choices.shape:
        return choices.shape
    return plan_of(source, current, replace(choices, key_headers=())).shape.value


def columns_of(source: Source, current: Mapping) -> list[dict[str, Any]]:
    """What the mapping page shows beside each column: examples, reasons, questions."""
    return [
        {
            "samples": _samples(source.table, column.position),
            "why": [plain(reason) for reason in column.why],
            "questions": [plain(reason) for reason in column.questions],
        }
        for column in current.columns
    ]


def _samples(found: Table, position: int) -> list[str]:
    """The first different texts of a column."""
    texts: dict[str, None] = {}
    for row in found.rows:
        if text := row.cells[position].text:
            texts[text[:SAMPLE_LENGTH]] = None
        if len(texts) == SAMPLES:
            break
    return list(texts)
