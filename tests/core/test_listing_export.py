"""CSV and XLSX: all rows, chosen columns, no formula, plain values."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.listing.export import DANGEROUS, neutral
from portfolio.models import ProjectFigures
from tests import factories

pytestmark = pytest.mark.urls("tests.core.listing_urls")


@pytest.fixture
def rows(db):
    home = factories.portfolio()
    evil = factories.project(home, code="=1+1", name='@SUM("x");y', currency="GBP")
    plain = factories.project(home, code="P-1", name="Zoo,\nnew")
    factories.figures(
        evil,
        rag_overall="red",
        budget_baseline=Decimal("-1234.5"),
        percent_complete=Decimal("12.50"),
        finish_forecast=date(2027, 3, 1),
    )
    factories.figures(plain, rag_overall="grey", budget_baseline=Decimal(20_000_000))
    moment = datetime(2026, 11, 1, 11, 0, tzinfo=UTC)
    ProjectFigures.objects.update(updated_at=moment)


def download(client, query):
    response = client.get(f"/figures/?{query}")
    content = b"".join(response.streaming_content)
    response.close()
    return response, content


COLS = "cols=code,name,rag,budget,done,finish,changed,double"


def test_csv_in_english(sign_in, pmo, rows):
    response, content = download(sign_in(pmo), f"{COLS}&export=csv")
    assert content.decode() == (
        "\ufeff"
        '"Code","Name","Status","Budget","Budget: currency","Complete","Finish","Changed",'
        '"Twice"\r\n'
        '"\'=1+1","\'@SUM(""x"");y","Red",-1234.5,"GBP",12.5,"2027-03-01",'
        '"2026-11-01T12:00:00+01:00",2\r\n'
        '"P-1","Zoo,\nnew","No report",20000000,"EUR","","","2026-11-01T12:00:00+01:00",4\r\n'
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="tests.figures-')


def test_csv_in_german_has_semicolons_and_decimal_commas_and_speaks_german(sign_in, pmo, rows):
    pmo.language = "de"
    pmo.save()
    query = "cols=code,budget,done,spoken&sort=-code&export=csv"
    _response, content = download(sign_in(pmo), query)
    assert content.decode().splitlines()[1:] == [
        '"P-1";20000000;"EUR";"";"de"',
        '"\'=1+1";"-1234,5";"GBP";"12,5";"de"',
    ]


def test_export_has_all_rows_of_the_filter_in_order(sign_in, pmo):
    home = factories.portfolio()
    for number in range(60):
        rag = "red" if number % 2 else "green"
        factories.figures(factories.project(home, code=f"N-{number:02}"), rag_overall=rag)
    _response, content = download(sign_in(pmo), "rag=red&sort=-code&page=2&cols=code&export=csv")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert read == [["Code"], *[[f"N-{number:02}"] for number in range(59, 0, -2)]]


def test_export_has_only_what_the_person_may_see(sign_in, stranger, manager):
    home = factories.portfolio()
    factories.figures(factories.project(home, code="OPEN"))
    factories.figures(factories.project(home, code="SECRET", access="restricted"))
    _response, content = download(sign_in(manager), "cols=code&export=csv")
    assert content.decode("utf-8-sig").split() == ['"Code"', '"OPEN"']


def test_xlsx_keeps_types_and_explains_fields(sign_in, pmo, rows):
    response, content = download(sign_in(pmo), f"{COLS}&rag=red&export=xlsx")
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC).replace(tzinfo=None)  # workbooks know no zones
    finish = datetime(2027, 3, 1, tzinfo=UTC).replace(tzinfo=None)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet, fields = book.worksheets
    read = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert read == [
        ["Code", "Name", "Status", "Budget", "Budget: currency", "Complete", "Finish", "Changed",
         "Twice"],
        ["'=1+1", "'@SUM(\"x\");y", "Red", -1234.5, "GBP", 12.5, finish, noon, 2],
    ]  # fmt: skip
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}
    explained = [[cell.value for cell in row] for row in fields.iter_rows()]
    assert (sheet.title, fields.title) == ("Figures", "Fields")
    assert [row[0] for row in explained[:4]] == ["List", "Exported", "Filters", "Address"]
    assert explained[2][1] == "Status: Red"
    assert ["Budget", "Amount", "Approved budget"] in explained
    assert response["Content-Disposition"].endswith('.xlsx"')


def test_an_unknown_format_is_not_found(sign_in, pmo, rows):
    assert sign_in(pmo).get("/figures/?export=pdf").status_code == 404


def test_export_query_count_does_not_grow(sign_in, pmo, rows, django_assert_num_queries):
    client = sign_in(pmo)
    client.get("/figures/")
    # session, user, roles, rows
    with django_assert_num_queries(4):
        download(client, "export=csv")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1", "'=1"),
        ("+1", "+1"),
        ("-1.5", "-1.5"),
        ("-1,5", "-1,5"),
        ("+1+1", "'+1+1"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\0x", "'\0x"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_neutral(text, expected):
    assert neutral(text) == expected


@given(st.text(min_size=1))
def test_neutral_text_never_begins_like_a_formula_unless_it_is_a_number(text):
    result = neutral(text)
    if result[0] in DANGEROUS:
        float(result.replace(",", "."))
    assert result in {text, f"'{text}"}
