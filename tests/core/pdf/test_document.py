"""The joined document: tags, bookmarks, links, running lines, fonts, metadata."""

import io
import re

import pikepdf
import pypdf
import pytest

from core.pdf import FileSheetCache, Limits, PageSetup, Part

from .conftest import COVER, SHEET, row, table
from .reading import (
    artifact_texts,
    assert_tags_and_content_agree,
    elements,
    marked_texts,
    tag_tree,
    tagged_text,
)
from .sample import sample_parts

pytestmark = pytest.mark.pure


def test_tags_name_headings_tables_figures_and_links(opened):
    pdf = opened(COVER, table([row("A", href="#sheet-A")]), SHEET)

    assert tag_tree(pdf) == [
        "Document",
        ["Sect", ["H1"], ["P"]],
        [
            "Sect",
            ["H2"],
            [
                "Table",
                ["THead", ["TR", ["TH"], ["TH"], ["TH"]]],
                ["TBody", ["TR", ["TH", ["Link"]], ["TD"], ["TD"]]],
            ],
        ],
        ["Sect", ["H2"], ["Figure"], ["P", ["Link"], ["Link"]], ["H3"], ["P"]],
    ]
    assert [str(th.A.Scope) for th in elements(pdf, "TH")] == ["/Column"] * 3 + ["/Row"]
    assert_tags_and_content_agree(pdf)


def test_tags_carry_the_text_in_reading_order(opened):
    pdf = opened(COVER, table([row("A", "Nörth €5 ▲")]), SHEET)

    assert [tagged_text(pdf, element) for element in elements(pdf, "TD")] == ["Nörth €5 ▲", "1,200"]
    assert [tagged_text(pdf, element) for element in elements(pdf, "P")] == [
        "October 2026",
        "Back and outside",
        "Enough.",
    ]


def test_the_text_alternative_of_a_chart_survives(opened):
    pdf = opened(COVER, SHEET)
    [figure] = elements(pdf, "Figure")

    assert str(figure.Alt) == "Two of three are green"
    assert [round(float(value)) for value in figure.A.BBox[:1]] == [43]


def test_bookmarks_follow_the_headings_over_all_parts(render):
    reader = pypdf.PdfReader(io.BytesIO(render(COVER, table([row("A")]), SHEET).content))

    def read(entries):
        return [
            read(entry)
            if isinstance(entry, list)
            else (entry.title, reader.get_destination_page_number(entry))
            for entry in entries
        ]

    assert read(reader.outline) == [
        ("Portfolio report", 0),
        [("All projects", 1), ("Sheet A", 2), [("Money", 2)]],
    ]


def test_links_lead_from_the_table_to_the_sheet_and_back(opened):
    pdf = opened(COVER, table([row("A", href="#sheet-A"), row("B", href="#nowhere")]), SHEET)
    pages = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}

    def links(page):
        return [
            (str(a.Contents), pages[a.Dest[0].objgen] if "/Dest" in a else str(a.A.URI))
            for a in page.get("/Annots", [])
        ]

    assert [links(page) for page in pdf.pages] == [
        [],
        [("A", 3)],
        [("Back", 2), ("outside", "https://example.org/a")],
    ]
    names = [str(name) for name in pdf.Root.Names.Dests.Names[::2]]
    assert names == ["all", "row-A", "row-B", "sheet-A", "top"]
    assert_tags_and_content_agree(pdf)


def test_links_without_a_target_are_reported_and_stay_as_text(render):
    result = render(table([row("B", href="#nowhere")]))

    assert result.missing_links == ("#nowhere",)


def test_dangerous_links_are_left_out(opened):
    pdf = opened(Part("p", '<p><a href="javascript:alert(1)">x</a><a href="file:///etc">y</a></p>'))

    assert "/Annots" not in pdf.pages[0]


def test_running_lines_and_page_numbers_are_artifacts_with_real_text(opened):
    pdf = opened(COVER, SHEET, table([row("A")]))

    assert [artifact_texts(page) for page in pdf.pages] == [[], ["Page 2 of 3"], ["Page 3 of 3"]]
    forms = [page.Resources.XObject.running for page in pdf.pages if "/XObject" in page.Resources]
    assert len({form.objgen for form in forms}) == 1
    with_lines = pypdf.PdfReader(_saved(pdf)).pages[1].extract_text()
    assert {"Head left", "Foot left", "Page 2 of 3"} <= set(with_lines.splitlines())


def test_a_long_table_repeats_its_header_as_decoration(render, opened):
    rows = [row(f"P{number:03}", "Harbour " * (1 + number % 20)) for number in range(120)]
    pdf = opened(table(rows))

    assert len(pdf.pages) > 3
    assert len(elements(pdf, "Table")) == 1
    assert len(elements(pdf, "TR")) == 121
    texts = {page.objgen: marked_texts(page) for page in pdf.pages}
    codes = [tr.K[0] for tr in elements(pdf, "TR")[1:]]
    assert [texts[th.Pg.objgen][int(th.K[0])] for th in codes] == [
        f"P{number:03}" for number in range(120)
    ]
    for page in pdf.pages[1:]:
        assert artifact_texts(page)[:3] == ["Code", "Name", "Budget"]
    assert_tags_and_content_agree(pdf)


