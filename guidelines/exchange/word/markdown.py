"""Writes a tidied tree as Markdown: the only place that knows markdownify."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdownify import ATX, BACKSLASH, MarkdownConverter

from guidelines.exchange.anchors import page_anchors

_CELL, _ROW = "\x1f", "\x1e"
_SPECIAL = re.compile(r"([\\`*])")
_IN_ALT = re.compile(r"([\\\[\]`*_<|])")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_OPENING = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BRACKET = re.compile(r"\[(?=\^|\[|[^\[\]]*\](?:\(|\[|:))")
_LINE = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|~~~|:(?=\s)|(?:=+|-+)$)", re.MULTILINE)
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_BLANKS = re.compile(r"\n{3,}")
_HEADING_LINK = re.compile(r"\]\(#heading-(\d+)\)")


class _Writer(MarkdownConverter):
    """House style: # headings, - bullets, pipe tables, no blanks at the ends of lines."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Text that means itself in Markdown."""
        plain = _SPECIAL.sub(r"\\\1", text)
        plain = _UNDERSCORE.sub(r"\\_", plain)
        plain = _BRACKET.sub(r"\\[", _ENTITY.sub("&amp;", _OPENING.sub(r"\\<", plain)))
        plain = plain.replace("~~", r"\~~")
        return plain.replace("|", r"\|") if parent_tags & {"td", "th"} else plain

    # The library finds these functions by name and gives them all three values.
    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A paragraph that cannot be taken for a heading or an item."""
        return str(super().convert_p(el, _guarded(text), parent_tags))  # type: ignore[misc]

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A line break, in a table cell as a tag."""
        if parent_tags & {"td", "th"}:
            return "<br>"
        return str(super().convert_br(el, text, parent_tags))  # type: ignore[misc]

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture also stands in cells and headings."""
        alt = _IN_ALT.sub(r"\\\1", str(el.get("alt", "")))
        return f"![{alt}]({el.get('src', '')})"

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Raised text has no Markdown of its own."""
        return f"<sup>{text}</sup>" if text.strip() else text

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Lowered text has no Markdown of its own."""
        return f"<sub>{text}</sub>" if text.strip() else text

    def convert_fnref(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """The reference to a footnote."""
        return f"[^{el['data-name']}]"

    def convert_fndef(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """The text of a footnote; its further paragraphs are indented."""
        body = text.strip().replace("\n", "\n    ")
        return f"\n\n[^{el['data-name']}]: {body}\n\n" if body else ""

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A cell on one line."""
        return " ".join(text.split()).replace(" <br>", "<br>") + _CELL

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A row, kept apart until the table is whole."""
        return text + _ROW

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A pipe table; its first row is the head."""
        rows = [row.split(_CELL)[:-1] for row in text.split(_ROW)[:-1]]
        if not rows:
            return ""
        lines = [_row(rows[0]), _row(["---"] * len(rows[0])), *(_row(row) for row in rows[1:])]
        return "\n\n" + "\n".join(lines) + "\n\n"


def to_markdown(soup: BeautifulSoup) -> str:
    """Clean Markdown: one blank line between blocks, one line end at the end."""
    writer: Any = _Writer(
        heading_style=ATX, bullets="-", newline_style=BACKSLASH, escape_misc=False, autolinks=True
    )
    text = str(writer.convert_soup(soup))
    lines = [line.rstrip() for line in text.split("\n") if line != "\\"]
    whole = _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")
    return _with_anchors(whole) + "\n" if whole else ""


def _with_anchors(text: str) -> str:
    """Links to headings lead to the anchors that the page will have."""
    anchors = [*page_anchors(text).values()] if _HEADING_LINK.search(text) else []

    def named(found: re.Match[str]) -> str:
        number = int(found[1])
        return f"](#{anchors[number]})" if number < len(anchors) else "](#)"

    return _HEADING_LINK.sub(named, text)


def _guarded(text: str) -> str:
    return _NUMBER.sub(r"\1\\\2", _LINE.sub(r"\1\\\2", text))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
