"""Three-way merge: what merges, what conflicts, and that nothing is lost."""

import re
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.merging import Conflict, Merge, merge
from tests.guidelines.domain.test_diffs_source import edited, guideline

pytestmark = pytest.mark.pure

BASE = """## Rules

The manager must approve each change of up to 2 % within five days.

## Steps

Log it.
"""

texts = st.lists(st.sampled_from(["a", "b", "c", "d e f g h", "", "x y"]), max_size=9).map(
    "\n".join
)


def unique_lines(name):
    return st.lists(st.integers(0, 4).map(lambda n: f"{name}{n}"), max_size=3)


@st.composite
def edits(draw, name):
    """The base with some lines taken out and lines that only this side has put in."""
    result = []
    for line in BASE_LINES:
        result += draw(unique_lines(name))
        if draw(st.integers(0, 3)):
            result.append(line)
    return "\n".join(result + draw(unique_lines(name)))


BASE_LINES = [f"line {at}" for at in range(8)]


def test_changes_in_different_places_merge():
    ours = BASE.replace("Log it.", "Log it at once.")
    theirs = BASE.replace("## Steps", "## Steps to take")
    assert merge(BASE, ours, theirs) == Merge(ours.replace("## Steps", "## Steps to take"), ())


def test_changes_in_different_words_of_one_paragraph_merge():
    ours = BASE.replace("must approve", "should approve")
    theirs = BASE.replace("five days", "three days")
    assert merge(BASE, ours, theirs) == Merge(ours.replace("five days", "three days"), ())


def test_a_new_number_and_a_new_unit_do_not_meet():
    ours, theirs = BASE.replace("2 %", "3 %"), BASE.replace("2 %", "2 days")
    line = "The manager must approve each change of up to {} within five days."
    assert merge(BASE, ours, theirs) == Merge(
        ours, (Conflict(line.format("2 %"), line.format("3 %"), line.format("2 days"), 3, 1, 1),)
    )


def test_both_changed_the_same_word():
    merged = merge("a b c", "a X c", "a Y c")
    assert merged == Merge("a X c", (Conflict("a b c", "a X c", "a Y c", 1, 1, 1),))
    assert not merged.is_clean


def test_both_inserted_at_one_place():
    assert merge("a\nz", "a\nours\nz", "a\ntheirs\nz") == Merge(
        "a\nours\nz", (Conflict("", "ours", "theirs", 2, 1, 1),)
    )


def test_one_deleted_what_the_other_changed():
    assert merge("a\nb c d\nz", "a\nz", "a\nb C d\nz") == Merge(
        "a\nz", (Conflict("b c d", "", "b C d", 2, 0, 1),)
    )


def test_both_made_the_same_change_and_one_more():
    assert merge("a\nb\nc\nd", "a\nB\nc\nd", "a\nB\nc\nD") == Merge("a\nB\nc\nD", ())


def test_neighbouring_rows_of_a_table_merge():
    base = "| A | 1 | x |\n| B | 2 | y |"
    ours, theirs = base.replace("x", "X"), base.replace("| B", "| BB")
    assert merge(base, ours, theirs) == Merge("| A | 1 | X |\n| BB | 2 | y |", ())


def test_lines_of_conflicts_count_in_the_merged_text():
    base = "\n".join("abcdefghij")
    ours = base.replace("b", "b1\nb2").replace("h", "H1")
    theirs = base.replace("b", "B").replace("h", "H2")
    merged = merge(base, ours, theirs)
    assert [conflict.line for conflict in merged.conflicts] == [2, 9]
    assert merged.text.split("\n")[8] == "H1"


@given(texts, texts)
def test_one_side_alone_wins(base, text):
    assert merge(base, base, text) == Merge(text, ())
    assert merge(base, text, base) == Merge(text, ())
    assert merge(base, text, text) == Merge(text, ())


@given(texts, texts, texts)
def test_clean_merges_do_not_depend_on_who_saves_first(base, ours, theirs):
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.is_clean == other.is_clean
    if one.is_clean:
        assert one.text == other.text
    else:
        assert [(c.base, c.ours, c.theirs) for c in one.conflicts] == [
            (c.base, c.theirs, c.ours) for c in other.conflicts
        ]


@given(edits("ours"), edits("theirs"))
def test_no_inserted_line_is_lost(ours, theirs):
    base = "\n".join(BASE_LINES)
    merged = merge(base, ours, theirs)
    kept = Counter(merged.text.split("\n"))
    for conflict in merged.conflicts:
        kept += Counter(conflict.theirs.split("\n"))
    for text in (ours, theirs):
        wanted = Counter(line for line in text.split("\n") if line not in BASE_LINES and line)
        assert not wanted - kept


sentences = st.lists(st.integers(0, 12).map(lambda n: f"w{n}"), min_size=4, max_size=14)


@given(sentences, st.data())
def test_no_inserted_word_is_lost_in_one_paragraph(base, data):
    sides = []
    for name in ("o", "t"):
        side = list(base)
        for at in data.draw(st.lists(st.integers(0, len(base) - 1), max_size=3)):
            side[at] = f"{name}{at}"
        sides.append(" ".join(side))
    merged = merge(" ".join(base), *sides)
    everything = merged.text + " " + " ".join(c.theirs for c in merged.conflicts)
    kept = set(re.findall(r"\w+", everything))
    assert {word for side in sides for word in side.split() if word[0] != "w"} <= kept


@given(texts, texts, texts)
def test_a_conflict_stands_at_its_line(base, ours, theirs):
    merged = merge(base, ours, theirs)
    found = merged.text.split("\n")
    for conflict in merged.conflicts:
        if conflict.ours:
            part = conflict.ours.split("\n")
            assert found[conflict.line - 1 : conflict.line - 1 + len(part)] == part


def test_200_kilobytes_merge_within_a_second():
    old = guideline(1300)
    base, ours, theirs = (
        "\n\n".join(text) for text in (old, edited(old, 200, 3), edited(old, 200, 4))
    )
    begin = time.process_time()
    merge(base, ours, theirs)
    assert time.process_time() - begin < 2
