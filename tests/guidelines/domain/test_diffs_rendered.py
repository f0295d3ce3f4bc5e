"""Comparing two pages as a reader sees them."""

import random
import re
import time
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.diffs import Block, compare_blocks, compare_rendered
from guidelines.domain.diffs.tree import VOID, parse, write
from guidelines.markdown.render import RenderContext, render
from tests.guidelines.domain.test_diffs_source import edited, guideline

pytestmark = pytest.mark.pure

TABLE = (
    '<div class="table-scroll" tabindex="0"><table><thead><tr><th scope="col">Class</th>'
    '<th scope="col">Manager</th><th scope="col">Sponsor</th></tr></thead><tbody>'
    "<tr><td>A</td><td>tolerance</td><td>above</td></tr>"
    "<tr><td>B</td><td>2 % or 5 days</td><td>10 %</td></tr>"
    "<tr><td>C</td><td>1 % or 5 days</td><td>5 %</td></tr></tbody></table></div>"
)


def count(html):
    return {name: len(re.findall(name, html)) for name in ("<ins>", "<del>", "diff-\\w+")}


@pytest.mark.parametrize(
    ("before", "after", "merged"),
    [
        ("<p>a b</p>", "<p>a b</p>", "<p>a b</p>"),
        ("<p>\n a  b</p>\n", "<p>a b</p>", "<p>a b</p>"),
        (
            "<p>must pay 2 % now</p>",
            "<p>must pay 3 % now</p>",
            "<p>must pay <del>2</del><ins>3</ins> % now</p>",
        ),
        (
            "<p>one two</p>",
            "<p>one two</p><p>three</p>",
            '<p>one two</p><p class="diff-ins"><ins>three</ins></p>',
        ),
        ("<hr>", "", '<hr class="diff-del">'),
        (
            '<h2 id="rules">Rules</h2>',
            '<h2 id="rules">Rules and limits</h2>',
            '<h2 id="rules">Rules<ins> and limits</ins></h2>',
        ),
        (  # a new link target, the same words
            '<p>see <a href="/a">the plan</a></p>',
            '<p>see <a href="/b">the plan</a></p>',
            '<p>see <a href="/a"><del>the plan</del></a><a href="/b"><ins>the plan</ins></a></p>',
        ),
        (  # a link stays one link
            '<p><a href="/a">the old plan</a> counts</p>',
            '<p><a href="/a">the new plan</a> counts</p>',
            '<p><a href="/a">the <del>old</del><ins>new</ins> plan</a> counts</p>',
        ),
        (
            '<p>see <img src="/1.png" alt="x"> here</p>',
            '<p>see <img src="/2.png" alt="x"> here</p>',
            '<p>see <del><img src="/1.png" alt="x"></del>'
            '<ins><img src="/2.png" alt="x"></ins> here</p>',
        ),
        (
            "<p>it must be so</p>",
            "<p>it <strong>must</strong> be so</p>",
            "<p>it <del>must</del><strong><ins>must</ins></strong> be so</p>",
        ),
        (
            "<ul><li>one two three</li><li>b</li></ul>",
            "<ul><li>one two four</li><li>b</li><li>c<ul><li>d</li></ul></li></ul>",
            "<ul><li>one two <del>three</del><ins>four</ins></li><li>b</li>"
            '<li class="diff-ins"><ins>c</ins><ul><li><ins>d</ins></li></ul></li></ul>',
        ),
        (  # tight and loose lists read the same
            "<ul><li>one</li><li>two</li></ul>",
            "<ul><li><p>one</p></li><li><p>two</p></li></ul>",
            "<ul><li><p>one</p></li><li><p>two</p></li></ul>",
        ),
        (
            "<dl><dt>EV</dt><dd>earned value of work</dd></dl>",
            "<dl><dt>EV</dt><dd>earned value of all work</dd></dl>",
            "<dl><dt>EV</dt><dd>earned value of <ins>all </ins>work</dd></dl>",
        ),
        (
            "<pre><code>a = 1\nb = 2\n</code></pre>",
            "<pre><code>a = 1\nb = 3\n</code></pre>",
            "<pre><code>a = 1\nb = <del>2</del><ins>3</ins>\n</code></pre>",
        ),
        (
            '<aside class="admonition admonition-note"><p>take good care</p></aside>',
            '<aside class="admonition admonition-warning"><p>take good care</p></aside>',
            '<aside class="admonition admonition-note diff-del">'
            "<p><del>take good care</del></p></aside>"
            '<aside class="admonition admonition-warning diff-ins">'
            "<p><ins>take good care</ins></p></aside>",
        ),
        (  # footnotes that only changed their number
            '<p>a<sup class="footnote-ref"><a href="#fn:1">1</a></sup> b</p>',
            '<p>a<sup class="footnote-ref"><a href="#fn:2">2</a></sup> b</p>',
            '<p>a<sup class="footnote-ref"><a href="#fn:2">2</a></sup> b</p>',
        ),
        (
            "<details><summary>More</summary><p>x y z</p></details>",
            "<details><summary>More</summary><p>x y</p></details>",
            '<details open=""><summary>More</summary><p>x y<del> z</del></p></details>',
        ),
    ],
)
def test_blocks_and_words(before, after, merged):
    assert compare_rendered(before, after) == merged


