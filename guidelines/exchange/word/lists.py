"""Lists that Word writes as paragraphs, and lists that stand in each other the wrong way."""

from __future__ import annotations

import re
from itertools import groupby

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from guidelines.exchange.word.converted import Notes

_LEVEL = re.compile(r"mso-list:\s*(?!ignore)[^;]*?level(\d+)", re.IGNORECASE)
_MARKER = re.compile(r"^\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})(?:\.\d+)*[.)]")
_START = re.compile(r"\d+")
_BULLET = re.compile(r"^\s*[•·▪■◦‣–o§]\s*\t\s*|^\s*[•▪■◦‣]\s+")


def rebuild_lists(soup: BeautifulSoup, notes: Notes) -> None:
    """Real lists from paragraphs with a list mark, and nested lists inside their items."""
    for group in _runs([node for node in soup.find_all("p") if _level(node)]):
        _nest(soup, group)
    typed_lists(soup, notes)
    nest_properly(soup)


def typed_lists(soup: BeautifulSoup, notes: Notes) -> None:
    """Paragraphs that begin with a typed bullet become a list; the reader is told to check."""
    typed = [node for node in soup.find_all("p") if _BULLET.match(node.get_text())]
    for group in _runs([node for node in typed if not node.find_parent(["li", "td", "th"])]):
        notes["list_guessed"] += len(group)
        made = soup.new_tag("ul")
        group[0].insert_before(made)
        for node in group:
            _without_bullet(node)
            node.name = "li"
            made.append(node.extract())


def nest_properly(soup: BeautifulSoup) -> None:
    """A list directly in a list belongs to the item before it."""
    for inner in soup.find_all(["ul", "ol"]):
        if inner.parent is None or inner.parent.name not in {"ul", "ol"}:
            continue
        before = inner.find_previous_sibling("li")
        if before is None:
            before = soup.new_tag("li")
            inner.insert_before(before)
        before.append(inner.extract())


def _without_bullet(node: Tag) -> None:
    for text in node.find_all(string=True):
        if text.strip():
            text.replace_with(
                NavigableString(_BULLET.sub("", str(text), count=1).lstrip("•·▪■◦‣\t "))
            )
            return


def _level(node: Tag) -> int:
    found = _LEVEL.search(str(node.get("style", "")))
    return int(found[1]) if found else 0


def _runs(nodes: list[Tag]) -> list[list[Tag]]:
    """Nodes that follow each other without anything between them."""
    numbered: list[tuple[int, Tag]] = []
    group = 0
    for node in nodes:
        before = node.find_previous_sibling()
        between = node.previous_sibling
        is_text = isinstance(between, NavigableString) and between.strip()
        if not numbered or before is not numbered[-1][1] or is_text:
            group += 1
        numbered.append((group, node))
    return [[node for _, node in run] for _, run in groupby(numbered, key=lambda each: each[0])]


def _nest(soup: BeautifulSoup, group: list[Tag]) -> None:
    """One list, with lists in items where the level is deeper."""
    place = soup.new_tag("div")
    group[0].insert_before(place)
    stack: list[tuple[int, Tag]] = []
    for node in group:
        level, kind, start = _level(node), *_kind(node)
        while stack and stack[-1][0] > level:
            stack.pop()
        is_other = stack and stack[-1][0] == level and stack[-1][1].name != kind
        if is_other:
            stack.pop()
        if not stack or stack[-1][0] < level:
            holder = stack[-1][1].find_all("li", recursive=False)[-1] if stack else place
            made = soup.new_tag(kind, attrs={"start": start} if start not in {"", "1"} else {})
            holder.append(made)
            stack.append((level, made))
        node.name = "li"
        node.attrs = {}
        stack[-1][1].append(node.extract())
    place.unwrap()


def _kind(node: Tag) -> tuple[str, str]:
    """Ordered or not, with the first number; the mark itself is taken out."""
    mark = node.find(style=re.compile(r"mso-list:\s*ignore", re.IGNORECASE))
    text = mark.get_text(strip=True) if mark else ""
    if mark:
        mark.decompose()
    if not _MARKER.match(text):
        return "ul", ""
    start = _START.match(text.lstrip("("))
    return "ol", start[0] if start else "1"
