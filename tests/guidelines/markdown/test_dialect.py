"""Each form of the dialect, from source to HTML, whole."""

import pytest

from guidelines.markdown.render import (
    Heading,
    ImageTarget,
    Problem,
    Reference,
    RenderContext,
    Rendered,
    UsedReference,
    render,
)

pytestmark = pytest.mark.pure


def html(source, **context):
    return render(source, RenderContext(**context)).html


def images(tokens):
    known = {
        "a1": ImageTarget("/files/a1/", 640, 480),
        "b2": ImageTarget("/files/b2/"),
    }
    return {token: known[token] for token in tokens if token in known}


def test_headings_shift_to_the_second_level_and_carry_a_link_to_themselves():
    found = render("# Rules\n\n### Who decides\n", RenderContext())
    assert found.html == (
        '<div class="heading"><h2 id="rules">Rules</h2>'
        '<a class="anchor" href="#rules" aria-label="Link to section Rules">#</a></div>\n'
        '<div class="heading"><h3 id="who-decides">Who decides</h3>'
        '<a class="anchor" href="#who-decides" aria-label="Link to section Who decides">#</a>'
        "</div>\n"
    )
    assert found.headings == (
        Heading(2, "Rules", "rules", 1),
        Heading(3, "Who decides", "who-decides", 3),
    )


def test_admonitions_carry_their_kind_as_a_word_of_the_text_s_language():
    assert html("> [!WARNING]\n> Read **this**.\n", labels={"warning": "Warnung"}) == (
        '<aside class="admonition admonition-warning" role="note">\n'
        '<p class="admonition-title">Warnung</p>\n'
        "<p>Read <strong>this</strong>.</p>\n"
        "</aside>\n"
    )


def test_a_task_list_says_what_is_done_in_words():
    found = html("- [ ] Log it\n- [x] Assess it\n")
    assert [line for line in found.split("\n") if line] == [
        '<ul class="task-list">',
        '<li class="task"><input type="checkbox" disabled="" aria-label="Not done"> Log it',
        "</li>",
        '<li class="task"><input type="checkbox" disabled="" checked="" aria-label="Done"> '
        "Assess it",
        "</li>",
        "</ul>",
    ]


def test_a_table_scrolls_on_its_own_and_names_its_columns():
    assert html("| | Limit |\n|---|--:|\n| A | 2 % |\n") == (
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Table 1"><table>\n'
        "<thead>\n<tr>\n"
        '<td></td><th scope="col" class="align-right">Limit</th></tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td>A</td><td class="align-right">2 %</td></tr>\n</tbody>\n'
        "</table></div>\n"
    )


def test_footnotes_lead_there_and_back_from_each_place():
    assert html("One[^a] two[^a].\n\n[^a]: The source.\n") == (
        '<p>One<sup class="footnote-ref"><a href="#fn:1" id="fnref:1" aria-label="Footnote 1">1</a>'
        '</sup> two<sup class="footnote-ref"><a href="#fn:1" id="fnref:1:2" '
        'aria-label="Footnote 1">1</a></sup>.</p>\n'
        '<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">\n<ol>\n'
        '<li id="fn:1"><p>The source. '
        '<a class="footnote-back" href="#fnref:1" aria-label="Back to the text, footnote 1">'
        '↩\ufe0e</a> <a class="footnote-back" href="#fnref:1:2" '
        'aria-label="Back to the text, footnote 1.2">'
        "↩\ufe0e</a></p>\n</li>\n</ol>\n</section>\n"
    )


def test_definition_lists_strikethrough_and_code():
    assert html("Baseline\n: The ~~old~~ approved plan\n") == (
        "<dl>\n<dt>Baseline</dt>\n<dd>The <s>old</s> approved plan\n</dd>\n</dl>\n"
    )
    assert html("```python\na < b & c\n```\n") == (
        '<pre tabindex="0" role="region" aria-label="Code 1"><code class="language-python">'
        "a &lt; b &amp; c\n</code></pre>\n"
    )


def test_a_picture_with_a_title_is_a_figure():
    assert html('![Phases](image:a1 "The seven phases")\n', image_url=images) == (
        '<figure><img src="/files/a1/" alt="Phases" width="640" height="480" loading="lazy">'
        "<figcaption>The seven phases</figcaption></figure>\n"
    )
    assert html('Text ![Phases](image:b2 "T")\n', image_url=images) == (
        '<p>Text <img src="/files/b2/" alt="Phases" loading="lazy" title="T"></p>\n'
    )