def test_one_changed_cell_is_one_changed_cell():
    merged = compare_rendered(TABLE, TABLE.replace("2 %", "3 %"))
    assert merged == TABLE.replace("<td>2 %", '<td class="diff-changed"><del>2</del><ins>3</ins> %')


def test_rows_that_came_and_went():
    after = TABLE.replace("<tr><td>A</td><td>tolerance</td><td>above</td></tr>", "").replace(
        "</tbody>", "<tr><td>D</td><td>none</td><td>2 %</td></tr></tbody>"
    )
    assert compare_rendered(TABLE, after) == TABLE.replace(
        "<tr><td>A</td><td>tolerance</td><td>above</td></tr>",
        '<tr class="diff-del"><td><del>A</del></td><td><del>tolerance</del></td>'
        "<td><del>above</del></td></tr>",
    ).replace(
        "</tbody>",
        '<tr class="diff-ins"><td><ins>D</ins></td><td><ins>none</ins></td>'
        "<td><ins>2 %</ins></td></tr></tbody>",
    )


def test_a_column_that_came():
    before, after = page(PIECES[6]), page("| K | N | S |\n|-|-|-|\n| a | x | 1 |\n| b |  | 3 |")
    merged = re.sub(r' scope="col"|\n', "", compare_rendered(before, after))
    assert re.findall("<table.*</table>", merged) == [
        '<table><thead><tr><th>K</th><th class="diff-ins"><ins>N</ins></th><th>S</th></tr></thead>'
        '<tbody><tr><td>a</td><td class="diff-ins"><ins>x</ins></td><td>1</td></tr>'
        '<tr><td>b</td><td class="diff-ins"></td>'
        '<td class="diff-changed"><del>2</del><ins>3</ins></td></tr></tbody></table>'
    ]
    assert compare_rendered(after, before).count("diff-del") == 3


def test_a_renamed_column_stays_that_column():
    merged = compare_rendered(TABLE, TABLE.replace("Sponsor", "Board"))
    assert count(merged) == {"<ins>": 1, "<del>": 1, "diff-\\w+": 1}


def test_tables_without_clear_columns_compare_row_by_row():
    before = (
        '<table><tbody><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>'
    )
    merged = compare_rendered(before, before.replace("<td>c", "<td>d"))
    assert merged == before.replace("<td>c", '<td class="diff-changed"><del>c</del><ins>d</ins>')


def test_side_by_side_keeps_each_side_as_it_was():
    before = '<h2 id="a">Rules</h2><p>one two three</p><p>gone for good</p>'
    after = '<h2 id="a">Rules</h2><p>one two four</p><p>fresh</p>'
    assert compare_blocks(before, after) == (
        Block("same", '<h2 id="a">Rules</h2>', "<h2>Rules</h2>", '<h2 id="a">Rules</h2>'),
        Block(
            "changed",
            "<p>one two <del>three</del><ins>four</ins></p>",
            "<p>one two <del>three</del></p>",
            "<p>one two <ins>four</ins></p>",
        ),
        Block(
            "removed",
            '<p class="diff-del"><del>gone for good</del></p>',
            '<p class="diff-del"><del>gone for good</del></p>',
            "",
        ),
        Block(
            "added",
            '<p class="diff-ins"><ins>fresh</ins></p>',
            "",
            '<p class="diff-ins"><ins>fresh</ins></p>',
        ),
    )


def test_the_old_side_names_no_landmark_again():
    region = '<div class="table-scroll" role="region" aria-label="Table 1" id="x"><p>a</p></div>'
    (block,) = compare_blocks(region, region)
    assert (block.before, block.after) == ('<div class="table-scroll"><p>a</p></div>', region)


def test_links_of_the_page_itself_are_no_text():
    html = '<div class="heading"><h2 id="a">A</h2><a class="anchor" href="#a">#</a></div>'
    assert compare_rendered(html, html) == '<h2 id="a">A</h2>'


def test_glossary_links_wander_without_a_change():
    before = '<p>The <a class="term" href="/g/ev" data-definition="x">EV</a> counts.</p>'
    after = "<p>The EV counts.</p>"
    assert compare_rendered(before, after) == after


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<p>b",
        "</div></p>x",
        "<b><i>x</b></i>",
        "<" * 50,
        "&lt;script&gt;",
        "<p title='\"<>'>&amp;",
    ],
)
def test_torn_html_comes_out_whole(html):
    merged = compare_rendered(html, f"{html}<p>new</p>")
    assert "<script" not in merged
    assert_nested(merged)


