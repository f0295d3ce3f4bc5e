"""The YAML at the head of a file, and counting words."""

from datetime import date

import pytest

from guidelines.markdown import frontmatter, words

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "yaml_text", "body"),
    [
        ("---\ntitle: A\n---\nBody\n", "title: A\n", "Body\n"),
        ("\ufeff---\r\ntitle: A\r\n---\r\nBody", "title: A\r\n", "Body"),
        ("---\ntitle: A\n...\nBody", "title: A\n", "Body"),
        ("---\n---\nBody", "", "Body"),
        ("---\ntitle: A\n---", "title: A\n", ""),
        ("---\n\nA rule above\n\n---\nBody", "", "---\n\nA rule above\n\n---\nBody"),
        ("---\ntitle: A\nBody", "", "---\ntitle: A\nBody"),
        ("Body\n---\ntitle: A\n---\n", "", "Body\n---\ntitle: A\n---\n"),
        ("", "", ""),
    ],
)
def test_split(text, yaml_text, body):
    assert frontmatter.split_front_matter(text) == (yaml_text, body)


@pytest.mark.parametrize(
    ("yaml_text", "expected"),
    [
        (
            "code: GL-16\ntags: [a, b]\non: 2026-11-01\n",
            ({"code": "GL-16", "tags": ["a", "b"], "True": date(2026, 11, 1)}, ()),
        ),
        ("", ({}, ())),
        ("1: x", ({"1": "x"}, ())),
        ("- a", ({}, ("front_matter_not_a_mapping",))),
        ("a: [", ({}, ("front_matter_unreadable",))),
        ("a: &x [1]\nb: *x", ({}, ("front_matter_unreadable",))),
        ("a: !!python/object/apply:os.system [ls]", ({}, ("front_matter_unreadable",))),
        ("a: 2026-13-45", ({}, ("front_matter_unreadable",))),
        ("[" * 5000, ({}, ("front_matter_unreadable",))),
        ("? [a]\n: b", ({}, ("front_matter_unreadable",))),
        ("a: " + "x" * 20_000, ({}, ("front_matter_too_long",))),
    ],
)
def test_parse(yaml_text, expected):
    assert frontmatter.parse(yaml_text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("A risk-based, 3.5 % approach – can't fail.", 6),
        ("Prüfung und Größe", 3),
        ("… – & | #", 0),
    ],
)
def test_words(text, count):
    assert words.count(text) == count


def test_words_of_a_page_and_reading_time():
    assert words.count_html('<p title="not these">One <b>two</b>, three &amp; four</p>') == 4
    assert [words.reading_minutes(number) for number in (0, 1, 200, 201, 1000)] == [1, 1, 1, 2, 5]
