"""The rendered text of one guideline, made ready for a document that holds many of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from guidelines.printing import tables
from guidelines.printing.trees import add_class, classes, parse, remove, write

AIDS = frozenset({"anchor", "footnote-back"})  # of the page on a screen
OUTSIDE = ("http://", "https://", "mailto:")
DEEPEST = 6
SPACED = frozenset({"a", "b", "strong"})
BOX = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="box" width="9" height="9" viewBox="0 0 9 9">'
    '<title>{title}</title><rect x="0.6" y="0.6" width="7.8" height="7.8" rx="1" fill="none"'
    ' stroke="#4a5764" stroke-width="1"/>{tick}</svg>'
)
TICK = '<path d="M2 4.7 L3.9 6.5 L7.1 2.5" fill="none" stroke="#16202b" stroke-width="1.3"/>'


@dataclass(frozen=True)
class Setting:
    """Where a text stands: its key, the rank of its own heading, its pictures by address."""

    key: str
    rank: int
    pictures: Mapping[str, str]


def printable(html: str, setting: Setting) -> str:
    """The text with places of its own, links that work on paper, and tables that fit."""
    root = parse(html)
    # From the inside out: what is taken away may leave its children to its parent.
    for parent in reversed(list(root.iter())):
        for child in list(parent):
            _change(parent, child, setting)
    tables.fit(root)
    _move_spaces(root)
    return write(root)


def anchor(key: str, place: str = "") -> str:
    """The name of a place of one guideline in the whole document."""
    return f"{key}-{place}" if place else key


def page_of(place: str) -> str:
    """The page on which a place lies, in words: (page 34)."""
    # Translators: a reference on paper; the number stands where {number} is.
    before, _gap, after = _("(page {number})").partition("{number}")
    return f'{before}<span data-page="{place}"></span>{after}'


def _change(parent: Element, child: Element, setting: Setting) -> None:
    if child.tag == "a":
        _link(parent, child, setting)
        return
    if "id" in child.attrib:
        child.set("id", anchor(setting.key, child.attrib["id"]))
    if child.tag in ("h2", "h3", "h4", "h5", "h6"):
        child.tag = f"h{min(int(child.tag[1]) - 1 + setting.rank, DEEPEST)}"
    elif child.tag == "img":
        _picture(parent, child, setting)
    elif child.tag == "input":
        box = _box(is_done="checked" in child.attrib)
        box.tail = child.tail
        parent[list(parent).index(child)] = box
    elif child.tag == "ol" and child.get("start", "").isdecimal():
        child.set("style", f"counter-reset: list-item {int(child.attrib['start']) - 1}")
    elif child.tag == "details":
        child.tag = "div"
        child.set("class", "details")
    elif child.tag == "summary":
        child.tag = "p"
        child.set("class", "summary")


def _move_spaces(root: Element) -> None:
    """Let bold words and links begin with the space before them.

    The layout engine breaks a line far too early where text with its last space is wider than the
    line and something of another look follows.
    """
    for parent in root.iter():
        before, text = None, parent.text or ""
        for child in parent:
            words = text.rstrip()
            if child.tag in SPACED and child.text and words != text and words:
                child.text = f" {child.text}"
                if before is None:
                    parent.text = words
                else:
                    before.tail = words
            before, text = child, child.tail or ""


def _link(parent: Element, link: Element, setting: Setting) -> None:
    """Links within the document and to the web stay; all others are words."""
    href = link.get("href", "")
    if AIDS.intersection(classes(link)):
        remove(parent, link, with_content=True)
    elif href.startswith("#/"):
        _reference(link, href[2:], setting)
    elif href.startswith("#"):
        link.set("href", f"#{anchor(setting.key, href[1:])}")
    elif not href.lower().startswith(OUTSIDE):
        remove(parent, link, with_content=False)
    if "id" in link.attrib:
        link.set("id", anchor(setting.key, link.attrib["id"]))
    for name in ("title", "data-definition", "aria-label", "rel"):
        link.attrib.pop(name, None)


def _reference(link: Element, place: str, setting: Setting) -> None:
    """A link to something in this document, with its page where that is another guideline."""
    link.set("href", f"#{place}")
    is_near = place == setting.key or place.startswith(f"{setting.key}-")
    if is_near or "term" in classes(link):
        return
    hint = parse(f' <span class="at">{page_of(place)}</span>')
    last = link[-1] if len(link) else None
    if last is None:
        link.text = (link.text or "") + (hint.text or "")
    else:
        last.tail = (last.tail or "") + (hint.text or "")
    link.extend(list(hint))


def _picture(parent: Element, picture: Element, setting: Setting) -> None:
    asset = setting.pictures.get(picture.get("src", ""))
    if asset is None:
        remove(parent, picture, with_content=True)
        return
    picture.set("src", asset)
    picture.attrib.pop("loading", None)
    if not picture.get("alt"):
        picture.set("alt", _("Decoration"))
    if parent.tag == "p" and len(parent) == 1 and not (parent.text or "").strip():
        add_class(parent, "picture")


def _box(*, is_done: bool) -> Element:
    title = escape(_("Done") if is_done else _("Not done"))
    return parse(BOX.format(title=title, tick=TICK if is_done else ""))[0]