def test_deep_nesting_keeps_its_text():
    deep = "<div>" * 3000 + "core" + "</div>" * 3000 + "<p>after</p>"
    merged = compare_rendered(deep, deep.replace("core", "new core"))
    assert "core" in merged
    assert merged.endswith("<p>after</p>")


class Nesting(HTMLParser):
    """Fails on an end tag that closes something else, and on blocks inside ins and del."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        if tag in ("p", "li", "td", "tr", "table", "ul", "h2", "blockquote", "ins", "del", "pre"):
            assert not {"ins", "del"} & set(self.open)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def assert_nested(html):
    parser = Nesting()
    parser.feed(html)
    parser.close()
    assert parser.open == []


PIECES = [
    "## Rules\n\n",
    "### Limits and **bold**\n\n",
    "A manager *must* pay 2 % of [the plan](https://x.example/a) now.\n\n",
    "A manager may pay 3 % of [the plan](https://x.example/b) now.\n\n",
    "- one\n- two\n  - deep `code`\n- [x] done\n\n",
    "- one\n- three\n\n",
    "| K | S |\n|---|---|\n| a | 1 |\n| b | 2 |\n\n",
    "| K | N | S |\n|---|---|---|\n| a | x | 1 |\n| c |  | 2 |\n\n",
    "> [!NOTE]\n> Take care.\n\n",
    "> quoted\n>\n> - list\n\n",
    "Term\n: Meaning of it\n\n",
    "```python\na = 1\n\nb = 2\n```\n\n",
    "Text[^1].\n\n[^1]: Foot.\n\n",
    "---\n\n",
    "<details><summary>More</summary>\n\nHidden & <b>bold</b>\n\n</details>\n\n",
]
sources = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)


def page(source):
    return render(source, RenderContext()).html


def plain(html):
    return " ".join(parse(html).text.split())


def without(mark, html):
    return re.sub(rf"<{mark}>.*?</{mark}>", "", html, flags=re.S)


@given(sources, sources)
def test_both_pages_are_in_the_comparison(before, after):
    old, new = page(before), page(after)
    blocks = compare_blocks(old, new)
    assert_nested("".join(block.inline for block in blocks))
    for side, html, other in (("before", old, "ins"), ("after", new, "del")):
        column = "".join(getattr(block, side) for block in blocks)
        assert_nested(column)
        assert f"<{other}>" not in column
        assert f"diff-{other}" not in column
        if "footnote" not in html:
            assert "".join(plain(column).split()) == "".join(plain(html).split())


@given(sources, sources)
def test_the_comparison_stays_sanitised(before, after):
    merged = compare_rendered(page(before), page(after))
    tags = set(re.findall(r"<(\w+)", merged))
    assert nh3.clean(merged, tags=tags, attributes={"*": {"class"}}) == nh3.clean(
        write(parse(merged)), tags=tags, attributes={"*": {"class"}}
    )
    assert tags <= set(re.findall(r"<(\w+)", page(before) + page(after))) | {"ins", "del"}
    assert not re.search(r"<[^>]*\s(on\w+|style)=", merged)


@given(sources)
def test_a_page_does_not_differ_from_itself(source):
    assert {block.kind for block in compare_blocks(page(source), page(source))} <= {"same"}


def cpu(before, after):
    begin = time.process_time()
    compare_blocks(before, after)
    return time.process_time() - begin


def paragraphs(texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def test_200_changes_in_200_kilobytes_take_under_two_seconds():
    old = guideline(1300)
    assert cpu(paragraphs(old), paragraphs(edited(old, 200))) < 2


def rows(texts, size=6):
    source = random.Random(5)
    cells = ["".join(f"<td>{source.choice(texts)[:20]}</td>" for _ in range(size)) for _ in texts]
    return f"<table><tbody>{''.join(f'<tr>{cell}</tr>' for cell in cells)}</tbody></table>"


PATHOLOGICAL = {
    "equal paragraphs": ("<p>a</p>" * 9_000, "<p>a</p>" * 8_000 + "<p>b</p>"),
    "other paragraphs": (paragraphs(guideline(1300)), paragraphs(guideline(1300, 9))),
    "one paragraph": tuple(paragraphs([" ".join(guideline(1300, seed))]) for seed in (1, 9)),
    "other table": (rows(guideline(1300)), rows(guideline(1200, 9))),
    "every other word bold": (
        paragraphs([" ".join(f"<b>{word}</b> x" for word in guideline(900)[0].split() * 200)]),
        paragraphs([" ".join(f"{word} <b>x</b>" for word in guideline(900)[0].split() * 200)]),
    ),
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_no_page_makes_it_hang(name):
    assert cpu(*PATHOLOGICAL[name]) < 10
