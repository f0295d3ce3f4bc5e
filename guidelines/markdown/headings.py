"""Levels, titles and anchors of headings, the same for a page and for its sections."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guidelines.markdown import references
from guidelines.markdown.parsing import Token

TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^>]*>", re.S)
EXPLICIT = re.compile(r"[ \t]*\{#([^\s{}]+)\}[ \t]*\Z")
ANCHOR = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")
# Ids of the frame around the page: a heading "Main" must not take the skip link's target.
TAKEN = frozenset({"main", "side", "search", "search-q", "search-type", "messages", "user-menu"})
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
DEEPEST = 6
HIDDEN = "…"


@dataclass
class Mark:
    """What is known of one heading; it stays with the heading's opening token."""

    inline: Token
    level: int
    hint: str
    is_own: bool  # of the text itself, outside lists and quotes: a section may begin here
    is_top: bool  # own or of a text block
    line: int
    anchor: str = ""

    @property
    def opens_section(self) -> bool:
        """Whether this heading is one of `sections.split`."""
        return self.is_own and self.level <= 3

    @property
    def title(self) -> str:
        """What a reader sees of it; known when the inline content is read."""
        return text_of(self.inline.children)


def prepare(tokens: Sequence[Token], title: str = "") -> list[Mark]:
    """The marks of the headings in order; one that only repeats the title gets none.

    Levels are shifted so that the highest becomes 2 and none is skipped; explicit anchors are taken
    out of the text. Headings of text blocks, lists and quotes sit below the section they are in and
    have no say in the levels of others.
    """
    opening = [at for at, token in enumerate(tokens) if token.type == "heading_open"]
    hints = {at: _take_hint(tokens[at + 1]) for at in opening}
    own = [at for at in opening if _is_own(tokens[at])]
    if own and title and same(tokens[own[0] + 1].content, title):
        opening.remove(own[0])
        del own[0]
    base = min((_raw(tokens[at]) for at in own), default=1)
    marks: list[Mark] = []
    above = level = 1
    guest = 0  # the level of the first of those headings since the last own one
    for at in opening:
        token = tokens[at]
        if _is_own(token):
            level = above = min(_raw(token) - base + 2, above + 1, DEEPEST)
            guest = 0
        else:
            guest = guest or _raw(token)
            level = min(above + 1 + max(0, _raw(token) - guest), level + 1, DEEPEST)
        line = token.map[0] + 1 if token.map else 0
        mark = Mark(tokens[at + 1], level, hints[at], _is_own(token), token.level == 0, line)
        token.meta = {**token.meta, "mark": mark}
        marks.append(mark)
    return marks


def _is_own(token: Token) -> bool:
    return token.level == 0 and "block" not in token.meta


def _raw(token: Token) -> int:
    return int(token.tag[1])


def _take_hint(inline: Token) -> str:
    found = EXPLICIT.search(inline.content)
    if found is None:
        return ""
    inline.content = inline.content[: found.start()]
    return found[1] if ANCHOR.match(found[1]) and found[1] not in TAKEN else slug(found[1])


def same(one: str, other: str) -> bool:
    """Whether two titles are the same to a reader."""
    return plain(one) == plain(other)


def plain(title: str) -> str:
    """A title without mark-up signs, case and double spaces, for comparing."""
    return " ".join(re.sub(r"[*_`\\]", "", title).split()).casefold()


def slug(title: str) -> str:
    """The title as an anchor: "Prüfung & Freigabe" is pruefung-freigabe."""
    text = title.lower().translate(GERMAN)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:80].rstrip("-") or "section"
    return f"section-{made}" if made in TAKEN else made


def aliases(title: str) -> frozenset[str]:
    """Anchors that GitHub, GitLab and Jekyll make of this title: links from there still work."""
    text = re.sub(r"[^\w\- ]", "", title.strip().lower())
    once = re.sub(r"-{2,}", "-", text.replace(" ", "-"))
    return frozenset({text.replace(" ", "-"), once, slug(title)})


def unique(wanted: str, taken: Iterable[str]) -> str:
    """The wanted anchor, with a number where it is taken."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def text_of(children: Sequence[Token] | None, *, with_images: bool = True) -> str:
    """What a reader sees of inline content.

    The text of a link to another thing of the portal is left out: it may be the title of something
    that not every reader may know. A term is a word like others.
    """
    parts: list[str] = []
    hidden = False
    for token in children or ():
        kind = token.type
        if kind == "link_open":
            hidden = is_private(str(token.attrs.get("href", "")))
            parts.append(HIDDEN if hidden else "")
        elif kind == "link_close":
            hidden = False
        elif hidden:
            continue
        elif kind in ("text", "text_special", "code_inline"):
            parts.append(token.content)
        elif kind in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif kind == "image" and with_images:
            parts.append(text_of(token.children))
        elif kind == "html_inline" and token.content.lower().startswith("<br"):
            parts.append(" ")
    return "".join(parts).strip()


def is_private(href: str) -> bool:
    """Whether a link's own text may name something that not every reader may know."""
    reference = references.parse(href)
    return reference is not None and reference.prefix != "term"
