"""References: how they are written, and what each reader gets in their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.markdown.references import SCHEMES, parse
from guidelines.markdown.render import (
    Reference,
    RenderContext,
    Target,
    TermEntry,
    fill,
    render,
)

pytestmark = pytest.mark.pure
GL_16 = Reference("guideline", "GL-16")


@pytest.mark.parametrize(
    ("href", "reference"),
    [
        ("guideline:GL-16", GL_16),
        ("guideline:GL-16#rules", Reference("guideline", "GL-16", "rules")),
        (" term:earned-value ", Reference("term", "earned-value")),
        ("template:T23", Reference("template", "T23")),
        ("guideline:Pr%C3%BCfung", Reference("guideline", "Prüfung")),
        ("guideline:GL-16#", GL_16),
        ("guideline:", None),
        ("guideline:#rules", None),
        ("Guideline:GL-16", None),
        ("http:x", None),
        ("mailto:a@example.org", None),
        ("javascript:alert(1)", None),
        ("image:token", None),
        ("#rules", None),
        ("other.md", None),
        ("guideline://host/x", None),
        ("", None),
    ],
)
def test_parse(href, reference):
    assert parse(href) == reference


@given(
    st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda word: word not in SCHEMES),
    st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable() and text.strip()),
    st.text(max_size=20).filter(str.isprintable),
)
def test_every_reference_survives_its_own_address(prefix, code, anchor):
    reference = Reference(prefix, code, anchor)
    assert parse(reference.href) == reference


def page(source, **context):
    return render(source, RenderContext(**context)).html


def test_fill_links_what_the_reader_may_see_and_leaves_no_trace_of_the_rest():
    asked = []

    def resolve(references):
        asked.append(references)
        return {GL_16: Target("/guidelines/16/?a=1&b=2", 'Change "control"')}

    source = "[One](guideline:GL-16) [Secret *title*](guideline:GL-99#x) [](guideline:GL-16)\n"
    assert fill(page(source), resolve, missing="(not available to you)") == (
        '<p><a href="/guidelines/16/?a=1&amp;b=2" title="Change &quot;control&quot;">One</a> '
        '<span class="unavailable">(not available to you)</span> '
        '<a href="/guidelines/16/?a=1&amp;b=2" title="Change &quot;control&quot;">'
        "Change &quot;control&quot;</a></p>\n"
    )
    assert asked == [frozenset({GL_16, Reference("guideline", "GL-99", "x")})]


def test_an_own_title_of_the_link_stays():
    html = page('[One](guideline:GL-16 "My words")\n')
    assert fill(html, lambda _all: {GL_16: Target("/16/", "Theirs")}, missing="-") == (
        '<p><a href="/16/" title="My words">One</a></p>\n'
    )


def test_a_term_that_is_not_known_stays_a_word():
    html = page("The [earned value](term:ev) and SPI.\n", terms=[TermEntry("spi", "SPI", (), "d")])
    assert fill(html, lambda _all: {}, missing="-") == "<p>The earned value and SPI.</p>\n"


def test_a_raw_link_is_no_way_around():
    source = (
        "<a class='term' title='x>y' href='guideline:GL-99'>Secret</a> "
        "<a href='ref:guideline:GL-99'>gone</a> <A HREF=guideline:GL-99>Secret</A>\n"
    )
    filled = fill(page(source), lambda _all: {}, missing="-")
    assert "Secret" not in filled
    assert "GL-99" not in filled


def test_a_page_without_references_asks_nobody():
    def resolve(_references):
        raise AssertionError

    assert fill(page("Text\n"), resolve, missing="-") == "<p>Text</p>\n"
