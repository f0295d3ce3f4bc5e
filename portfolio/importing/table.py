"""A sheet seen through its layout: column names, records, and what was skipped."""

from dataclasses import dataclass

from portfolio.importing.cells import Cell, Sheet
from portfolio.importing.layout import Layout


@dataclass(frozen=True, slots=True)
class TableRow:
    """One record with its row number in the file (column number if transposed)."""

    number: int
    cells: list[Cell]
    group: str = ""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row below the column names that is no record, and why."""

    number: int
    code: str
    text: str


@dataclass(frozen=True)
class Table:
    """The records of a sheet under unique column names."""

    headers: tuple[str, ...]
    rows: list[TableRow]
    skipped: list[SkippedRow]
    titles: tuple[str, ...]
    is_1904: bool = False
    delimiter: str = ""

    def column(self, index: int) -> list[Cell]:
        """The cells of one column from the first record to the last."""
        return [row.cells[index] for row in self.rows]


def tabulate(sheet: Sheet, layout: Layout) -> Table:
    """The sheet as a table; merged text cells are filled down if the layout says so."""
    sheet = sheet.transposed() if layout.is_transposed else sheet
    rows = sheet.filled_down() if layout.fills_merged else sheet.rows
    body = range(layout.header_row + layout.header_depth, len(rows))
    records = [
        TableRow(sheet.row_numbers[i], rows[i], layout.groups.get(i, ""))
        for i in body
        if i not in layout.skips
    ]
    skipped = [
        SkippedRow(sheet.row_numbers[i], layout.skips[i], _first_text(rows[i]))
        for i in body
        if layout.skips.get(i, "row_blank") != "row_blank"
    ]
    return Table(layout.headers, records, skipped, layout.titles, sheet.is_1904, sheet.delimiter)


def _first_text(cells: list[Cell]) -> str:
    return next((cell.text for cell in cells if cell.text), "")
