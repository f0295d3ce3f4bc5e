from datetime import date

import pytest

from portfolio.importing.layout import detect
from portfolio.importing.readers import read
from portfolio.importing.reasons import ImportRefused
from portfolio.importing.table import SkippedRow, tabulate
from tests.portfolio.importing.sheets import csv_bytes, layout_of, table_of, xlsx_bytes

pytestmark = pytest.mark.pure


def body(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table_of(data).rows]


def test_title_lines_above_the_column_names() -> None:
    data = csv_bytes(
        "Portfolio of the works department;;;",
        "Stand: 31.03.2026;;;",
        ";;;",
        "Kennung;Projektname;Budget;Ende",
        "A1;Bridge;1.000;31.12.2026",
    )
    table = table_of(data)
    assert table.headers == ("Kennung", "Projektname", "Budget", "Ende")
    assert table.titles == ("Portfolio of the works department", "Stand: 31.03.2026")
    assert [row.number for row in table.rows] == [5]


def test_rows_that_are_no_records() -> None:
    data = csv_bytes(
        "Code,Project name,Budget,Spent",
        "North,,,",
        "N1,Bridge,100,50",
        "N2,Total rewards platform,40,10",
        "Total,,140,60",
        ",,,",
        "South,,,",
        "S1,Tunnel,200,90",
        "Code,Project name,Budget,Spent",
        "S2,Road,10,1",
        "Grand total,,350,151",
        "* budgets without tax,,,",
    )
    table = table_of(data)
    assert [(row.number, row.cells[0].text, row.group) for row in table.rows] == [
        (3, "N1", "North"),
        (4, "N2", "North"),
        (8, "S1", "South"),
        (10, "S2", "South"),
    ]
    assert table.skipped == [
        SkippedRow(2, "row_group", "North"),
        SkippedRow(5, "row_total", "Total"),
        SkippedRow(7, "row_group", "South"),
        SkippedRow(9, "row_repeated_header", "Code"),
        SkippedRow(11, "row_total", "Grand total"),
        SkippedRow(12, "row_note", "* budgets without tax"),
    ]


def test_transposed_sheet_has_one_project_in_each_column() -> None:
    data = csv_bytes(
        "Project Name,Bridge,Tunnel",
        "Department,North,South",
        "Start date,2020-01-01,2021-01-01",
        "End date,2025-01-01,2026-01-01",
        "Budget (£m),£10,£20",
    )
    layout = layout_of(data)
    assert (layout.is_transposed, layout.header_row) == (True, 0)
    table = table_of(data)
    assert table.headers == ("Project Name", "Department", "Start date", "End date", "Budget (£m)")
    assert [(row.number, row.cells[0].text, row.cells[4].text) for row in table.rows] == [
        (2, "Bridge", "£10"),
        (3, "Tunnel", "£20"),
    ]


def test_two_rows_of_names_with_spanning_groups() -> None:
    def change(book: object, sheet: object) -> None:
        sheet.merge_cells("C1:D1")
        sheet.merge_cells("E1:F1")

    rows = [
        ["Code", "Name", "Budget", None, "Finish", None],
        [None, None, "Baseline", "Forecast", "Baseline", "Forecast"],
        ["A1", "Bridge", 100, 120, date(2026, 1, 1), date(2026, 3, 1)],
    ]
    table = table_of(xlsx_bytes(rows, change=change))
    assert table.headers == (
        "Code",
        "Name",
        "Budget Baseline",
        "Budget Forecast",
        "Finish Baseline",
        "Finish Forecast",
    )
    assert len(table.rows) == 1


def test_double_and_blank_names_become_unique() -> None:
    data = csv_bytes("Code,Status,Status,,Name", "A1,Green,Active,x,Bridge", "A2,Red,Active,y,Road")
    assert table_of(data).headers == ("Code", "Status", "Status (2)", "Column D", "Name")


def test_merged_text_is_filled_down_and_merged_numbers_are_not() -> None:
    def change(book: object, sheet: object) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("C2:C3")

    rows = [
        ["Department", "Project name", "Budget"],
        ["North", "Bridge", 100],
        [None, "Road", None],
    ]
    data = xlsx_bytes(rows, change=change)
    assert body(data) == [["North", "Bridge", "100"], ["North", "Road", ""]]
    unfilled = table_of(data, fills_merged=False)
    assert [row.cells[0].text for row in unfilled.rows] == ["North", ""]


def test_the_caller_can_overrule_everything() -> None:
    sheet = read(csv_bytes("x,y", "Code,Name", "A1,Bridge")).largest()
    table = tabulate(sheet, detect(sheet, header_row=0, header_depth=1, is_transposed=False))
    assert table.headers == ("x", "y")
    assert [row.cells[0].text for row in table.rows] == ["Code", "A1"]
    with pytest.raises(ImportRefused):
        detect(sheet, header_row=9)
