"""Small tables in memory for the tests of the import engine."""

import io
from typing import Any

from openpyxl import Workbook as Book

from portfolio.importing.layout import Layout, detect
from portfolio.importing.mapping import Mapping
from portfolio.importing.plan import ImportPlan, Options
from portfolio.importing.proposal import propose
from portfolio.importing.readers import read
from portfolio.importing.records import build
from portfolio.importing.table import Table, tabulate


def csv_bytes(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\n".join(rows).encode(encoding)


def xlsx_bytes(rows: list[list[Any]], *, change: Any = None) -> bytes:
    book = Book()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table_of(data: bytes, **layout: Any) -> Table:
    sheet = read(data).largest()
    return tabulate(sheet, detect(sheet, **layout))


def layout_of(data: bytes) -> Layout:
    return detect(read(data).largest())


def plan_of(data: bytes, *, currency: str = "", **options: Any) -> tuple[Mapping, ImportPlan]:
    table = table_of(data)
    mapping = propose(table, currency=currency)
    return mapping, build(table, mapping, Options(**options))


def texts(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row] for row in read(data).largest().rows]
