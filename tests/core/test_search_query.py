"""Words, codes and the typed query: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search import postgres, sqlite, text
from core.search.clauses import TITLE
from core.search.query import Group, Phrase, Query, parse

pytestmark = pytest.mark.pure


def word(value, *, is_prefix=True):
    return (Phrase((value,), is_prefix),)


def test_words_are_folded_and_separated_alike():
    assert text.words("Ämter, Straße & GL-16 (v2.0) 😀") == [
        "amter",
        "strasse",
        "gl",
        "16",
        "v2",
        "0",
    ]


def test_hyphened_words_are_indexed_as_one_word_too():
    assert text.index_text("Time-box GL-16") == "time box gl 16 timebox gl16"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("GL-16 Change control", "gl16"),
        ("HV-2026-014 Tram", "hv2026014"),
        ("T23: Status report", ""),
        ("T23 Status report", "t23"),
        ("Change control", ""),
        ("2026", ""),
        ("", ""),
    ],
)
def test_a_title_begins_with_its_code(title, code):
    assert text.code_of(title) == code


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("risks", "risk"),
        ("policies", "policy"),
        ("reporting", "report"),
        ("pricing", "price"),
        ("approved", "approve"),
        ("berichte", "bericht"),
        ("projekten", "projekt"),
        ("mitglieder", "mitglied"),
    ],
)
def test_forms_lead_to_their_word(form, base):
    assert base in text.base_forms(form)


def test_short_words_and_numbers_have_no_other_form():
    assert [text.base_forms(each) for each in ("gas", "owner", "2020")] == [set(), set(), set()]


def test_all_words_are_asked_for_and_long_ones_as_beginnings():
    assert parse("Tram it").groups == (
        Group((word("tram"),), "tram"),
        Group(((Phrase(("it",)),),), "it"),
    )


def test_quotes_make_a_phrase_and_a_minus_excludes():
    query = parse('„change control“ -risk -"early warning" a-b - ')
    assert query.groups == (
        Group(((Phrase(("change", "control")),),)),
        Group(((Phrase(("a", "b")),), (Phrase(("ab",)),))),
    )
    assert query.without == (Phrase(("risk",)), Phrase(("early", "warning")))


@pytest.mark.parametrize("typed", ["GL-16", "gl16", "gl 16", "GL 16 rules", "rules GL-16"])
def test_codes_are_seen_however_they_are_written(typed):
    assert "gl16" in parse(typed).codes


def test_other_names_stand_for_a_word_and_for_a_run_of_words():
    names = {"cpi": {"Cost performance index"}, "cost performance index": {"CPI"}}

    def lookup(words):
        return {each: names[each] for each in words if each in names}

    phrase = (Phrase(("cost", "performance", "index")),)
    assert parse("CPI", lookup).groups == (Group((word("cpi"), phrase), "cpi"),)
    (run, rest) = parse("cost performance index low", lookup).groups
    assert run.ways[1:] == (word("cpi", is_prefix=False),)
    assert [each.words[0] for each in run.ways[0]] == ["cost", "performance", "index"]
    assert rest.word == "low"


def test_both_languages_of_the_databases():
    query = Query(
        (
            Group((word("risk"), (Phrase(("early", "warn"), True),))),
            Group((word("it", is_prefix=False),)),
        ),
        (Phrase(("old",)),),
    )
    assert postgres.to_tsquery(query) == (
        "(('risk':*) | ('early' <-> 'warn':*)) & (('it')) & !(('old'))"
    )
    assert postgres.to_tsquery(query, TITLE, with_excluded=False) == (
        "(('risk':*A) | ('early':A <-> 'warn':*A)) & (('it':A))"
    )
    assert sqlite.to_match(query, "a.b", TITLE) == (
        '({source} : "ab" AND {title} : ((("risk"*) OR ("early warn"*)) AND (("it"))))'
        ' NOT ({title labels body} : (("old")))'
    )


@given(st.text(max_size=60))
def test_only_letters_and_digits_reach_a_database(typed):
    query = parse(typed)
    for phrase in (*query.phrases, *query.without):
        assert phrase.words
        assert all(each.isalnum() for each in phrase.words)