@pytest.mark.parametrize(
    ("source", "text", "problems"),
    [
        ("![](image:a1)", None, [Problem(1, "image_without_alt", "image:a1")]),
        ("![Gone](image:zz)", "Gone", [Problem(1, "image_unknown", "image:zz")]),
        (
            "![Far](https://example.org/x.png)",
            "Far",
            [Problem(1, "image_outside", "https://example.org/x.png")],
        ),
        ("![Near](x/y.png)", "Near", [Problem(1, "image_outside", "x/y.png")]),
        ('<img src="x/y.png" alt="Near">', "Near", [Problem(1, "image_outside", "x/y.png")]),
    ],
)
def test_pictures_that_are_not_stored_are_told_and_leave_their_words(source, text, problems):
    found = render(source, RenderContext(image_url=images))
    assert list(found.problems) == problems
    if text is not None:
        assert f'<span class="image-missing">{text}</span>' in found.html


def test_links_by_kind():
    found = render(
        "# Rules\n\n[a](https://example.org/?x=1&y=2) [b](mailto:pmo@example.org)\n"
        '[c](guideline:GL-16#rules "Look") [d](#rules) [e](#Rules)\n'
        "[f](../other.md) [g](/x/) [h](#nowhere) [i](tel:112) <https://example.org>\n",
        RenderContext(),
    )
    assert found.html.split("</div>\n")[1] == (
        '<p><a href="https://example.org/?x=1&amp;y=2" rel="noopener noreferrer">a</a> '
        '<a href="mailto:pmo@example.org">b</a>\n'
        '<a href="ref:guideline:GL-16#rules" title="Look">c</a> <a href="#rules">d</a> '
        '<a href="#rules">e</a>\n'
        "f g h i "
        '<a href="https://example.org" rel="noopener noreferrer">https://example.org</a></p>\n'
    )
    assert found.references == (UsedReference(Reference("guideline", "GL-16", "rules"), 4),)
    assert found.problems == (
        Problem(5, "relative_link", "../other.md"),
        Problem(5, "relative_link", "/x/"),
        Problem(5, "unknown_anchor", "#nowhere"),
        Problem(5, "refused_link", "tel:112"),
    )


def test_raw_html_stays_where_it_is_harmless():
    found = render(
        "<details open><summary>More</summary>\n\nH<sub>2</sub>O <kbd>Ctrl</kbd> "
        '<abbr title="a">A</abbr>'
        '\n\n</details>\n\n<h1 id="x">Old</h1>\n\n[there](#x) <a href="guideline:GL-01">one</a>\n\n'
        '<font color="red">red</font> <center>mid</center>\n',
        RenderContext(),
    )
    assert found.html == (
        '<details open=""><summary>More</summary>\n<p>H<sub>2</sub>O <kbd>Ctrl</kbd> '
        '<abbr title="a">A</abbr></p>\n</details>\n<h2 id="u:x">Old</h2>\n'
        '<p><a href="#u:x">there</a> <a href="ref:guideline:GL-01">one</a></p>\n'
        "<p>red mid</p>\n"
    )
    assert found.references == (UsedReference(Reference("guideline", "GL-01"), 9),)
    assert found.problems == (
        Problem(11, "html_removed", "font"),
        Problem(11, "html_removed", "center"),
    )


def test_a_raw_table_scrolls_too_and_keeps_its_head_cells():
    found = html(
        "<table><caption>Age</caption><tr><th id='n' scope='col' style='color:red'>Name</th></tr>"
        "<tr><td headers='n' rowspan=2 onclick='x()'>Walter</td></tr></table>\n"
    )
    assert found == (
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Table 1"><table>'
        '<caption>Age</caption><tbody><tr><th id="u:n" scope="col">Name</th></tr>'
        '<tr><td headers="u:n" rowspan="2">Walter</td></tr></tbody></table></div>\n'
    )


def test_lines_for_the_preview():
    assert html("A\n\n- b\n- c\n\n> d\n", with_lines=True) == (
        '<p data-line="1">A</p>\n<ul data-line="3">\n<li data-line="3">b\n</li>\n'
        '<li data-line="4">c\n</li>\n</ul>\n'
        '<blockquote data-line="6">\n<p data-line="6">d</p>\n</blockquote>\n'
    )
    assert "data-line" not in html("A\n\n<p data-line='3'>x</p>\n")


def test_a_note_that_nobody_wrote_is_told():
    assert render("Text[^gone]\n\nMore[^gone]", RenderContext()).problems == (
        Problem(1, "unknown_footnote", "gone"),
        Problem(3, "unknown_footnote", "gone"),
    )


def test_the_result_survives_the_cache():
    source = "# A\n\n[b](guideline:GL-1) ![](image:a1) [[x]] [c](d)\n\n[[block:k]]\n"
    found = render(source, RenderContext(image_url=images, blocks=lambda _keys: {"k": "words"}))
    assert Rendered.from_json(found.to_json()) == found
    assert (found.images, found.blocks, found.words) == (("a1",), ("k",), 5)


def test_rendering_is_the_same_every_time():
    source = "# A {#x}\n\nText[^1] <b id='q'>b</b>\n\n[^1]: N\n"
    assert render(source, RenderContext()) == render(source, RenderContext())
