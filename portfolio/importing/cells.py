"""Cells, sheets and workbooks as every later step sees them."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from portfolio.importing.reasons import Reason

Typed = date | Decimal | bool | None

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u200e\u200f\u2060\ufeff]")
_BREAKS = re.compile(r" *(?:\r+\n|\r|\n|\x85|\u2028|\u2029) *")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the text a person sees, and the typed value where the file has one."""

    text: str
    value: Typed = None
    error: str = ""
    currency: str = ""
    fill: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the cell shows nothing and hides no error."""
        return not self.text and not self.error


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range in positions of the sheet, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A rectangle of visible cells that remembers the row and column numbers of the file."""

    name: str
    rows: list[list[Cell]]
    row_numbers: list[int]
    column_numbers: list[int]
    merges: tuple[Merge, ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0
    is_1904: bool = False
    delimiter: str = ""

    @property
    def width(self) -> int:
        """How many columns the sheet has."""
        return len(self.column_numbers)

    def transposed(self) -> "Sheet":
        """The same cells with rows and columns exchanged."""
        rows = [list(column) for column in zip(*self.rows, strict=True)]
        merges = tuple(Merge(m.left, m.top, m.right, m.bottom) for m in self.merges)
        return replace(
            self,
            rows=rows,
            row_numbers=self.column_numbers,
            column_numbers=self.row_numbers,
            merges=merges,
        )

    def filled_down(self) -> list[list[Cell]]:
        """The rows with text copied down its merged range; a number stays single.

        A merged amount that was copied would count once for each row.
        """
        rows = list(self.rows)
        for merge in self.merges:
            cell = self.rows[merge.top][merge.left]
            if merge.left == merge.right and cell.value is None and not cell.is_empty:
                for index in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
                    rows[index] = [*rows[index]]
                    rows[index][merge.left] = cell
        return rows


@dataclass(frozen=True)
class Workbook:
    """What a file holds: its visible sheets and notes on what was left out."""

    filename: str
    kind: str
    encoding: str
    sheets: list[Sheet]
    notes: list[Reason] = field(default_factory=list)

    def largest(self) -> Sheet:
        """The sheet with the most filled cells: the likely table."""
        return max(self.sheets, key=filled_count)


def filled_count(sheet: Sheet) -> int:
    """How many cells of the sheet hold anything."""
    return sum(not cell.is_empty for row in sheet.rows for cell in row)


def clean(text: str) -> str:
    """The text in normal form: NFC, plain spaces and line breaks, no invisible signs, trimmed."""
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip() if "  " in text else text.strip()
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()


def rectangle(rows: list[list[Cell]]) -> tuple[list[list[Cell]], int]:
    """The rows padded to one width, without empty columns at the right end."""
    width = max((_used(row) for row in rows), default=0)
    return [(row + [EMPTY] * (width - len(row)))[:width] for row in rows], width


def _used(row: list[Cell]) -> int:
    return next(
        (i for i in range(len(row), 0, -1) if not row[i - 1].is_empty or row[i - 1].fill), 0
    )
