"""A page of the portal as a small tree, and back to HTML.

It reads only what the sanitiser let through, and writes every text and attribute escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from guidelines.domain.diffs.aligning import DEL, INS, Kind
from guidelines.domain.diffs.words import bag


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _names(
    "address article aside blockquote caption dd details div dl dt figcaption figure footer"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary"
    " table tbody td tfoot th thead tr ul"
)
VOID = _names("area base br col embed hr img input link meta source track wbr")
DEEPEST = 50  # what is nested deeper keeps its text and loses its tags
COMPARED = frozenset(
    {"alt", "checked", "class", "colspan", "href", "rowspan", "src", "start", "type"}
)
AIDS = frozenset({"anchor", "footnote-back"})  # links of the page itself, no part of the text
BLANKS = re.compile(r"[ \t\r\n\f]+")

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Element:
    """A tag with what is in it; without a name it is a run of text between blocks.

    `mark` says that the element as a whole came or went.
    """

    tag: str
    attributes: Attributes = ()
    children: tuple[Element | str, ...] = ()
    mark: Kind = "same"

    @cached_property
    def is_block(self) -> bool:
        """Whether it starts a line of its own."""
        return self.tag in BLOCKS or any(child.is_block for child in self.elements)

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Children that are no text."""
        return tuple(child for child in self.children if isinstance(child, Element))

    @cached_property
    def is_leaf(self) -> bool:
        """Whether it holds text only, no further blocks."""
        return not any(child.is_block for child in self.elements)

    @cached_property
    def blocks(self) -> tuple[Element, ...]:
        """The blocks in it in reading order; text between them is a block without a name."""
        found: list[Element] = []
        for is_block, group in groupby(self.children, key=_is_block):
            children = tuple(group)
            if is_block:
                found += [child for child in children if isinstance(child, Element)]
            elif any(not isinstance(child, str) or child.strip() for child in children):
                found.append(Element("", (), children))
        return tuple(found)

    @cached_property
    def head(self) -> tuple[str, Attributes]:
        """What makes two elements the same kind of thing: name and compared attributes."""
        tag = "" if self.tag == "p" and not self.class_names else self.tag
        kept = tuple(item for item in self.attributes if item[0] in COMPARED)
        return (tag, () if "footnote-ref" in self.class_names else kept)

    @cached_property
    def signature(self) -> str:
        """Equal for two elements between which a reader sees no difference."""
        if "footnote-ref" in self.class_names:
            return "<footnote>"
        if self.tag == "pre":
            inner = self.text
        elif self.is_leaf:
            inner = BLANKS.sub(" ", "".join(map(_signature, self.children))).strip()
        else:
            inner = "".join(block.signature for block in self.blocks)
        return inner if self.head == ("", ()) else f"<{self.head}>{inner}</>"

    @cached_property
    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @cached_property
    def words(self) -> Counter[str]:
        """Words and pictures, to tell how alike two blocks are."""
        if not self.is_leaf:
            return sum((block.words for block in self.blocks), Counter[str]())
        pictures = (f"<{item.tag}>" for item in self.walk() if item.tag in VOID)
        return bag(self.text) + Counter(pictures)

    @cached_property
    def class_names(self) -> tuple[str, ...]:
        """Its classes."""
        return tuple(dict(self.attributes).get("class", "").split())

    @cached_property
    def has_marks(self) -> bool:
        """Whether anything in it came or went."""
        return self.mark != "same" or any(child.has_marks for child in self.elements)

    def walk(self) -> Iterator[Element]:
        """It and all elements in it."""
        yield self
        for child in self.elements:
            yield from child.walk()

    def without_id(self) -> Element:
        """The element without ids and landmarks, here and inside: they may stand once on a page."""
        is_region = ("role", "region") in self.attributes
        dropped = {"id", "role", "aria-label"} if is_region else {"id"}
        kept = tuple(item for item in self.attributes if item[0] not in dropped)
        children = (item if isinstance(item, str) else item.without_id() for item in self.children)
        return replace(self, attributes=kept, children=tuple(children))

    def classed(self, name: str) -> Element:
        """The element with one more class."""
        others = tuple(item for item in self.attributes if item[0] != "class")
        value = " ".join((*self.class_names, name))
        return replace(self, attributes=(*others, ("class", value)))


def parse(html: str) -> Element:
    """The page as one element without a name; unclosed and stray tags do no harm.

    Links to the glossary become plain words: they wander to the first use of a term by themselves.
    """
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.tree()


def write(element: Element | str) -> str:
    """HTML of the element, escaped."""
    if isinstance(element, str):
        return escape(element, quote=False)
    inner = "".join(map(write, element.children))
    if not element.tag:
        return inner
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attributes)
    opening = f"<{element.tag}{attributes}>"
    return opening if element.tag in VOID else f"{opening}{inner}</{element.tag}>"


def marked(element: Element, mark: Kind) -> Element:
    """The whole block came or went: a class on the block, <ins> or <del> around its texts."""
    element = element.without_id() if mark == DEL else element
    if not element.tag:
        return Element(mark, (), element.children, mark)
    return replace(_inner_marked(element, mark).classed(f"diff-{mark}"), mark=mark)


def one_side(element: Element, mark: Kind) -> Element:
    """The page as it was ("del", without ids) or is ("ins"), with its own marks only."""
    tree = _one_side(element, INS if mark == DEL else DEL)
    return tree.without_id() if mark == DEL else tree


def _one_side(element: Element, dropped: Kind) -> Element:
    children = (
        child if isinstance(child, str) else _one_side(child, dropped)
        for child in element.children
        if isinstance(child, str) or child.mark != dropped
    )
    return replace(element, children=tuple(children))


def _inner_marked(element: Element, mark: Kind) -> Element:
    if element.is_leaf:
        has_content = element.text.strip() or element.elements
        inner = (Element(mark, (), element.children, mark),) if has_content else ()
        return replace(element, children=inner)
    children = (
        _inner_marked(block, mark) if block.tag else marked(block, mark) for block in element.blocks
    )
    return replace(element, children=tuple(children))


def _is_block(child: Element | str) -> bool:
    return isinstance(child, Element) and child.is_block


def _signature(child: Element | str) -> str:
    return escape(child, quote=False) if isinstance(child, str) else child.signature


class _Parser(HTMLParser):
    """Builds the tree; open elements are a stack of (element without children, children)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[Element, list[Element | str]]] = [(Element(""), [])]
        self._ignored: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, tuple((name, value or "") for name, value in attrs))
        if tag in VOID:
            self._open[-1][1].append(element)
        elif len(self._open) > DEEPEST or self._ignored:
            self._ignored.append(tag)
        else:
            self._open.append((element, []))

    def handle_endtag(self, tag: str) -> None:
        if self._ignored:
            if self._ignored[-1] == tag:
                self._ignored.pop()
        elif any(element.tag == tag for element, _ in self._open[1:]):
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1][1].append(data)

    def tree(self) -> Element:
        """All that was read, with what is still open closed."""
        while len(self._open) > 1:
            self._close()
        return replace(self._open[0][0], children=tuple(self._open[0][1]))

    def _close(self) -> str:
        element, children = self._open.pop()
        names = element.class_names
        is_term = element.tag == "a" and "term" in names
        if is_term or (element.tag == "div" and "heading" in names):
            self._open[-1][1].extend(children)
        elif element.tag != "a" or not AIDS.intersection(names):
            self._open[-1][1].append(replace(element, children=tuple(children)))
        return element.tag
