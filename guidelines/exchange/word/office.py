"""Takes out what office programs put on the clipboard beside the text."""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from guidelines.exchange.word.converted import Notes

_GONE = re.compile(
    r"^(?:style|script|title|meta|link|xml|noscript|template|button|input|select|textarea|form|svg"
    r"|iframe|object|embed|o:shapetype|v:shapetype|v:shape|w:worddocument|colgroup|col)$"
)
_CLASSES = {
    "MsoTitle": "h1",
    "MsoSubtitle": "p",
    "MsoQuote": "blockquote",
    "MsoIntenseQuote": "blockquote",
}
_CONTENTS = re.compile(r"^MsoToc")
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_NORMAL = re.compile(r"font-weight:\s*(?:normal|[1-4]00)")
_ITALIC = re.compile(r"font-style:\s*italic")
_STRUCK = re.compile(r"text-decoration[^;]*:\s*[^;]*line-through")
_RAISED = re.compile(r"vertical-align:\s*super")
_LOWERED = re.compile(r"vertical-align:\s*sub(?!p)")
_STYLES = (
    ("strong", _BOLD),
    ("em", _ITALIC),
    ("del", _STRUCK),
    ("sup", _RAISED),
    ("sub", _LOWERED),
)


def clean_office(soup: BeautifulSoup, notes: Notes) -> None:
    """Leave the text with plain tags; styles that mean something become tags."""
    _comments_of_people(soup, notes)
    _tracked_changes(soup, notes)
    for text in soup.find_all(string=True):
        if isinstance(text, PreformattedString):
            text.extract()
    for node in soup.find_all(_GONE):
        node.decompose()
    for node in soup.find_all(["head"]):
        node.unwrap()
    _classes(soup, notes)
    for node in soup.find_all(["span", "font", "b", "strong", "i", "em", "a"]):
        _style_to_tags(soup, node)
    for node in soup.find_all(lambda tag: ":" in tag.name):
        node.unwrap()


def _comments_of_people(soup: BeautifulSoup, notes: Notes) -> None:
    marks = soup.select('[style*="mso-element:comment-list"], [style*="mso-comment-reference"]')
    texts = soup.select('[style*="mso-element:comment-list"] [style*="mso-element:comment"]')
    marks += soup.select("span.MsoCommentReference")
    if marks:
        notes["word_comments"] += max(1, len({id(text) for text in texts}))
    for mark in marks:
        if not mark.decomposed:
            is_anchor = "mso-comment-reference" in str(mark.get("style", ""))
            mark.unwrap() if is_anchor else mark.decompose()


def _tracked_changes(soup: BeautifulSoup, notes: Notes) -> None:
    tracked = [node for node in soup.find_all(["ins", "del"]) if _is_tracked(node)]
    if tracked:
        notes["word_changes"] += len(tracked)
    for node in tracked:
        node.decompose() if node.name == "del" else node.unwrap()


def _is_tracked(node: Tag) -> bool:
    return node.has_attr("cite") or node.has_attr("datetime") or node.has_attr("date")


def _classes(soup: BeautifulSoup, notes: Notes) -> None:
    for node in soup.find_all("p", class_=True):
        names = [str(name) for name in node.get_attribute_list("class")]
        if any(_CONTENTS.match(name) for name in names):
            notes["word_contents"] = 1
            node.decompose()
            continue
        for name in names:
            node.name = _CLASSES.get(name, node.name)


def _style_to_tags(soup: BeautifulSoup, node: Tag) -> None:
    style = str(node.get("style", "")).lower()
    if "mso-list" in style and "ignore" in style:
        return
    if node.name in {"b", "strong"} and _NORMAL.search(style):
        node.name = "span"
    outer = node
    for tag, pattern in _STYLES:
        if pattern.search(style) and not node.find_parent(tag) and node.name != tag:
            outer = outer.wrap(soup.new_tag(tag))
    if node.name in {"span", "font"}:
        node.unwrap()
