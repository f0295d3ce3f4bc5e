"""Rows drawn directly must look like rows laid out by the engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pdf import Cell, Column, PageSetup, Row, ledger, plain_tables, report_stylesheet

pytestmark = pytest.mark.pure
COLUMNS = (Column("Code", 20), Column("Long heading", 30), Column("Budget", 15, is_number=True))
LOOKS = sorted(ledger.LOOKS)


@pytest.fixture(scope="module")
def engine():
    from core.pdf.engine import Engine

    return Engine(report_stylesheet(), "en", PageSetup(), {})


def table_html(classes: str, head: str, body: str) -> str:
    cols = "".join(f'<col style="width:{column.width_mm}mm">' for column in COLUMNS)
    return (
        f'<table class="{classes}"><colgroup>{cols}</colgroup><thead>{head}</thead>'
        f"<tbody>{body}</tbody></table>"
    )


@pytest.mark.parametrize("headers", [(), (0,), (0, 2)])
@pytest.mark.parametrize("style", sorted(ledger.STYLES))
def test_heights_and_colours_equal_those_of_the_engine(engine, style, headers):
    rows = [
        Row(
            [
                Cell("P-1"),
                Cell("Northern Harbour renewal and more", look),
                Cell("12", is_number=True),
            ],
            headers=headers,
        )
        for look in LOOKS
    ]
    body = "".join(map(ledger.row_html, rows)).replace(' id=""', "")
    head = ledger.head_html(COLUMNS)
    [[laid_out], [drawn]] = engine.bodies(
        [
            f'<div style="width:65mm">{table_html(style, head, body)}</div>',
            f'<div style="width:65mm">{table_html(style + " plain", head, body)}</div>',
        ],
        "portrait",
        kind="strip",
    )

    assert drawn.used_height == pytest.approx(laid_out.used_height, abs=0.1)
    assert _colours(drawn.content) == _colours(laid_out.content)
    assert _names(drawn.tags) == _names(laid_out.tags)


def _colours(content: bytes) -> set[tuple[float, ...]]:
    return {
        tuple(round(float(value), 2) for value in line.split()[-4:-1])
        for line in content.replace(b" rg ", b" rg\n").split(b"\n")
        if line.endswith(b" rg")
    }


def _names(tags: list) -> list:
    return [[tag[0], tag[1].get("Scope"), _names(tag[2])] for tag in tags if isinstance(tag, list)]


@pytest.mark.parametrize(
    "cell",
    [
        "<td>a <b>b</b></td>",
        '<td colspan="2">a</td>',
        '<td class="unknown">a</td>',
        "<td>Проект</td>",
        '<td><a href="#x">a</a> tail</td>',
    ],
)
def test_tables_that_ask_for_more_are_left_to_the_engine(engine, cell):
    body = f'<tr><th scope="row">A</th>{cell}<td>c</td></tr>'
    [[with_class], [without]] = engine.bodies(
        [table_html("plain", "", body), table_html("", "", body)], "portrait", kind="strip"
    )

    assert with_class.used_height == without.used_height
    assert "hr" not in with_class.house_fonts


def test_columns_without_a_width_are_left_to_the_engine(engine):
    html = (
        '<table class="plain"><colgroup><col></colgroup><tbody><tr><td>a</td></tr></tbody></table>'
    )
    [[fragment]] = engine.bodies([html], "portrait")

    assert "hr" not in fragment.house_fonts


def test_a_drawn_table_keeps_its_links_and_anchors(engine):
    body = '<tr id="r1"><th scope="row"><a href="#goal">A</a></th><td>b</td><td>c</td></tr>'
    [[fragment]] = engine.bodies(
        [f'<p><a href="#first">x</a></p>{table_html("plain", "", body)}'], "portrait"
    )

    assert [link.target for link in fragment.links] == ["#first", "#goal"]
    assert [name for name, _, _ in fragment.anchors] == ["r1"]
    [section] = fragment.tags
    assert section[2][1] == [
        "Table",
        {},
        [["TBody", {}, [["TR", {}, [["TH", {"Scope": "Row"}, [["Link", {}, [-2, 2]]]], *_TAIL]]]]],
    ]


_TAIL = [["TD", {}, [3]], ["TD", {}, [4]]]


@given(
    st.text(st.characters(codec="ascii", categories=["L", "N", "P"]) | st.just(" "), max_size=200)
)
def test_wrapping_loses_no_letter_and_keeps_to_the_width(text):
    lines = ledger.wrap(text, 60.0, ledger.REGULAR, 7.5)
    font = ledger.house_fonts.load(ledger.REGULAR)

    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(font.width(line, 7.5) <= 60 or len(line) == 1 for line in lines)
    assert len(lines) >= 1


def test_the_gap_has_a_name_nobody_else_uses():
    assert plain_tables.MARK.startswith("pdf-")
