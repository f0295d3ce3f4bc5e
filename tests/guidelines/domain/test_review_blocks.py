"""The page in blocks, each with its passage of the source."""

import pytest

from guidelines.domain.review_blocks import Block, at_line, split

pytestmark = pytest.mark.pure
SOURCE = "## One\n\nFirst\nline.\n\n- a\n- b\n\n[^1]: Note.\n"
HTML = (
    '<div class="heading"><h2 data-line="1">One</h2><a href="#one">#</a></div>\n'
    '<p data-line="3">First<br>line.</p>\n'
    '<ul data-line="6"><li data-line="6">a</li><li data-line="7">b</li></ul>\n'
    '<section class="footnotes"><p data-line="2">Note.</p></section>'
)


def test_each_block_knows_its_passage():
    blocks = split(HTML, SOURCE, {1: 1, 3: 4, 6: 7, 9: 9})
    assert [(block.line, block.source, block.start) for block in blocks] == [
        (1, "## One", 0),
        (3, "First\nline.", 8),
        (6, "- a\n- b", 21),
        (0, "", 0),
    ]
    assert "".join(block.html for block in blocks) == HTML


def test_pieces_of_one_line_or_without_a_line_are_one_block():
    html = '<p data-line="2">a</p><hr><p data-line="2">b</p><p data-line="4">c</p>'
    blocks = split(html, "\n[[block:x]]\n\nc\n", {4: 4})
    assert [block.line for block in blocks] == [2, 4]
    assert blocks[0].source == "[[block:x]]"


def test_the_block_of_a_line():
    blocks = (Block(1, ""), Block(4, ""), Block(0, ""))
    assert [at_line(blocks, line) for line in (1, 3, 4, 99)] == [1, 1, 4, 4]
    assert at_line((), 1) is None
