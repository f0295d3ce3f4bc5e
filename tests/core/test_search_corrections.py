"""Mistyped words and odd texts: taken for what is meant, harmless, never a leak."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import SearchEntry, SearchWord
from tests.core import searching
from tests.core.searching import TRAM, corrected, fill, found, visible


@pytest.fixture(autouse=True)
def _things(db):
    searching.begin()


# --- mistyped words -------------------------------------------------------------------


def test_a_mistyped_word_finds_the_nearest_and_says_so():
    assert corrected("sigmals") == ("signals", [2])
    assert corrected("trma contorl") == ("tram control", [2])
    assert corrected("ctizen") == ("citizen", [1])


def test_short_words_allow_one_slip_and_the_shortest_none():
    assert corrected("traam") == ("tram", [2])
    assert corrected("traaam") == ("tram", [2])
    assert corrected("trxy") == ("", [])
    assert corrected("nww") == ("", [])


def test_words_that_are_there_are_not_corrected():
    assert corrected("tram citizen") == ("", [])
    assert corrected("tram") == ("", [2])


def test_a_hidden_word_is_neither_offered_nor_noticed():
    fill(
        {1: ("Zephir line", ""), 2: ("Tram", ""), 3: ("Secret", "zephyr")},
        seen={1, 2},
    )
    assert corrected("zephyr") == ("zephir", [1]), "as if the hidden word did not exist"
    visible.add(3)
    assert corrected("zephyr") == ("", [3])
    visible.discard(3)
    visible.discard(1)
    assert corrected("zephyx") == ("", [])


def test_the_vocabulary_follows_the_index():
    fill({1: ("Tram tram", "line"), 2: ("Tram", "")})
    assert dict(SearchWord.objects.values_list("word", "entries")) == {"tram": 2, "line": 1}
    fill({1: ("Bus", "")})
    assert dict(SearchWord.objects.values_list("word", "entries")) == {"bus": 1}


def test_another_process_s_words_are_known_after_its_commit(django_capture_on_commit_callbacks):
    assert corrected("sigmals") == ("signals", [2])
    with django_capture_on_commit_callbacks(execute=True):
        fill({1: ("Monorail", "")})
    assert corrected("monorial") == ("monorail", [1])


# --- odd texts ------------------------------------------------------------------------

ODD = [
    "",
    "   ",
    "%",
    "a' OR 1=1 --",
    '"',
    '""',
    "(",
    ")",
    "\\",
    "-x",
    "-",
    "--",
    "*",
    "😀",
    "\0",
    "&|!<->",
    "a AND",
    "NOT",
    "NEAR(a b)",
    "x" * 10_000,
    "zz " * 5_000,
]


@pytest.mark.parametrize("text", ODD)
def test_odd_characters_are_only_text(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ['tram"line', "title:tram", "tram*", "(tram)", "tram 😀", "^tram"])
def test_signs_beside_a_word_do_no_harm(text):
    fill({1: ("Title of the tram line", "")})
    assert found(text) == [1]


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_text_makes_the_database_stumble(text):
    found(text)


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_text_can_be_indexed(text):
    fill({1: (text, text)})
    assert SearchEntry.objects.filter(source=TRAM).count() == 1
