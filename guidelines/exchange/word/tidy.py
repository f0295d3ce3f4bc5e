"""Makes converted HTML plain: no empty parts, no doubled marks, tables as rectangles."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

from guidelines.exchange.problems import Refused
from guidelines.exchange.word.converted import Notes
from guidelines.exchange.word.lists import nest_properly, typed_lists
from guidelines.exchange.word.tables import tidy_tables

DEEPEST = 100
INLINE = ["strong", "b", "em", "i", "del", "s", "sup", "sub", "u", "code", "a"]
BLOCKS = ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "div"]
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_SPACES = re.compile(r"[\u00a0\u2007\u202f\u2000-\u200a]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_BLANK = re.compile(r"[ \t\r\n]+")
_SAFE = re.compile(r"(?:https?://|mailto:|#|guideline:|term:|template:)", re.IGNORECASE)


def parse(html: str) -> BeautifulSoup:
    """The tree of an HTML text; refused where no person nests so deeply."""
    soup = BeautifulSoup(html, "html.parser")
    level: list[Tag] = [soup]
    for _depth in range(DEEPEST):
        level = [child for node in level for child in node.children if isinstance(child, Tag)]
        if not level:
            return soup
    raise Refused("html_too_deep")


def tidy(soup: BeautifulSoup, notes: Notes, *, keeps_pictures: bool = True) -> None:
    """Change the tree in place until every tag in it says something."""
    for node in soup.find_all(class_="contents-of-word"):
        notes["word_contents"] = 1
        node.decompose()
    _texts(soup)
    _pictures(soup, notes, keeps_pictures=keeps_pictures)
    _links(soup)
    for node in soup.find_all(["u", "span", "font", "center", "body", "html", "main"]):
        node.unwrap()
    typed_lists(soup, notes)
    nest_properly(soup)
    _headings(soup)
    _inline(soup)
    tidy_tables(soup, notes)
    _empty(soup)
    _items(soup)


def _texts(soup: BeautifulSoup) -> None:
    for text in soup.find_all(string=True):
        if isinstance(text, Comment):
            text.extract()
            continue
        plain = _INVISIBLE.sub("", _SPACES.sub(" ", str(text)))
        if not text.find_parent("pre"):
            plain = _BLANK.sub(" ", plain)
        if plain != text:
            text.replace_with(NavigableString(plain))


def _pictures(soup: BeautifulSoup, notes: Notes, *, keeps_pictures: bool) -> None:
    for picture in soup.find_all("img"):
        source = str(picture.get("src", ""))
        if not keeps_pictures or not source.startswith("image:"):
            if not keeps_pictures:
                notes["picture_not_pasted"] += 1
            picture.decompose()
            continue
        alt = " ".join(str(picture.get("alt", "")).split())
        picture["alt"] = alt
        if not alt:
            notes["picture_without_text"] += 1


def _links(soup: BeautifulSoup) -> None:
    """Bookmarks go; a link to a heading's bookmark is marked with that heading's number."""
    numbers: dict[str, int] = {}
    shown = [node for node in soup.find_all(HEADINGS) if _is_section(node)]
    for number, heading in enumerate(shown):
        for node in [heading, *heading.find_all(["a", "span"])]:
            for name in (node.get("id"), node.get("name")):
                if name:
                    numbers[str(name)] = number
    for link in soup.find_all("a"):
        target = str(link.get("href", "")).strip()
        if target.startswith("#"):
            place = numbers.get(target[1:])
            target = "" if place is None else f"#heading-{place}"
        if not target or not _SAFE.match(target):
            link.unwrap()
        else:
            link.attrs = {"href": target.replace(" ", "%20")}


def _is_section(heading: Tag) -> bool:
    is_inner = heading.find_parent(["li", "td", "th"]) is not None
    return not is_inner and bool(heading.get_text().strip())


def _headings(soup: BeautifulSoup) -> None:
    for heading in soup.find_all(HEADINGS):
        for node in heading.find_all(["strong", "b", "br", "p"]):
            node.replace_with(" ") if node.name == "br" else node.unwrap()
        if heading.find_parent(["li", "td", "th"]):
            heading.name = "strong"
    for cell in soup.find_all("th"):
        for node in cell.find_all(["strong", "b"]):
            node.unwrap()


def _inline(soup: BeautifulSoup) -> None:
    """Marks without text go; the same mark twice in a row becomes one."""
    for node in soup.find_all(INLINE):
        if node.decomposed or node.parent is None:
            continue
        if not node.get_text().strip() and not node.find(["img", "fnref", "br"]):
            node.unwrap()
    for node in soup.find_all(INLINE):
        if node.parent is None:
            continue
        if node.name != "a" and node.find_parent(node.name):
            node.unwrap()
            continue
        _merge_next(node)


def _merge_next(node: Tag) -> None:
    """Take over following siblings of the same kind, with the blanks between them."""
    while True:
        follower = node.next_sibling
        blank = None
        if isinstance(follower, NavigableString) and not follower.strip():
            blank, follower = follower, follower.next_sibling
        if not isinstance(follower, Tag) or follower.name != node.name:
            return
        if follower.attrs != node.attrs:
            return
        if blank is not None:
            node.append(blank.extract())
        for child in list(follower.contents):
            node.append(child.extract())
        follower.decompose()


def _items(soup: BeautifulSoup) -> None:
    """An item of one paragraph needs no paragraph."""
    for item in soup.find_all("li"):
        inner = item.find_all("p", recursive=False)
        if len(inner) == 1:
            inner[0].unwrap()


def _empty(soup: BeautifulSoup) -> None:
    for _turn in range(2):
        for node in soup.find_all(BLOCKS):
            if node.decomposed:
                continue
            for edge in (0, -1):
                while node.contents and getattr(node.contents[edge], "name", "") == "br":
                    node.contents[edge].extract()
            if not node.get_text().strip() and not node.find(["img", "fnref", "table"]):
                node.decompose()
