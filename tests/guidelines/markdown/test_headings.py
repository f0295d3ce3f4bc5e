"""Levels and anchors of headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.markdown.headings import slug
from guidelines.markdown.render import Heading, Problem, RenderContext, TooLong, fill, render
from guidelines.markdown.sections import split

pytestmark = pytest.mark.pure


def outline(source, **context):
    found = render(source, RenderContext(**context))
    return [(heading.level, heading.title, heading.anchor) for heading in found.headings]


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("Change control", "change-control"),
        ("Prüfung & Freigabe, Größe", "pruefung-freigabe-groesse"),
        ("PM² – Überblick", "pm2-ueberblick"),
        ("Été à Zürich", "ete-a-zuerich"),
        ("5.1 Initiating Meeting", "5-1-initiating-meeting"),
        ("会議", "section"),
        ("Main", "section-main"),
        ("x" * 200, "x" * 80),
    ],
)
def test_slugs(title, anchor):
    assert slug(title) == anchor


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from("abc")), max_size=12))
def test_no_level_is_skipped_and_no_anchor_is_used_twice(rows):
    source = "\n\n".join(f"{'#' * level} {name}" for level, name in rows)
    found = outline(source)
    levels = [level for level, _title, _anchor in found]
    assert all(b <= a + 1 for a, b in zip([1, *levels], levels, strict=False))
    assert all(2 <= level <= 6 for level in levels)
    assert len({anchor for *_rest, anchor in found}) == len(found) == len(rows)


def test_the_highest_heading_becomes_the_second_level_wherever_it_stands():
    assert outline("##### Contents\n\n## Purpose\n\n### Scope\n\n###### Deep\n") == [
        (2, "Contents", "contents"),
        (2, "Purpose", "purpose"),
        (3, "Scope", "scope"),
        (4, "Deep", "deep"),
    ]


def test_a_first_heading_that_repeats_the_title_is_left_out():
    source = "# Change *control*\n\nIntro\n\n## Rules\n"
    found = render(source, RenderContext(title="Change Control"))
    assert found.headings == (Heading(2, "Rules", "rules", 5),)
    assert found.html.startswith("<p>Intro</p>\n")
    assert [
        (one.heading, one.level, one.plain_text) for one in split(source, title="Change control")
    ] == [
        ("", 0, "Intro"),
        ("Rules", 2, ""),
    ]
    assert outline(source)[0] == (2, "Change control", "change-control")


def test_explicit_anchors_win_and_are_not_shown():
    found = render(
        "## A {#rules}\n\n## B{#x.1}\n\n## C {#rules}\n\n## D {#main}\n", RenderContext()
    )
    assert [(one.title, one.anchor) for one in found.headings] == [
        ("A", "rules"),
        ("B", "x.1"),
        ("C", "rules-2"),
        ("D", "section-main"),
    ]
    assert found.problems == (Problem(5, "double_anchor", "rules"),)


def test_anchors_from_outside_go_to_the_sections_and_to_nothing_else():
    source = "## A\n\n#### Deep\n\n> ## Quoted\n\n[[block:k]]\n\n## B\n\n### C\n"
    found = render(
        source,
        RenderContext(
            anchors=("", "one", "two", "three"), blocks=lambda _keys: {"k": "## Blocked"}
        ),
    )
    # The deep heading follows its section directly, so it is of the third level and a section.
    assert [(one.level, one.title, one.anchor) for one in found.headings] == [
        (2, "A", "one"),
        (3, "Deep", "two"),
        (4, "Blocked", "blocked"),
        (2, "B", "three"),
        (3, "C", "c"),
    ]
    assert '<h4 id="quoted">Quoted</h4>' in found.html
    assert [one.heading for one in split(source)] == ["A", "Deep", "B", "C"]


def test_headings_of_notes_do_not_disturb_the_others():
    source = "## A\n\nText[^n]\n\n[^n]: Note\n\n    ## In a note\n\n## B\n"
    assert [title for _level, title, _anchor in outline(source)] == ["A", "B"]


def test_a_link_in_a_heading_does_not_show_its_words_in_the_contents():
    found = render("## See [Secret plan](guideline:GL-99) and `code`\n", RenderContext())
    assert (found.headings[0].title, found.headings[0].anchor) == ("See … and code", "see-and-code")
    assert found.problems == (Problem(1, "link_in_heading", "guideline:GL-99"),)
    assert "Secret" not in fill(found.html, lambda _all: {}, missing="-")


def test_links_by_the_anchors_of_other_tools_still_work():
    found = render("## 5.1 Initiating Meeting\n\n[a](#51-initiating-meeting)\n", RenderContext())
    assert '<a href="#5-1-initiating-meeting">a</a>' in found.html
    assert found.problems == ()


def test_a_text_of_more_than_the_limit_is_refused():
    with pytest.raises(TooLong) as refused:
        render("ä" * 250_001, RenderContext())
    assert (refused.value.code, refused.value.size, refused.value.limit) == (
        "too_long",
        500_002,
        500_000,
    )
    assert render("a" * 500_000, RenderContext()).words == 1