def test_parts_may_run_over_several_pages_and_start_where_the_result_says(render):
    long = Part("long", '<h2 id="x">Long</h2>' + "<p>Line</p>" * 150)
    result = render(COVER, long, SHEET)

    assert result.first_page == {"cover": 1, "long": 2, "sheet-A": result.pages}
    assert result.pages > 4


def test_each_house_font_is_embedded_once(opened):
    pdf = opened(*sample_parts(projects=60, sheets=6))
    fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]

    files = [item for item in fonts if item.get("/Type") == "/FontDescriptor"]
    assert sorted(str(item.FontName) for item in files) == ["/Inter-Regular", "/Inter-SemiBold"]
    assert_tags_and_content_agree(pdf)


def test_letters_the_house_font_lacks_come_from_another_font(opened):
    pdf = opened(table([row("A", "Проект"), row("B")]), Part("p", "<p>Проект Σ ✓</p>"))

    texts = [tagged_text(pdf, element) for element in elements(pdf, "TD")]
    assert texts == ["Проект", "1,200", "Harbour", "1,200"]
    assert "".join(marked_texts(pdf.pages[1]).values()) == "Проект Σ ✓"
    assert_tags_and_content_agree(pdf)


def test_metadata_is_told_twice_and_no_standard_is_claimed(opened):
    pdf = opened(SHEET, COVER)
    packet = pdf.Root.Metadata.read_bytes().decode()

    assert {key: str(value) for key, value in pdf.docinfo.items()} == {
        "/Title": "Portfolio report",
        "/Author": "Programme office",
        "/Subject": "October",
        "/Keywords": "status, portfolio",
        "/Classification": "Internal",
        "/Producer": "PMO Portal",
        "/CreationDate": "D:20261101070000+00'00'",
        "/ModDate": "D:20261101070000+00'00'",
    }
    assert re.findall(r"<xmp:CreateDate>(.*?)<", packet) == ["2026-11-01T07:00:00+00:00"]
    assert "pdfuaid" not in packet
    assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("en", True)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True


def test_images_are_embedded_once_and_only_from_what_was_handed_in(opened):
    import base64

    png = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
        "gg=="
    )
    html = '<p><img src="asset:logo" alt="Logo"> x</p>'
    pdf = opened(Part("a", html), Part("b", html + " "), assets={"asset:logo": png})

    images = [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
    ]
    assert [str(figure.Alt) for figure in elements(pdf, "Figure")] == ["Logo", "Logo"]
    assert len([image for image in images if "/SMask" in image]) <= 1
    assert images


def test_equal_input_gives_equal_bytes_whatever_the_processes_did(render):
    parts = sample_parts(projects=30, sheets=5)
    first = render(*parts, limits=Limits(processes=1))
    second = render(*parts, limits=Limits(processes=2))

    assert first.content == second.content


def test_a_sheet_looks_the_same_in_any_company(render, tmp_path):
    """What a cache holds must not depend on what was laid out beside it."""
    cache = FileSheetCache(tmp_path)
    parts = sample_parts(projects=30, sheets=5)
    for part in reversed(parts):
        render(part, cache=cache)
    mixed = render(*parts, cache=cache)

    assert (mixed.rendered, mixed.content) == (0, render(*parts).content)


def test_the_whole_sample_is_sound(opened):
    pdf = opened(*sample_parts(projects=90, sheets=12))

    assert_tags_and_content_agree(pdf)
    assert all("/Alt" in figure for figure in elements(pdf, "Figure"))


def test_lists_quotes_and_spanning_cells_keep_their_tags(opened):
    html = """<section><h2>A</h2><ul><li>one<ul><li>inner</li></ul></li><li><p>two</p></li></ul>
    <blockquote>said <em>so</em></blockquote><dl><dt>Term</dt><dd>Meaning</dd></dl>
    <table><caption>Both</caption><thead><tr><th colspan="2">Wide</th></tr></thead>
    <tbody><tr><td rowspan="2">a</td><td></td></tr><tr><td>c<div>d</div></td></tr></tbody></table>
    <div>loose <a href="#a">link</a> text<div><p>para</p>tail</div></div></section>"""
    pdf = opened(Part("p", html))

    assert tag_tree(pdf)[1][1][1] == ["H2"]
    assert [element.A.get("/ColSpan") for element in elements(pdf, "TH")] == [2]
    assert [tagged_text(pdf, element) for element in elements(pdf, "TD")] == ["a", "", "cd"]
    assert tag_tree(pdf)[1][1][2] == [
        "L",
        ["LI", ["Lbl"], ["LBody"]],
        ["L", ["LI", ["Lbl"], ["LBody"]]],
        ["LI", ["Lbl"], ["LBody", ["P"]]],
    ]
    assert [tagged_text(pdf, element) for element in elements(pdf, "P")][-3:] == [
        "loose link text",
        "para",
        "tail",
    ]
    assert_tags_and_content_agree(pdf)


@pytest.mark.parametrize(
    ("size", "orientation", "box"),
    [
        ("A4", "portrait", (595, 842)),
        ("A4", "landscape", (842, 595)),
        ("Letter", "portrait", (612, 792)),
    ],
)
def test_paper(opened, size, orientation, box):
    pdf = opened(Part("p", "<p>x</p>", orientation), setup=PageSetup(size=size))

    assert tuple(round(float(value)) for value in pdf.pages[0].MediaBox[2:]) == box


def _saved(pdf: pikepdf.Pdf) -> io.BytesIO:
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer
