"""Headings of a Markdown text by position, and the anchors that other sites give them."""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from guidelines.exchange.scanning import masked

_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_SETEXT = re.compile(r"^ {0,3}(\S[^\n]*)\n {0,3}(=+|-+)[ \t]*$", re.MULTILINE)
_EXPLICIT = re.compile(r"[ \t]*\{:?\s*#([\w:.-]+)[^}]*\}[ \t]*$")
_COMMENT = re.compile(r"<!--.*?-->")
_NOT_PARAGRAPH = re.compile(r"[#>|]|[-*+][ \t]|\d+[.)][ \t]|(?:```|~~~)|<")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?")
_MARKS = re.compile(r"(\*\*|__|~~|\*|`|(?<!\w)_|_(?!\w))")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: its words, its explicit anchor, and the lines it takes with blank ones after."""

    level: int
    title: str
    anchor: str
    start: int
    end: int


def headings(text: str) -> list[Heading]:
    """All headings outside code and comments, in order."""
    shown = masked(text)
    found = [*_atx(text, shown), *_setext(text, shown)]
    return sorted(found, key=lambda heading: heading.start)


def first_heading(text: str) -> Heading | None:
    """The first heading of a text."""
    return next(iter(headings(text)), None)


def plain(title: str) -> str:
    """The words of a heading without any marks."""
    words = _LINK.sub(r"\1", _COMMENT.sub("", title))
    return " ".join(html.unescape(_TAG.sub("", _MARKS.sub("", words))).split())


def foreign_anchors(found: list[Heading]) -> list[tuple[str, ...]]:
    """The anchors that GitHub, Hugo and Jekyll would give each heading."""
    seen: Counter[str] = Counter()
    kramdown: Counter[str] = Counter()
    anchors = []
    for heading in found:
        names = [heading.anchor] if heading.anchor else []
        for slug, counter in ((github(heading.title), seen), (jekyll(heading.title), kramdown)):
            count = counter[slug]
            counter[slug] += 1
            names.append(f"{slug}-{count}" if count else slug)
        anchors.append(tuple(dict.fromkeys(names)))
    return anchors


def github(title: str) -> str:
    """The anchor of GitHub and Hugo: lower case, letters, digits, marks, hyphens, underscores."""
    kept = [sign for sign in plain(title).lower() if sign in "-_ " or _is_word(sign)]
    return "".join(kept).replace(" ", "-")


def jekyll(title: str) -> str:
    """The anchor of kramdown: it starts at the first Latin letter and keeps ASCII only."""
    text = re.sub(r"^[^a-zA-Z]+", "", plain(title))
    return re.sub(r"[^a-zA-Z0-9 -]", "", text).replace(" ", "-").lower() or "section"


def _is_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) in {"Mn", "Mc", "Pc"}


def _atx(text: str, shown: str) -> Iterator[Heading]:
    for found in _ATX.finditer(shown):
        title = text[slice(*found.span(2))] if found[2] is not None else ""
        yield _heading(text, len(found[1]), title, found.start(), found.end())


def _setext(text: str, shown: str) -> Iterator[Heading]:
    for found in _SETEXT.finditer(shown):
        previous = shown[: found.start()].rstrip(" \t")
        starts_paragraph = not previous or previous.endswith("\n\n")
        if starts_paragraph and not _NOT_PARAGRAPH.match(found[1].lstrip()):
            level = 1 if found[2][0] == "=" else 2
            yield _heading(text, level, text[slice(*found.span(1))], found.start(), found.end())


def _heading(text: str, level: int, title: str, start: int, end: int) -> Heading:
    explicit = _EXPLICIT.search(title)
    words = _COMMENT.sub("", title[: explicit.start()] if explicit else title)
    while end < len(text) and text[end] == "\n":
        end += 1
    return Heading(level, words.strip(), explicit[1] if explicit else "", start, end)
