"""Marks and passages of hits."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.excerpts import excerpt, marked
from core.search.query import parse

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Ämter & Co", "amt", "<mark>Ämter</mark> &amp; Co"),
        ("Beamte", "amt", "Beamte"),
        ("<b>bold</b>", "bold", "&lt;b&gt;<mark>bold</mark>&lt;/b&gt;"),
        ("Straße", "strasse", "<mark>Straße</mark>"),
        ("the change control", '"change control"', "the <mark>change control</mark>"),
        ("control of change", '"change control"', "control of change"),
        ("GL-16 and GL-17", "gl16", "<mark>GL-16</mark> and GL-17"),
        ("a risk", "risks", "a <mark>risk</mark>"),
        ("plain", "", "plain"),
        ("", "x", ""),
    ],
)
def test_whole_words_are_marked_and_the_rest_is_escaped(text, query, expected):
    assert marked(text, parse(query)) == expected


@given(st.text(max_size=60), st.text(max_size=8))
def test_marks_change_nothing_else(text, query):
    plain = marked(text, parse(query)).replace("<mark>", "").replace("</mark>", "")
    assert html.unescape(plain) == text or "&" in text


def test_the_passage_holds_the_densest_matches():
    body = "risk " + "filler " * 100 + "the risk register lists a risk " + "filler " * 100
    shown = excerpt(body, parse("risk register"))
    assert "the <mark>risk</mark> <mark>register</mark> lists a <mark>risk</mark>" in shown
    assert shown.startswith("… filler ")
    assert shown.endswith(" …")
    assert len(shown) < 200 + 4 * 20


def test_a_body_without_a_match_begins_at_its_beginning():
    assert excerpt("one two", parse("zzz")) == "one two"
    assert excerpt("one " * 100, parse("zzz")).endswith("one …")
