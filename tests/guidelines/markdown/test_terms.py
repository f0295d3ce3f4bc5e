"""Terms of the glossary in running text."""

import re

import pytest

from guidelines.markdown.render import RenderContext, TermEntry, render

pytestmark = pytest.mark.pure

CPI = TermEntry(
    "cpi", "Cost performance index", ("CPI",), 'Value earned "per" cost.\nBelow 1: dear.'
)
GATE = TermEntry("gate", "gate", ("gates", "stage gate"), "A decision.")
RD = TermEntry("r-d", "R&D", (), "Research.")
KNOWN = [CPI, GATE, RD]


def linked(source, terms=KNOWN):
    found = render(source, RenderContext(terms=terms))
    return re.findall(
        r'<a class="term" href="ref:term:([^"]+)"[^>]*>([^<]*)</a>', found.html
    ), found


def test_a_term_is_linked_where_a_section_first_uses_it():
    source = "The CPI and the CPI.\n\n## A\n\nCPI, cost\nperformance index.\n\n"
    source += "### B\n\nCPI\n\n## C\n\nCPI\n"
    words, found = linked(source)
    assert words == [("cpi", "CPI"), ("cpi", "CPI"), ("cpi", "CPI")]
    assert found.terms == ("cpi",)
    assert found.html.startswith(
        '<p>The <a class="term" href="ref:term:cpi" '
        'data-definition="Value earned &quot;per&quot; cost. Below 1: dear.">CPI</a> and the CPI.'
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Stage  Gate passed", [("gate", "Stage  Gate")]),
        ("GATES", [("gate", "GATES")]),
        ("cpi and Cpi", []),
        ("gated, a-gate, gate-keeper, gate_x, CPIs", []),
        ("(gate)", [("gate", "gate")]),
        ("R&D and R&amp;D", [("r-d", "R&amp;D")]),
        ("cost\nperformance\nindex", [("cpi", "cost\nperformance\nindex")]),
        ("## gate\n\n[gate](#gate) `gate` <b>gate</b>", [("gate", "gate")]),
        ("    gate\n", []),
        ('<abbr title="gate">x</abbr>', []),
        ("gate\n: a gate is where\n\nAnother gate\n", []),
        ("CPI\n: what the gate asks for", [("gate", "gate")]),
        ("> gate", [("gate", "gate")]),
        ("| gate |\n|---|\n| CPI |", [("gate", "gate"), ("cpi", "CPI")]),
    ],
)
def test_where_terms_are_linked(source, words):
    assert linked(source)[0] == words


def test_the_longest_form_wins_and_the_first_entry_of_a_form():
    terms = [TermEntry("a", "risk"), TermEntry("b", "risk register"), TermEntry("c", "Risk")]
    assert linked("A risk register. A risk registered. Risk.", terms)[0] == [
        ("b", "risk register"),
        ("a", "risk"),
    ]


def test_without_terms_nothing_changes():
    assert linked("CPI", [])[1].html == "<p>CPI</p>\n"
    assert linked("CPI", [TermEntry("x", "  ")])[1].html == "<p>CPI</p>\n"


def test_letters_that_grow_in_lower_case_do_not_shift_the_links():
    assert linked("İİİ gate")[0] == [("gate", "gate")]
