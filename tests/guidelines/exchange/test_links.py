"""Links between files become references, and the same files again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.exchange import scanning
from guidelines.exchange.headings import github, headings, jekyll
from guidelines.exchange.leftovers import leftovers
from guidelines.exchange.links import unlinked
from tests.guidelines.exchange.builders import PNG, linked, package

pytestmark = pytest.mark.pure

FILES = {
    "README.md": "# Start\n\n## Überblick – Ziele & mehr\n\nx\n\n#### Deep one\n\ny\n",
    "5-phase/README.md": "# Five\n\n## 5.1 Begin\n\nx\n",
    "b.md": "---\npermalink: /guides/bee/\n---\n# Bee\n\n## How to{#how}\n\nx\n",
    "img/x.png": PNG,
    "img/with blank.png": PNG,
    "plan.pdf": b"%PDF",
}


WHOLE = ["[a](b.md)", "[a](./b.md#how)", "![i](img/x.png)", "[r]: b.md", "<a href='b.md'>", "text"]
PARTS = [*WHOLE, *'`[]()\\<>"\n', "``", "```\n", "\n\n", "<!--", "-->", "]("]


def of(text, **more):
    return linked({**FILES, "a.md": text, **more})["a.md"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("[t](b.md)", "[t](guideline:P-03)"),
        ("[t](./b.md 'Title')", "[t](guideline:P-03 'Title')"),
        ("[t](<b.md>)", "[t](guideline:P-03)"),
        ("[t](b)", "[t](guideline:P-03)"),
        ("[t](b.html#how)", "[t](guideline:P-03#how)"),
        ("[t](B.MD)", "[t](guideline:P-03)"),
        ("[t](b.md#bee)", "[t](guideline:P-03)"),
        ("[t](5-phase)", "[t](guideline:P-04)"),
        ("[t](5-phase/#51-begin)", "[t](guideline:P-04#5-1-begin)"),
        ("[t](README.md#überblick--ziele--mehr)", "[t](guideline:P-01#ueberblick-ziele-mehr)"),
        ("[t](README.md#deep-one)", "[t](guideline:P-01#deep-one)"),
        ("[t](/guides/bee)", "[t](guideline:P-03)"),
        ("[t](/b/)", "[t](guideline:P-03)"),
        ('[t]({{ "/guides/bee/" | url }})', "[t](guideline:P-03)"),
        ("[t]({{ site.baseurl }}/guides/bee/)", "[t](guideline:P-03)"),
        ('[t]({{< ref "b.md" >}})', "[t](guideline:P-03)"),
        ("![alt](img/x.png)", "![alt](image:img-x-png)"),
        ("![alt](<img/with blank.png>)", "![alt](image:img-with-blank-png)"),
        ("[![alt](img/x.png)](b.md)", "[![alt](image:img-x-png)](guideline:P-03)"),
        ("[r]: b.md 'T'\n\n[r]", "[r]: guideline:P-03 'T'\n\n[r]"),
        ('<a class="x" href="b.md">t</a>', '<a class="x" href="guideline:P-03">t</a>'),
        ("<img alt=x src=img/x.png>", "<img alt=x src=image:img-x-png>"),
        ("> - [t](b.md)", "> - [t](guideline:P-03)"),
        ("[t (x)](b.md)", "[t (x)](guideline:P-03)"),
        ("[a [b] c](b.md)", "[a [b] c](guideline:P-03)"),
        ("    [t](b.md)", "    [t](guideline:P-03)"),
        ("`[t](b.md)`", "`[t](b.md)`"),
        ("```\n[t](b.md)\n```", "```\n[t](b.md)\n```"),
        ("<!-- [t](b.md) -->", "<!-- [t](b.md) -->"),
        ("[t](https://b.md)", "[t](https://b.md)"),
        ("[t](mailto:x@b.md)", "[t](mailto:x@b.md)"),
        ("[t](guideline:GL-16)", "[t](guideline:GL-16)"),
    ],
)
def test_destinations_become_references(given, expected):
    found = of(given)
    assert found.body == expected
    assert unlinked(found.body, found.swaps) == given
    assert found.problems == ()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("[t](gone.md)", "link_missing"),
        ("[t](../../out.md)", "link_missing"),
        ("[t](/guides/x)", "link_site"),
        ("[t](plan.pdf)", "link_other_file"),
        ("[t](#nowhere)", "anchor_missing"),
        ("[t](b.md#nowhere)", "anchor_missing"),
        ("![t](gone.png)", "picture_missing"),
        ("![t](https://far.example/x.png)", "picture_outside"),
        ('<img src="/site/x.png">', "picture_missing"),
    ],
)
def test_what_leads_nowhere_is_told_with_its_line(given, code):
    found = of(f"# A\n\ntext\n{given}\n")
    assert [(each.line, each.code) for each in found.problems] == [(4, code)]
    assert unlinked(found.body, found.swaps) == f"text\n{given}\n"


def test_own_headings_get_our_anchors():
    found = of("# A\n\n[x](#part-1--the-start)\n\n## Part 1 – The start\n\n[up](#a)\n")
    assert found.body == "[x](#part-1-the-start)\n\n## Part 1 – The start\n\n[up](guideline:P-02)\n"


def test_each_occurrence_goes_back_to_its_own_words():
    text = "[1](b.md) [2](./b.md) [3](guideline:P-03) [4](b)"
    found = of(text)
    assert (
        found.body
        == "[1](guideline:P-03) [2](guideline:P-03) [3](guideline:P-03) [4](guideline:P-03)"
    )
    assert unlinked(found.body, found.swaps) == text


def test_after_an_edit_what_still_stands_goes_back():
    found = of("[1](b.md) and ![x](img/x.png)")
    edited = found.body.replace(" and", " or [new](guideline:GL-1) and")
    assert unlinked(edited, found.swaps) == "[1](b.md) or [new](guideline:GL-1) and ![x](img/x.png)"


@given(
    st.lists(
        st.sampled_from(PARTS),
        max_size=30,
    )
)
def test_any_text_comes_back_as_it_was(parts):
    text = "".join(["x", *parts])
    found = of(text)
    assert unlinked(found.body, found.swaps) == text


@pytest.mark.parametrize(
    "part", ["[", "](", "](<", "](x '", "`a``b```", "<a href='", "<!--", "[x](", "\\[", "{{ "]
)
def test_hostile_repetition_is_linear(part):
    text = part * 20_000
    assert len(scanning.links(text)) <= 20_000
    headings(text)


def test_left_overs_of_other_programs_are_told():
    text = (
        "# A\n\n{% include 'x.html' %}\n{{ page.title }}\n{{< youtube 'x' >}}\n{: .note}\n"
        "!!! warning\n[[Other page]] [[block:key]]\n<marquee style='x'>m</marquee>\n"
        "<iframe src=x></iframe>\n<div style='x' markdown=1>d</div>\n`{% raw %}`\n"
        "[t]({{ site.baseurl }}/x)\n"
    )
    found = leftovers(package({"a.md": text}).files[0])
    assert [(each.line, each.code) for each in found] == [
        (3, "liquid"),
        (4, "liquid"),
        (5, "shortcode"),
        (6, "attribute_list"),
        (7, "directive"),
        (8, "wiki_link"),
        (9, "html_tag"),
        (10, "html_content"),
        (11, "html_attribute"),
        (11, "markdown_in_html"),
    ]
    assert str(found[0]) == "A template tag stays as text: {% include 'x.html' %}"


@pytest.mark.parametrize(
    ("title", "on_github", "on_jekyll"),
    [
        ("Appendix A - What's next?", "appendix-a---whats-next", "appendix-a---whats-next"),
        ("5.1 `Code` & *more*", "51-code--more", "code--more"),
        ("Größe_x", "größe_x", "grex"),
        ("[Link](x.md) text", "link-text", "link-text"),
    ],
)
def test_anchors_of_other_sites(title, on_github, on_jekyll):
    assert (github(title), jekyll(title)) == (on_github, on_jekyll)
