"""Sanitised HTML as a tree that can be changed, and back to HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder, tostring

VOID = frozenset({"br", "col", "hr", "img", "input"})
ROOT = "div"


def parse(html: str) -> Element:
    """The page's elements below one that stands for the whole; the sanitiser left no stray tags."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.tree()


def write(root: Element) -> str:
    """HTML of what stands below the root."""
    html = tostring(root, encoding="unicode", method="html")
    return html[html.index(">") + 1 : html.rindex("<")] if len(root) or root.text else ""


def text_of(element: Element) -> str:
    """What a reader sees of the element, in one line."""
    return " ".join("".join(element.itertext()).split())


def classes(element: Element) -> list[str]:
    """The element's classes."""
    return element.get("class", "").split()


def add_class(element: Element, name: str) -> None:
    """Give the element one more class."""
    element.set("class", " ".join([*classes(element), name]))


def insert_text(parent: Element, at: int, text: str) -> None:
    """Put text in front of the child at this place."""
    if at:
        before = parent[at - 1]
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def remove(parent: Element, child: Element, *, with_content: bool) -> None:
    """Take an element out; its text and children stay in its place unless they go, too."""
    at = list(parent).index(child)
    if with_content:
        insert_text(parent, at, child.tail or "")
        parent.remove(child)
        return
    insert_text(parent, at, child.text or "")
    children = list(child)
    parent[at : at + 1] = children
    insert_text(parent, at + len(children), child.tail or "")


class _Reader(HTMLParser):
    """Feeds a tree builder, and closes what has no end tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = TreeBuilder()
        self._builder.start(ROOT, {})
        self._open = [ROOT]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self._builder.end(tag)
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open[1:]:
            return
        while True:
            closed = self._open.pop()
            self._builder.end(closed)
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        self._builder.data(data)

    def tree(self) -> Element:
        """The finished tree."""
        while self._open:
            self._builder.end(self._open.pop())
        return self._builder.close()
