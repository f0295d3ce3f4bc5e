"""Writes lists as CSV and XLSX: the only place that does; text never becomes a formula."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.formats import get_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.listing.columns import Column, Reader
from core.status import STATUSES

CHUNK = 2000
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
DANGEROUS = frozenset("=+-@\t\r\n\0＝＋－＠")
CELL_LIMIT = 32_767  # characters that a workbook's cell can hold
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Encoder = Callable[[Any], Any]


@dataclass(frozen=True)
class Export:
    """One export: the list's rows in its order, with the chosen columns."""

    title: str
    key: str
    columns: Sequence[Column]
    queryset: QuerySet[Any]
    filters: Sequence[str] = ()
    address: str = ""

    @property
    def file_name(self) -> str:
        """The file's name without its ending."""
        return f"{self.key}-{timezone.localdate().isoformat()}"


def respond(kind: str, export: Export) -> HttpResponseBase:
    """The export as a download: `csv` or `xlsx`."""
    if kind == "csv":
        return _csv_response(export)
    if kind == "xlsx":
        return _xlsx_response(export)
    raise Http404


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula; real numbers stay as they are."""
    if not text or text[0] not in DANGEROUS or _is_number(text):
        return text
    return f"'{text}"


def _is_number(text: str) -> bool:
    """Whether the text is a plain number with a sign, and nothing else."""
    digits = text[1:].replace(".", "", 1).replace(",", "", 1)
    return text[0] in "+-" and digits.isascii() and digits.isdigit()


# --- what both kinds share -----------------------------------------------------------


class _Sheet:
    """Header and rows of an export, ready in language and time zone before streaming starts."""

    def __init__(self, export: Export, *, encode: Callable[[Column, tzinfo], Encoder]) -> None:
        self.export = export
        self.reader = Reader(export.columns)
        zone = timezone.get_current_timezone()
        self.encoders = [encode(column, zone) for column in export.columns]
        self.currencies = _currency_columns(export.columns)
        self.header = self._header()

    def rows(self) -> Iterator[list[Any]]:
        """Every row, read in chunks."""
        source = self.reader.rows(self.export.queryset).iterator(chunk_size=CHUNK)
        while chunk := list(islice(source, CHUNK)):
            pairs = list(zip(self.reader.getters(chunk), self.encoders, strict=True))
            if self.currencies:
                yield from self._with_currencies(chunk, pairs)
                continue
            for values in chunk:
                yield [encode(getter(values)) for getter, encode in pairs]

    def _with_currencies(self, chunk: Sequence[Any], pairs: Sequence[Any]) -> Iterator[list[Any]]:
        """Rows in which a currency stands right after the first amount that has it."""
        inserts = [
            (position + 1, self.reader.index[path]) for position, path in self.currencies.items()
        ]
        inserts.reverse()
        for values in chunk:
            row = [encode(getter(values)) for getter, encode in pairs]
            for position, source in inserts:
                row.insert(position, neutral(values[source] or ""))
            yield row

    def _header(self) -> list[str]:
        header = []
        for position, column in enumerate(self.export.columns):
            header.append(neutral(str(column.label)))
            if position in self.currencies:
                header.append(neutral(_("%(column)s: currency") % {"column": column.label}))
        return header


def _currency_columns(columns: Sequence[Column]) -> dict[int, str]:
    """The position of the first amount of each currency path."""
    found: dict[str, int] = {}
    for position, column in enumerate(columns):
        if column.currency:
            found.setdefault(column.currency, position)
    return {position: path for path, position in found.items()}


def _text_encoder(column: Column) -> Encoder:
    """Values of closed kinds in words, everything else as neutral text."""
    words: dict[Any, str] = {}
    if column.kind == "rag":
        words = {key: str(each.word) for key, each in STATUSES.items()}
    elif column.kind == "bool":
        words = {True: _("Yes"), False: _("No")}
    elif column.kind == "choice":
        words = {key: str(label) for key, label in column.choices}

    def encode(value: Any) -> str:
        if value is None:
            return ""
        return neutral(words.get(value) or str(value)) if words else neutral(str(value))

    return encode


def _prepared(column: Column, encode: Encoder) -> Encoder:
    """The encoder behind the column's own export function, where it has one."""
    prepare = column.export
    return (lambda value: encode(prepare(value))) if prepare else encode


# --- CSV -----------------------------------------------------------------------------


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv_response(export: Export) -> StreamingHttpResponse:
    """All rows as UTF-8 with a byte order mark; where the comma is the decimal sign, `;` parts."""
    has_comma = get_format("DECIMAL_SEPARATOR") == ","
    sheet = _Sheet(export, encode=partial(_csv_encoder, has_comma=has_comma))
    chunks = _csv_chunks(sheet, ";" if has_comma else ",", get_language())
    response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{export.file_name}.csv"'
    return response


