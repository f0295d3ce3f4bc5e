"""Numbers of pages within texts, headers of single parts, marks, turned pages."""

import io

import pikepdf
import pypdf
import pytest

from core.pdf import FileSheetCache, Part
from core.pdf.page_numbers import guess, wrong

from .conftest import COVER, SHEET, row, table
from .reading import artifact_texts, assert_tags_and_content_agree, elements, tagged_text

pytestmark = pytest.mark.pure

LINES = "<p>Line</p>" * 45  # about a page
REFERENCE = (
    '<p>See <a href="#far">the far part</a> (page <span data-page="far"></span>), then rest.</p>'
)


def chapter(key: str, pages: int, text: str = "") -> Part:
    return Part(key, f'<h2 id="{key}">{key}</h2>{text}' + LINES * pages)


def says(pdf: pikepdf.Pdf) -> list[str]:
    return [
        text for p in elements(pdf, "P") if (text := tagged_text(pdf, p)).startswith(("See", "C"))
    ]


def test_a_text_names_the_page_of_a_place_in_another_part(opened):
    pdf = opened(chapter("near", 1, REFERENCE), chapter("middle", 3), chapter("far", 1))
    far = next(n for n, page in enumerate(pdf.pages, 1) if "far" in heading_of(pdf, page))

    assert says(pdf) == [f"See the far part (page {far}), then rest."]
    assert_tags_and_content_agree(pdf)


def heading_of(pdf: pikepdf.Pdf, page) -> list[str]:
    return [tagged_text(pdf, h) for h in elements(pdf, "H2") if h.Pg.objgen == page.objgen]


def test_a_part_stays_in_the_cache_when_pages_before_its_target_come(render, tmp_path):
    cache = FileSheetCache(tmp_path)
    parts = [chapter("near", 0, REFERENCE), chapter("far", 0)]
    first = render(*parts, cache=cache)
    later = render(parts[0], chapter("new", 1), parts[1], cache=cache)

    assert (later.rendered, later.from_cache) == (1, 4)
    assert later.page_of["far"] - first.page_of["far"] == later.pages - first.pages
    pdf = pikepdf.open(io.BytesIO(later.content))
    assert says(pdf) == [f"See the far part (page {later.page_of['far']}), then rest."]


def test_a_gap_of_the_wrong_length_is_laid_out_again(render):
    """Nothing in the HTML tells that these parts are long, so the guess is one digit."""
    tall = Part("tall", '<h2 id="tall">T</h2>' + '<div style="height:245mm"></div>' * 12)
    parts = [Part("near", REFERENCE), tall, chapter("far", 0)]
    sizes = guess(parts)
    result = render(*parts)

    assert sizes["far"] == 1
    assert wrong(parts, sizes, result.page_of)
    assert (result.page_of["far"], result.rendered, result.from_cache) == (14, 6, 0)


def test_a_place_that_is_not_there_is_a_dash_and_is_reported(render, opened):
    part = Part("near", '<p>See page <span data-page="nowhere"></span>.</p>')

    assert render(part).missing_links == ("#nowhere",)
    assert says(opened(part)) == ["See page –."]


def test_numbers_stand_in_contents_and_above_tables(opened):
    contents = (
        '<ul><li><a href="#row-A">First row <span data-page="row-A"></span></a></li>'
        '<li><a href="#sheet-A">Sheet <span data-page="sheet-A"></span></a></li></ul>'
    )
    listed = table([row("A")])
    pdf = opened(Part("toc", contents), listed, SHEET)

    assert [tagged_text(pdf, link) for link in elements(pdf, "Link")][:2] == [
        "First row 2",
        "Sheet 3",
    ]
    assert_tags_and_content_agree(pdf)


def test_a_part_may_have_its_own_header(opened):
    pdf = opened(COVER, SHEET, Part("b", "<p>Text</p>", header_left="GL-16 Ärger"))
    buffer = io.BytesIO()
    pdf.save(buffer)
    texts = [page.extract_text().splitlines() for page in pypdf.PdfReader(buffer).pages]

    assert [[t for t in lines if t in ("Head left", "GL-16 Ärger")] for lines in texts] == [
        [],
        ["Head left"],
        ["GL-16 Ärger"],
    ]


def test_a_mark_lies_behind_every_page_of_its_part_and_is_no_text(opened):
    pdf = opened(Part("a", LINES * 2, mark="DRAFT"), SHEET)

    marked = ["DRAFT" in artifact_texts(page) for page in pdf.pages]
    assert marked == [True] * (len(marked) - 1) + [False]
    assert artifact_texts(pdf.pages[0])[0] == "DRAFT"
    assert_tags_and_content_agree(pdf)


def test_a_page_may_be_turned_within_its_part(opened):
    html = '<p class="up">One</p><p class="wide">Two</p><p class="up">Three</p>'
    css = ".wide { page: turned } .up { page: upright }"
    pdf = opened(Part("a", html), stylesheet=css)

    boxes = [tuple(round(float(value)) for value in page.MediaBox[2:]) for page in pdf.pages]
    assert boxes == [(595, 842), (842, 595), (595, 842)]
    assert ["Page 2 of 3" in artifact_texts(page) for page in pdf.pages] == [False, True, False]
