"""Small documents for the tests of the PDF door."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from core.pdf import (
    Cell,
    Column,
    DocumentMeta,
    PageSetup,
    Part,
    RenderedPdf,
    Row,
    TablePart,
    pdf_available,
    render_document,
    report_stylesheet,
)

META = DocumentMeta(
    title="Portfolio report",
    created=datetime(2026, 11, 1, 7, tzinfo=UTC),
    lang="en",
    author="Programme office",
    subject="October",
    keywords=("status", "portfolio"),
    classification="Internal",
)
SETUP = PageSetup(header_left="Head left", footer_left="Foot left")
CHART = (
    '<svg width="90" height="20" viewBox="0 0 90 20"><title>Two of three are green</title>'
    '<rect width="60" height="20" fill="#1e7b34"/></svg>'
)
COVER = Part(
    "cover", '<h1 id="top">Portfolio report</h1><p>October 2026</p>', has_running_lines=False
)
SHEET = Part(
    "sheet-A",
    f'<h2 id="sheet-A">Sheet A</h2>{CHART}<p><a href="#row-A">Back</a> and '
    '<a href="https://example.org/a">outside</a></p><h3>Money</h3><p>Enough.</p>',
)
COLUMNS = (Column("Code", 20), Column("Name", 60), Column("Budget", 25, is_number=True))


def row(code: str, name: str = "Harbour", *, href: str = "", look: str = "") -> Row:
    cells = (Cell(code, href=href), Cell(name, look), Cell("1,200", is_number=True))
    return Row(cells, anchor=f"row-{code}")


def table(rows: list[Row]) -> TablePart:
    return TablePart("projects", COLUMNS, rows, intro='<h2 id="all">All projects</h2>')


@pytest.fixture(autouse=True)
def pango():
    is_available, reason = pdf_available()
    if not is_available:
        pytest.skip(reason)


@pytest.fixture
def render():
    def call(*parts, **options) -> RenderedPdf:
        options = {"meta": META, "setup": SETUP, "stylesheet": report_stylesheet()} | options
        return render_document(parts, **options)

    return call


@pytest.fixture
def opened(render):
    """Render and open with an independent reader that also checks the file's syntax."""

    def call(*parts, **options) -> pikepdf.Pdf:
        pdf = pikepdf.open(io.BytesIO(render(*parts, **options).content))
        assert pdf.check_pdf_syntax() == []
        return pdf

    return call