def _csv_chunks(sheet: _Sheet, delimiter: str, language: str | None) -> Iterator[str]:
    """Header and rows in the reader's language, which the request no longer holds by then."""
    # Text is always quoted: a cell must not fall apart into a formula under another delimiter.
    writer = csv.writer(_Echo(), delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC)
    yield BOM + str(writer.writerow(sheet.header))
    rows = sheet.rows()
    while True:
        with translation.override(language):
            lines = [str(writer.writerow(row)) for row in islice(rows, CHUNK)]
        if not lines:
            return
        yield "".join(lines)


def _csv_encoder(column: Column, zone: tzinfo, *, has_comma: bool) -> Encoder:
    if column.kind in {"number", "percent", "share", "money"}:
        return _prepared(column, _number_with_comma if has_comma else _plain_number)
    if column.kind == "date":
        return _prepared(column, _iso)
    if column.kind == "datetime":
        return _prepared(column, lambda value: _iso_moment(value, zone))
    return _prepared(column, _text_encoder(column))


def _plain_number(value: Any) -> Any:
    """A number without trailing zeros and without exponent."""
    if isinstance(value, Decimal):
        whole = int(value)
        return whole if whole == value else value.normalize()
    return "" if value is None else value


def _number_with_comma(value: Any) -> Any:
    """A number as such spreadsheets read it; they would take "12.5" for a day in May."""
    plain = _plain_number(value)
    return plain if isinstance(plain, int | str) else f"{plain:f}".replace(".", ",")


def _iso(value: date | None) -> str:
    return value.isoformat() if isinstance(value, date) else neutral(str(value or ""))


def _iso_moment(value: datetime | None, zone: tzinfo) -> str:
    return value.astimezone(zone).isoformat(timespec="seconds") if value else ""


# --- XLSX ----------------------------------------------------------------------------


def _xlsx_response(export: Export) -> FileResponse:
    """All rows as a workbook, written row by row; its second sheet explains the fields."""
    import xlsxwriter

    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    _write_rows(book, export)
    _write_fields(book, export)
    book.close()
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=f"{export.file_name}.xlsx", content_type=XLSX_TYPE
    )


def _write_rows(book: Any, export: Export) -> None:
    sheet = _Sheet(export, encode=_xlsx_encoder)
    page = book.add_worksheet(_sheet_name(export.title))
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    page.freeze_panes(1, 0)
    page.set_column(0, max(len(sheet.header) - 1, 0), 18)
    for column, label in enumerate(sheet.header):
        page.write_string(0, column, label, bold)
    for number, row in enumerate(sheet.rows(), start=1):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                page.write_string(number, column, value[:CELL_LIMIT])
            elif isinstance(value, datetime):
                page.write_datetime(number, column, value, moment)
            elif isinstance(value, date):
                page.write_datetime(number, column, value, day)
            else:
                page.write_number(number, column, value)


def _write_fields(book: Any, export: Export) -> None:
    """What the columns mean, and what the list was narrowed to."""
    page = book.add_worksheet(_("Fields"))
    bold = book.add_format({"bold": True})
    page.set_column(0, 0, 28)
    page.set_column(1, 2, 60)
    facts = [
        (_("List"), export.title),
        (_("Exported"), timezone.localtime().isoformat(timespec="minutes")),
        (_("Filters"), "; ".join(export.filters) or _("none")),
        (_("Address"), export.address),
    ]
    kinds = _kind_names()
    rows = [*facts, ("", ""), (_("Field"), _("Kind"), _("Meaning"))]
    rows += [(str(each.label), kinds[each.kind], str(each.help)) for each in export.columns]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            look = bold if column == 0 or number == len(facts) + 1 else None
            page.write_string(number, column, neutral(text)[:CELL_LIMIT], look)


def _kind_names() -> dict[str, str]:
    return {
        "text": _("Text"),
        "number": _("Number"),
        "percent": _("Per cent (0 to 100)"),
        "share": _("Share (0 to 1)"),
        "money": _("Amount"),
        "date": _("Date"),
        "datetime": _("Date and time"),
        "bool": _("Yes or no"),
        "rag": _("Status"),
        "choice": _("Choice"),
    }


def _xlsx_encoder(column: Column, zone: tzinfo) -> Encoder:
    if column.kind in {"number", "percent", "share", "money"}:
        return _prepared(column, lambda value: value)
    if column.kind == "date":
        return _prepared(column, lambda value: value)
    if column.kind == "datetime":
        return _prepared(column, lambda value: _wall_time(value, zone))
    return _prepared(column, _text_encoder(column))


def _wall_time(value: datetime | None, zone: tzinfo) -> datetime | None:
    """A moment as the reader's clock shows it: workbooks know no time zones."""
    return value.astimezone(zone).replace(tzinfo=None) if value else None


def _sheet_name(title: str) -> str:
    """The title without the signs that sheet names refuse."""
    return "".join(char for char in title if char not in "[]:*?/\\'")[:31] or "List"
