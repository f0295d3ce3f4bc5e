"""Text blocks that many guidelines include."""

import pytest

from guidelines.markdown.render import Problem, RenderContext, TooLong, render

pytestmark = pytest.mark.pure

TEXTS = {
    "a": "A\n\n[[block:b]]",
    "b": "B\n\n[[block:c]]",
    "c": "C\n\n[[block:d]]",
    "d": "D",
    "loop": "L\n\n[[block:pool]]",
    "pool": "P\n\n[[block:loop]]",
    "open": "```\nnever closed",
    "html": "<div>never closed <!-- neither",
    "list": "- one\n- two",
    "note": "Text[^n] and [r]\n\n[^n]: Of the block\n\n[r]: guideline:GL-02",
    "head": "# Big\n\n### Small",
    "empty": "",
}


def include(source):
    asked = []

    def blocks(keys):
        asked.append(sorted(keys))
        return {key: TEXTS[key] for key in keys if key in TEXTS}

    return render(source, RenderContext(blocks=blocks)), asked


def test_a_block_stands_where_its_line_stands():
    found, asked = include("Before\n[[block:d]]\nAfter\n\n- x\n\n  [[block:d]]\n")
    assert found.html == (
        "<p>Before</p>\n<p>D</p>\n<p>After</p>\n<ul>\n<li><p>x</p>\n<p>D</p>\n</li>\n</ul>\n"
    )
    assert (found.blocks, asked, found.problems) == (("d",), [["d"]], ())


def test_blocks_in_blocks_to_the_third_level():
    found, asked = include("[[block:a]]\n\n[[block:b]]\n")
    assert found.html == "<p>A</p>\n<p>B</p>\n<p>C</p>\n<p>B</p>\n<p>C</p>\n<p>D</p>\n"
    assert found.blocks == ("a", "b", "c", "d")
    assert found.problems == (Problem(1, "block_depth", "d"),)
    assert asked == [["a", "b"], ["c"], ["d"]]


def test_circles_and_unknown_blocks_are_told():
    found, _asked = include("x\n\n[[block:loop]]\n\n[[block:gone]]\n")
    assert found.html == "<p>x</p>\n<p>L</p>\n<p>P</p>\n"
    assert found.problems == (
        Problem(3, "block_cycle", "loop"),
        Problem(5, "unknown_block", "gone"),
    )


@pytest.mark.parametrize(
    "source", ["`[[block:d]]`", "```\n[[block:d]]\n```", "    [[block:d]]", "x [[block:d]]"]
)
def test_only_a_line_of_its_own_counts(source):
    found, _asked = include(source)
    assert found.blocks == ()
    assert "[[block:d]]" in found.html


@pytest.mark.parametrize("key", ["open", "html", "list"])
def test_a_block_cannot_reach_into_the_text_around_it(key):
    found, _asked = include(f"## One\n\n[[block:{key}]]\n\n- mine\n\n## Two\n\nlast\n")
    assert [heading.title for heading in found.headings] == ["One", "Two"]
    assert "<ul>\n<li>mine\n</li>\n</ul>" in found.html
    assert "<p>last</p>" in found.html


def test_notes_links_and_lines_of_a_block_are_those_of_the_page():
    found, _asked = include("Mine[^m]\n\n[[block:note]]\n\n[^m]: Of the page\n")
    assert [(used.reference.code, used.line) for used in found.references] == [("GL-02", 3)]
    assert found.html.index("Of the page") < found.html.index("Of the block")
    assert found.problems == ()


def test_headings_of_a_block_go_below_the_section_that_includes_it():
    found, _asked = include("## One\n\n[[block:head]]\n\n### Mine\n\n[[block:empty]]\n")
    assert [(heading.level, heading.title) for heading in found.headings] == [
        (2, "One"),
        (3, "Big"),
        (4, "Small"),
        (3, "Mine"),
    ]


def test_blocks_count_towards_the_limit():
    with pytest.raises(TooLong):
        render("[[block:d]]", RenderContext(blocks=lambda _keys: {"d": "x" * 500_000}))
    with pytest.raises(TooLong):
        render("[[block:d]]\n\n" * 20_000, RenderContext(blocks=lambda _keys: {"d": "x" * 1000}))
