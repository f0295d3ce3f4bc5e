import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.importing.cells import Merge
from portfolio.importing.limits import Limits
from portfolio.importing.readers import read
from portfolio.importing.reasons import ImportRefused
from tests.portfolio.importing.sheets import csv_bytes, texts, xlsx_bytes

pytestmark = pytest.mark.pure


def refusal(data: bytes, **options: object) -> str:
    with pytest.raises(ImportRefused) as caught:
        read(data, **options)  # type: ignore[arg-type]
    return caught.value.reason.code


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings(encoding: str, named: str) -> None:
    data = csv_bytes("Kürzel;Name", "A1;Brücke für Köln – Süd", encoding=encoding)
    book = read(data)
    assert book.encoding == named
    assert texts(data) == [["Kürzel", "Name"], ["A1", "Brücke für Köln – Süd"]]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    rows = [["Code", "Name", "Note"], ["1", "a; b, c", "x"], ["2", "d", "y, z; q | w"]]
    quoted = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert texts(quoted.encode()) == rows


def test_declared_delimiter_counts_as_a_row() -> None:
    sheet = read(b"sep=^\r\nCode^Name\r\n1^One").largest()
    assert [[cell.text for cell in row] for row in sheet.rows] == [["Code", "Name"], ["1", "One"]]
    assert sheet.row_numbers == [2, 3]


def test_line_breaks_and_odd_spaces_inside_cells() -> None:
    data = b'Code,Text\n1,"first\r\r\nsecond \xc2\xa0 third "\n2,\'007\n'
    assert texts(data) == [["Code", "Text"], ["1", "first\nsecond third"], ["2", "007"]]


def test_workbook_values_and_types() -> None:
    def change(book: object, sheet: object) -> None:
        sheet["C2"].number_format = "0%"
        sheet["D2"].number_format = "[$£-809]#,##0"

    data = xlsx_bytes(
        [["Name", "Day", "Done", "Cost"], ["A", date(2026, 3, 1), 0.45, 12.5]], change=change
    )
    cells = read(data).largest().rows[1]
    assert [(c.text, c.value, c.currency) for c in cells] == [
        ("A", None, ""),
        ("2026-03-01", date(2026, 3, 1), ""),
        ("45%", Decimal("0.45"), ""),
        ("12.5", Decimal("12.5"), "GBP"),
    ]


def test_hidden_parts_are_left_out_and_counted() -> None:
    def change(book: object, sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        book.create_sheet("secret").sheet_state = "hidden"

    data = xlsx_bytes([["Code", "Salary", "Name"], ["1", 5, "One"], ["2", 6, "Two"]], change=change)
    book = read(data)
    assert texts(data) == [["Code", "Name"], ["1", "One"]]
    assert [str(note) for note in book.notes] == [
        "1 hidden sheets were left out.",
        "Sheet Sheet: 1 hidden rows were left out.",
        "Sheet Sheet: 1 hidden columns were left out.",
    ]
    assert len(read(data, with_hidden=True).sheets[0].rows) == 3


def test_merged_ranges_and_formulas_without_result() -> None:
    def change(book: object, sheet: object) -> None:
        sheet.merge_cells("A2:A3")
        sheet["C2"] = "=1+1"
        sheet["C3"] = "#REF!"

    data = xlsx_bytes([["Unit", "Name"], ["IT", "One"], [None, "Two"]], change=change)
    sheet = read(data).largest()
    assert sheet.merges == (Merge(1, 0, 2, 0),)
    assert [row[2].error for row in sheet.rows] == [
        "",
        "cell_formula_not_computed",
        "cell_formula_error",
    ]


def test_wrong_dimension_does_not_cut_rows_off() -> None:
    source = xlsx_bytes([["Code", "Name"], ["1", "One"], ["2", "Two"]])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:B3"', b'ref="A1"'))
    assert texts(changed.getvalue()) == [["Code", "Name"], ["1", "One"], ["2", "Two"]]


def package(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def test_what_is_no_table_is_refused_with_its_reason() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40
    assert refusal(b"") == "file_empty"
    assert refusal(b"\r\n \r\n") == "file_empty"
    assert refusal(b"%PDF-1.7 ...") == "file_pdf"
    assert refusal(b"<html><table><tr><td>1</td></tr></table></html>") == "file_html"
    assert refusal(b"\x7fELF\x02\x00\x01\x00\x00") == "file_binary"
    assert refusal(ole + "EncryptedPackage".encode("utf-16-le")) == "file_encrypted"
    assert refusal(ole + "Workbook".encode("utf-16-le")) == "file_xls"
    assert refusal(ole) == "file_binary"
    assert refusal(b"PK\x03\x04 not really") == "file_damaged"
    assert refusal(package(mimetype=b"x")) == "file_not_workbook"
    assert refusal(package(**{"xl__vbaProject.bin": b"x"})) == "file_macros"
    assert refusal(b"a;b\n" * 50, limits=Limits(cells=20)) == "file_too_many_cells"
    assert refusal(b"a;b\n" * 50, limits=Limits(file_bytes=20)) == "file_too_large"


def test_archives_that_explode_are_refused_before_they_are_opened() -> None:
    types, book = "[Content_Types].xml", "xl__workbook.xml"
    huge = package(**{types: b"<Types/>", book: b" " * (3 * 1024 * 1024)})
    assert refusal(huge) == "file_bomb"
    many = package(**{f"part{i}": b"x" for i in range(30)})
    assert refusal(many, limits=Limits(entries=20)) == "file_bomb"


def test_entities_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><Types>&a;</Types>'
    data = package(**{"[Content_Types].xml": bomb, "xl__workbook.xml": b"<workbook/>"})
    assert refusal(data) == "file_unsafe_xml"


def test_macro_type_is_refused_by_content_not_by_name() -> None:
    source = xlsx_bytes([["Code"], ["1"]])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                b"vnd.ms-excel.sheet.macroEnabled.main+xml",
            )
            new.writestr(name, content)
    assert refusal(changed.getvalue(), filename="harmless.xlsx") == "file_macros"


SOUND = xlsx_bytes([["Code", "Name"], ["1", "One"], ["2", date(2026, 1, 1)]])


def survives(data: bytes) -> bool:
    try:
        read(data)
    except ImportRefused as refused:
        return bool(str(refused))
    return True


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=40))
def test_damaged_workbooks_are_read_or_refused(place: int, damage: bytes) -> None:
    assert survives(SOUND[:place] + damage + SOUND[place + len(damage) :])


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert survives(data)
