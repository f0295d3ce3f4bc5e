"""Reads delimited text: finds encoding and delimiter from the content."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from portfolio.importing.cells import EMPTY, Cell, Sheet, Workbook, clean, rectangle
from portfolio.importing.limits import Limits
from portfolio.importing.reasons import ImportRefused, Reason

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_RECORDS = 40

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(data: bytes, filename: str, limits: Limits) -> Workbook:
    """The text table as a workbook of one sheet."""
    text, encoding = decode(data)
    _refuse_markup(text)
    text, delimiter = _declared_delimiter(text)
    skipped = 1 if delimiter else 0
    delimiter = delimiter or sniff_delimiter(text)
    rows, width = rectangle(list(_cells(text, delimiter, limits)))
    if not width:
        raise ImportRefused("file_empty")
    numbers = [number + skipped for number in range(1, len(rows) + 1)]
    sheet = Sheet("", rows, numbers, list(range(1, width + 1)), delimiter=delimiter)
    notes = [Reason("note_encoding_guessed")] if encoding == "cp1252" else []
    return Workbook(filename, "csv", encoding, [sheet], notes)


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding: byte order mark, else strict UTF-8, else cp1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding), encoding
    wide = _unmarked_utf16(data)
    if wide:
        return data.decode(wide, errors="replace"), wide
    # A few stray NULs happen in exports; more of them mean that this is no text.
    if data.count(0) * 200 > len(data):
        raise ImportRefused("file_binary")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_western(data), "cp1252"


def _decode_marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8-sig":
            return _decode_western(data[3:])
        raise ImportRefused("file_binary") from None


def _decode_western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _unmarked_utf16(data: bytes) -> str:
    sample = data[:2000]
    if len(sample) < 4:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = len(sample) * 0.35
    if odd > enough and not even:
        return "utf-16-le"
    return "utf-16-be" if even > enough and not odd else ""


def _refuse_markup(text: str) -> None:
    start = text[:500].lstrip().lower()
    if start.startswith(("<!doctype html", "<html", "<table", "<?xml")):
        raise ImportRefused("file_html")
    if start.startswith("%pdf-"):
        raise ImportRefused("file_pdf")


def _declared_delimiter(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    word = first.strip("\r \"'\ufeff")
    if word.lower().startswith("sep=") and len(word) == 5:
        return rest, word[4]
    return (rest, "\t") if word.lower() == "sep=" else (text, "")


def sniff_delimiter(text: str) -> str:
    """The delimiter that splits the first records most evenly into the most cells."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            widths[len(row)] += bool(row)
            if widths.total() >= SAMPLE_RECORDS:
                break
    except csv.Error:
        return 0.0
    tables = [(count, width) for width, count in widths.items() if width > 1]
    count, width = max(tables, default=(0, 0))
    return count / max(widths.total(), 1) * (1 + min(width, 50) / 50)


def _cells(text: str, delimiter: str, limits: Limits) -> Iterator[list[Cell]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    known: dict[str, Cell] = {"": EMPTY}
    count = number = 0
    try:
        for number, row in enumerate(reader, 1):
            count += len(row)
            limits.check(count, number)
            yield [known.get(raw) or _remember(known, raw) for raw in row]
    except csv.Error:
        raise ImportRefused("file_csv_broken", row=number + 1) from None


def _remember(known: dict[str, Cell], raw: str) -> Cell:
    text = clean(raw)
    # A leading apostrophe is the spreadsheet's mark for "text", not part of it.
    known[raw] = Cell(text[1:] if text.startswith("'") and text.count("'") == 1 else text)
    return known[raw]
