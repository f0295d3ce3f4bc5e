"""Comparing two sources: lines, words, folds, summary, and texts made to hang it."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.diffs import Row, Span, Summary, compare_source, compare_words, fold, summary
from guidelines.domain.diffs.aligning import align
from guidelines.domain.diffs.source import lines

pytestmark = pytest.mark.pure

texts = st.text(alphabet="ab \n", max_size=60)
vocabulary = st.sampled_from(["must", "may", "2", "%", "days", ",", "the"])
words = st.lists(vocabulary, max_size=25).map(" ".join)

BEFORE = """# GL-16

Intro stays.

## Rules {#rules}
A change of 2 % is approved by the manager.
Old line.

## Steps
Log the request.
"""
AFTER = """# GL-16

Intro stays.

## Rules {#rules}
A change of 3 % is approved by the manager.

## Steps
Log the request.
Tell the sponsor.
"""


def same(i, j, text):
    return Row("same", i, j, (Span("same", text),))


def test_rows_of_a_small_change():
    assert compare_source(BEFORE, AFTER) == (
        same(1, 1, "# GL-16"),
        same(2, 2, ""),
        same(3, 3, "Intro stays."),
        same(4, 4, ""),
        same(5, 5, "## Rules {#rules}"),
        Row(
            "changed",
            6,
            6,
            (
                Span("same", "A change of "),
                Span("del", "2"),
                Span("ins", "3"),
                Span("same", " % is approved by the manager."),
            ),
        ),
        Row("removed", 7, None, (Span("del", "Old line."),)),
        same(8, 7, ""),
        same(9, 8, "## Steps"),
        same(10, 9, "Log the request."),
        Row("added", None, 10, (Span("ins", "Tell the sponsor."),)),
    )


def test_summary_names_words_and_sections():
    rows = compare_source(BEFORE, AFTER)
    assert summary(rows) == Summary(words_added=4, words_removed=3, sections=("Rules", "Steps"))
    assert summary(compare_source(AFTER, AFTER)) == Summary(0, 0, ())


def test_summary_reads_headings_as_markdown_does():
    before = "Top\n\nPlain\n-----\nx\n```\n# no heading\n```\ny one\n"
    after = "Top changed\n\nPlain\n-----\nx\n```\n# no heading\n```\ny two\n"
    assert summary(compare_source(before, after)).sections == ("", "Plain")


def test_summary_keeps_what_a_link_says_to_itself():
    rows = compare_source("", "## See [Plan Falcon](guideline:GL-99) and [x][y] ##\ntext")
    assert summary(rows).sections == ("See … and …",)


def test_fold_keeps_the_context():
    rows = compare_source("\n".join("abcdefghij"), "\n".join("abcdeXghij"))
    assert [(run.is_folded, len(run.rows)) for run in fold(rows, 2)] == [
        (True, 3),
        (False, 6),
        (True, 2),
    ]
    assert [run.is_folded for run in fold(rows, 3)] == [True, False]  # a lone row is not folded
    assert [run.is_folded for run in fold(compare_source("a\nb", "a\nb"))] == [True]
    assert fold(()) == ()


def test_words_are_marked_whole():
    assert compare_words("The manager approves", "The managers approve") == (
        Span("same", "The "),
        Span("del", "manager approves"),
        Span("ins", "managers approve"),
    )


def test_line_ends_make_no_difference():
    assert {row.kind for row in compare_source("a\r\nb\r\n", "a\nb")} == {"same"}


@given(texts, texts)
def test_rows_hold_both_texts(before, after):
    rows = compare_source(before, after)
    for text, side, number in ((before, "before", "before_line"), (after, "after", "after_line")):
        found = [
            "".join(span.text for span in getattr(row, side))
            for row in rows
            if getattr(row, number) is not None
        ]
        assert found == lines(text)
        numbers = [getattr(row, number) for row in rows if getattr(row, number)]
        assert numbers == list(range(1, len(found) + 1))


@given(words, words)
def test_words_hold_both_texts(before, after):
    spans = compare_words(before, after)
    assert "".join(span.text for span in spans if span.kind != "ins") == before
    assert "".join(span.text for span in spans if span.kind != "del") == after


@given(st.lists(st.integers(0, 6)), st.lists(st.integers(0, 6)))
def test_steps_cover_both_sequences(before, after):
    i = j = 0
    was_same = None
    for step in align(before, after):
        assert (step.before, step.after, step.is_same) == (
            i,
            j,
            not was_same if i or j else step.is_same,
        )
        if step.is_same:
            assert before[i : step.before_end] == after[j : step.after_end]
        i, j, was_same = step.before_end, step.after_end, step.is_same
    assert (i, j) == (len(before), len(after))


def guideline(paragraphs, seed=1):
    """About 110 bytes a paragraph, words as often as in a language."""
    source = random.Random(seed)
    weights = [1 / (rank + 1) for rank in range(3000)]
    names = [f"word{rank}" for rank in range(3000)]
    return [" ".join(source.choices(names, weights, k=22)) for _ in range(paragraphs)]


def edited(paragraphs, changes, seed=2):
    source = random.Random(seed)
    result = list(paragraphs)
    for _ in range(changes):
        at = source.randrange(len(result))
        found = result[at].split()
        found[source.randrange(len(found))] = "changed"
        result[at] = " ".join(found)
    return result


def cpu(function, *args):
    begin = time.process_time()
    function(*args)
    return time.process_time() - begin


def test_200_changes_in_200_kilobytes_take_under_a_second():
    old = guideline(1300)
    before, after = "\n\n".join(old), "\n\n".join(edited(old, 200))
    assert len(before) > 200_000
    assert cpu(compare_source, before, after) < 1


PATHOLOGICAL = {
    "all lines equal": ("a\n" * 20_000, "a\n" * 15_000 + "b\n"),
    "turning lines": ("a\nb\n" * 10_000, "b\na\nc\n" * 8_000),
    "three letters": tuple("\n".join(random.Random(s).choices("abc", k=20_000)) for s in (1, 2)),
    "one line, few changes": (" ".join(guideline(1300)), " ".join(edited(guideline(1300), 200))),
    "one line, other words": (" ".join(guideline(1300)), " ".join(guideline(1300, 9))),
    "one line, two words": ("ab " * 60_000, "ba " * 50_000),
    "one word": ("a" * 200_000, "b" * 200_000),
    "signs": ("|-" * 50_000, "-|" * 60_000),
    "every line a little": (
        "\n".join(guideline(1300)),
        "\n".join(f"{line} ." for line in guideline(1300)),
    ),
    "every line half": (
        "\n".join(guideline(1300)),
        "\n".join(" ".join(reversed(line.split())) for line in guideline(1300)),
    ),
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_no_text_makes_it_hang(name):
    assert cpu(compare_source, *PATHOLOGICAL[name]) < 6
