"""Reads XLSX workbooks: the only place that knows openpyxl."""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from portfolio.importing.cells import EMPTY, Cell, Merge, Sheet, Workbook, clean, rectangle
from portfolio.importing.limits import Limits
from portfolio.importing.package import (
    Structure,
    open_package,
    package_notes,
    parsing,
    read_structure,
    sheet_parts,
)
from portfolio.importing.reasons import ImportRefused, Reason

_CURRENCY_SIGNS = {"£": "GBP", "€": "EUR", "₹": "INR"}
_CURRENCY_FORMAT = re.compile(r"\[\$([A-Z]{3})|([£€₹])")


def read_xlsx(data: bytes, filename: str, limits: Limits, *, with_hidden: bool) -> Workbook:
    """The visible cells of all visible sheets with their stored values."""
    archive = open_package(data, limits)
    parts = sheet_parts(archive)
    with parsing(), warnings.catch_warnings():
        # openpyxl warns of extensions and styles that it drops; none of them are cells.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        chosen = [s for s in book.worksheets if with_hidden or s.sheet_state == "visible"]
        is_1904 = book.epoch == CALENDAR_MAC_1904
        sheets = []
        for source in chosen:
            structure = read_structure(archive, parts.get(source.title, ""))
            reader = _SheetReader(source, structure, limits)
            sheets.append(reader.read(is_1904=is_1904, with_hidden=with_hidden))
    if not sheets or not any(sheet.rows for sheet in sheets):
        raise ImportRefused("file_empty")
    notes = package_notes(archive) + _hidden_notes(len(book.worksheets) - len(sheets), sheets)
    return Workbook(filename, "xlsx", "", sheets, notes)


def _hidden_notes(hidden_sheets: int, sheets: list[Sheet]) -> list[Reason]:
    notes = [Reason("note_hidden_sheets", {"count": hidden_sheets})] if hidden_sheets else []
    for sheet in sheets:
        for code, count in (
            ("note_hidden_rows", sheet.hidden_rows),
            ("note_hidden_columns", sheet.hidden_columns),
        ):
            if count:
                notes.append(Reason(code, {"sheet": sheet.name, "count": count}))
    return notes


class _SheetReader:
    """Reads one sheet; remembers what each style means, because styles repeat."""

    def __init__(self, source: Any, structure: Structure, limits: Limits) -> None:
        self.source = source
        self.structure = structure
        self.limits = limits
        self.formats: dict[int, tuple[str, str]] = {}

    def read(self, *, is_1904: bool, with_hidden: bool) -> Sheet:
        """The sheet without hidden rows and columns, unless they are asked for."""
        # The declared dimension is often wrong and would cut rows off.
        self.source.reset_dimensions()
        rows, width = rectangle(self._trimmed(list(self._rows())))
        structure = Structure(merges=self.structure.merges) if with_hidden else self.structure
        row_numbers = [n for n in range(1, len(rows) + 1) if n not in structure.hidden_rows]
        columns = [n for n in range(1, width + 1) if not structure.hides_column(n)]
        kept = [[rows[r - 1][c - 1] for c in columns] for r in row_numbers]
        return Sheet(
            self.source.title,
            kept,
            row_numbers,
            columns,
            merges=tuple(_visible_merges(structure, row_numbers, columns)),
            hidden_rows=len(rows) - len(row_numbers),
            hidden_columns=width - len(columns),
            is_1904=is_1904,
        )

    @staticmethod
    def _trimmed(rows: list[list[Cell]]) -> list[list[Cell]]:
        while rows and all(cell.is_empty for cell in rows[-1]):
            rows.pop()
        return rows

    def _rows(self) -> Iterator[list[Cell]]:
        count = 0
        for number, row in enumerate(self.source.rows, 1):
            count += len(row)
            self.limits.check(count, number)
            yield [self._cell(cell, number) for cell in row]

    def _cell(self, source: Any, row: int) -> Cell:
        value = source.value
        if value is None:
            return self._valueless(source, row)
        if source.data_type == "e":
            return Cell(str(value), error="cell_formula_error")
        if isinstance(value, str):
            return Cell(clean(value))
        format_code, currency = self._format(source)
        return _typed(value, format_code, currency)

    def _valueless(self, source: Any, row: int) -> Cell:
        position = getattr(source, "column", 0)
        if (row, position) in self.structure.not_computed:
            return Cell("", error="cell_formula_not_computed")
        if not position or not source.has_style:
            return EMPTY
        fill = _fill(source)
        return Cell("", fill=fill) if fill else EMPTY

    def _format(self, source: Any) -> tuple[str, str]:
        code = source.number_format or ""
        found = _CURRENCY_FORMAT.search(code)
        sign = (found.group(1) or found.group(2)) if found else ""
        return code, _CURRENCY_SIGNS.get(sign, sign)


def _typed(value: Any, format_code: str, currency: str) -> Cell:
    if isinstance(value, bool):
        return Cell("yes" if value else "no", value)
    if isinstance(value, datetime):
        return Cell(value.date().isoformat(), value.date())
    if isinstance(value, date):
        return Cell(value.isoformat(), value)
    if isinstance(value, time | timedelta) or not isfinite(value):
        return Cell(str(value))
    number = _decimal(value)
    if "%" in format_code:
        return Cell(f"{_plain(number * 100)}%", number)
    return Cell(_plain(number), number, currency=currency)


def _decimal(value: float) -> Decimal:
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fill(source: Any) -> str:
    fill = source.fill
    color = getattr(fill, "fgColor", None)
    is_plain = getattr(fill, "patternType", "") == "solid" and getattr(color, "type", "") == "rgb"
    return str(getattr(color, "rgb", ""))[-6:].upper() if is_plain else ""


def _visible_merges(structure: Structure, rows: list[int], columns: list[int]) -> Iterator[Merge]:
    row_at = {number: index for index, number in enumerate(rows)}
    column_at = {number: index for index, number in enumerate(columns)}
    for top, left, bottom, right in structure.merges:
        if top in row_at and left in column_at:
            last_row = max(i for n, i in row_at.items() if n <= bottom)
            last_column = max(i for n, i in column_at.items() if n <= right)
            yield Merge(row_at[top], column_at[left], last_row, last_column)
