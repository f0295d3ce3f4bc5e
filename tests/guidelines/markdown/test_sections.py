"""Sections and the anchors that stay with them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.markdown.render import RenderContext, render
from guidelines.markdown.sections import Section, carry_anchors, plain_text, split

pytestmark = pytest.mark.pure

SOURCE = """Intro *here*.

## Rules {#duties}

A project **must** log [it](guideline:GL-01 "t") as a [risk](term:risk).

| a | b |
|---|---|
| 1 | `x` |

### Small ones
Line one
line two<br>three

#### Deeper

```
code
```

## Empty

## Notes

Text[^1] ![picture](image:a)

[^1]: Of 2026.
"""


def test_split_gives_every_section_with_its_source_and_words():
    assert split(SOURCE) == (
        Section("", 0, "", "Intro *here*.", "Intro here.", 1),
        Section(
            "Rules",
            2,
            "duties",
            'A project **must** log [it](guideline:GL-01 "t") as a [risk](term:risk).\n\n'
            "| a | b |\n|---|---|\n| 1 | `x` |",
            "A project must log … as a risk.\na\nb\n1\nx",
            3,
        ),
        Section(
            "Small ones",
            3,
            "",
            "Line one\nline two<br>three\n\n#### Deeper\n\n```\ncode\n```",
            "Line one line two three\nDeeper\ncode",
            11,
        ),
        Section("Empty", 2, "", "", "", 21),
        Section(
            "Notes",
            2,
            "",
            "Text[^1] ![picture](image:a)\n\n[^1]: Of 2026.",
            "Text picture\nOf 2026.",
            23,
        ),
    )
    assert plain_text("a **b**\n\n- c\n<p>d <i>e</i></p>\n") == "a b\nc\nd e"


def test_anchors_of_split_are_those_of_the_page():
    found = render(SOURCE, RenderContext(anchors=carry_anchors((), split(SOURCE))))
    assert carry_anchors((), split(SOURCE)) == ("", "duties", "small-ones", "empty", "notes")
    assert [one.anchor for one in found.headings] == [
        "duties",
        "small-ones",
        "deeper",
        "empty",
        "notes",
    ]
    assert [one.anchor for one in render(SOURCE, RenderContext()).headings] == [
        one.anchor for one in found.headings
    ]


def carry(before, now):
    """carry_anchors over (title, text) pairs."""
    sections = [Section(title, 2, "", text, text, 1) for title, text in now]
    return list(carry_anchors(before, sections))


BEFORE = [
    ("rules", "Rules", "A project must record every change before the work on it starts."),
    ("steps", "Steps", "The manager logs the request within two working days."),
    ("example", "Example", "In a class B project the sponsor approves ten per cent."),
    ("example-2", "Example", "In a class D project the board decides on everything."),
]
SAME = [(title, text) for _anchor, title, text in BEFORE]


@pytest.mark.parametrize(
    ("now", "anchors"),
    [
        (SAME, ["rules", "steps", "example", "example-2"]),
        ([SAME[0], SAME[1], SAME[3]], ["rules", "steps", "example-2"]),
        ([SAME[3], SAME[2], SAME[0]], ["example-2", "example", "rules"]),
        (
            [("Duties", SAME[0][1]), *SAME[1:]],
            ["rules", "steps", "example", "example-2"],
        ),
        (
            [("Duties", "A project must record each change before any work starts."), *SAME[1:]],
            ["rules", "steps", "example", "example-2"],
        ),
        (
            [("Rules", "Wholly new words stand here."), ("Duties", SAME[0][1]), *SAME[1:]],
            ["rules", "duties", "steps", "example", "example-2"],
        ),
        (
            [SAME[0], ("Something else", "Nothing in common with what stood here."), *SAME[2:]],
            ["rules", "something-else", "example", "example-2"],
        ),
        (
            [*SAME[:2], ("Example", "New one about money."), ("Example", SAME[3][1] + " Always.")],
            ["rules", "steps", "example", "example-2"],
        ),
        ([("Steps", SAME[0][1]), ("Rules", SAME[1][1])], ["steps", "rules"]),
        ([("Roles", ""), *SAME], ["roles", "rules", "steps", "example", "example-2"]),
        ([], []),
    ],
)
def test_carried_anchors(now, anchors):
    assert carry(BEFORE, now) == anchors


def test_an_explicit_anchor_takes_it_from_whoever_had_it():
    now = [
        Section("Steps", 2, "rules", "", BEFORE[1][2], 1),
        Section("Rules", 2, "", "", BEFORE[0][2], 2),
        Section("More", 2, "rules", "", "", 3),
    ]
    assert carry_anchors(BEFORE, now) == ("rules", "rules-2", "rules-3")


def test_bare_headings_keep_their_place_when_renamed():
    before = [("a", "A", ""), ("b", "B", ""), ("c", "C", "")]
    assert carry(before, [("A", ""), ("Beta", ""), ("C", "")]) == ["a", "b", "c"]
    assert carry(before, [("A", ""), ("A", ""), ("C", "")]) == ["a", "b", "c"]
    assert carry(before, [("A", ""), ("C", "")]) == ["a", "c"]


titles = st.sampled_from(["Rules", "Steps", "Roles", "Example", "Prüfung", "A"])
texts = st.sampled_from(
    ["", "one two three", "four five six", "seven eight nine ten", "a b c d e f"]
)
sections = st.lists(st.tuples(titles, texts), min_size=1, max_size=8)


def first(pairs):
    return [(anchor, *pair) for anchor, pair in zip(carry((), pairs), pairs, strict=True)]


@given(sections, st.data())
@settings(max_examples=300)
def test_renaming_one_heading_keeps_every_anchor(pairs, data):
    at = data.draw(st.integers(0, len(pairs) - 1))
    before = first(pairs)
    now = [*pairs[:at], (data.draw(titles | st.just("Wholly new")), pairs[at][1]), *pairs[at + 1 :]]
    assert carry(before, now) == [anchor for anchor, *_rest in before]


@given(sections, sections)
@settings(max_examples=300)
def test_anchors_are_always_different_and_never_empty(pairs, now):
    made = carry(first(pairs), now)
    assert len(set(made)) == len(made) == len(now)
    assert all(made)


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 6)))
@settings(max_examples=300)
def test_inserting_removing_and_moving_never_moves_another_s_anchor(order, removed, inserted):
    pairs = [(f"Title {at % 3}", f"text{at} own{at} word{at}") for at in order]
    before = first(pairs)
    known = {(title, text): anchor for anchor, title, text in before}
    kept = [pair for at, pair in enumerate(pairs) if at not in removed]
    for at in sorted(inserted, reverse=True):
        kept.insert(at, (f"Title {at % 3}", f"other{at} new{at} thing{at}"))
    made = carry(before, kept)
    assert [anchor for anchor, pair in zip(made, kept, strict=True) if pair in known] == [
        known[pair] for pair in kept if pair in known
    ]


def test_two_hundred_rewritten_sections_are_matched_at_once():
    before = [(f"s{at}", f"S {at}", f"word{at} " * 40 + f"other{at}") for at in range(200)]
    now = [(f"T {at}", f"fresh{at} " * 40) for at in range(200)]
    assert len(set(carry(before, now))) == 200
