"""Takes plain tables out of a page before layout and draws them into the gap afterwards.

A table with the class `plain` holds only text or single links, has a width in millimetres for
every column, and uses looks that core.pdf.ledger knows. Layout sees a block of the right height
instead of some hundred boxes. Any table that asks for more is quietly left to the engine: the
result looks the same and only takes longer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from core.pdf import gaps, ledger
from core.pdf.fragment import Fragment, Link, Tag, shifted
from core.pdf.types import Cell, Column, Row

CLASS = "plain"
MARK = "pdf-plain-"
MAX_HEIGHT = 480.0


class NotPlainError(Exception):
    """The table needs the layout engine."""


@dataclass
class PlainTable:
    """A table that was drawn; strips from top to bottom, the first `heads` are header rows."""

    strips: list[ledger.Strip]
    heads: int

    @property
    def height(self) -> float:
        """Height in points."""
        return sum(strip.height for strip in self.strips)


def take_out(root: Element) -> list[PlainTable]:
    """Replace plain tables by gaps that carry the table's number; return the drawn tables."""
    found: list[PlainTable] = []
    for parent in list(root.iter()):
        for place, child in enumerate(parent):
            if child.tag != "table" or CLASS not in child.get("class", "").split():
                continue
            try:
                columns = _columns(child)
                table = _draw(child, columns)
            except NotPlainError:
                continue
            width = sum(column.width_mm for column in columns)
            style = f"display:block;width:{width}mm;height:{table.height:.3f}pt"
            parent[place] = gaps.gap(f"{MARK}{len(found)}", style, child.tail)
            found.append(table)
    return found


def put_back(fragment: Fragment, content: bytes, tables: Sequence[PlainTable]) -> bytes:
    """Draw each table into its gap and hang its tags where the gap's tag was."""
    for parent, place in list(gaps.find(fragment.tags, MARK)):
        _, attributes, kids = parent[place]
        table = tables[int(attributes["Alt"].removeprefix(MARK))]
        left, _, _, top = attributes["BBox"]
        content = gaps.without_picture(content, kids[0])
        operators, tag = _placed(fragment, table, left, top)
        parent[place] = tag
        content += operators
    return content


def _placed(fragment: Fragment, table: PlainTable, left: float, top: float) -> tuple[bytes, Tag]:
    parts, rows = [], []
    for strip in table.strips:
        bottom = top - strip.height
        rows.append(_moved(strip.tag, fragment.content_count, len(fragment.links)))
        content = shifted(strip.content, fragment.content_count)
        parts.append(b"\nq 1 0 0 1 %.2f %.2f cm\n%s\nQ" % (left, bottom, content))
        fragment.content_count += strip.content_count
        for link in strip.links:
            x1, y1, x2, y2 = link.rect
            rect = [x1 + left, y1 + bottom, x2 + left, y2 + bottom]
            fragment.links.append(Link(rect, link.target, link.text))
        if strip.anchor:
            fragment.anchors.append((strip.anchor, left, top))
        top = bottom
    fragment.house_fonts |= {key: name for name, key in ledger.FONT_KEYS.items()}
    groups = [["THead", {}, rows[: table.heads]]] if table.heads else []
    return b"".join(parts), ["Table", {}, [*groups, ["TBody", {}, rows[table.heads :]]]]


def _moved(tag: Tag, content_shift: int, link_shift: int) -> Tag:
    name, attributes, kids = tag
    moved: list[Any] = []
    for kid in kids:
        if isinstance(kid, list):
            moved.append(_moved(kid, content_shift, link_shift))
        else:
            moved.append(kid + content_shift if kid >= 0 else kid - link_shift)
    return [name, attributes, moved]


def _draw(table: Element, columns: Sequence[Column]) -> PlainTable:
    classes = [name for name in table.get("class", "").split() if name != CLASS]
    style = ledger.STYLES.get(" ".join(classes))
    if style is None or table.find("caption") is not None or table.find("tfoot") is not None:
        raise NotPlainError
    heads = [ledger.draw(_row(tr), columns, style.head) for tr in table.iterfind("thead/tr")]
    body = [ledger.draw(_row(tr), columns, style.body) for tr in table.iterfind("tbody/tr")]
    drawn = PlainTable(heads + body, len(heads))
    if (
        not body
        or drawn.height > MAX_HEIGHT
        or any(strip.content_count != len(columns) for strip in drawn.strips)
    ):
        raise NotPlainError
    return drawn


def _columns(table: Element) -> list[Column]:
    columns = []
    for col in table.iterfind("colgroup/col"):
        name, _, width = col.get("style", "").strip("; ").partition(":")
        if name.strip() != "width" or not width.strip().endswith("mm"):
            raise NotPlainError
        columns.append(Column("", float(width.strip().removesuffix("mm"))))
    if not columns:
        raise NotPlainError
    return columns


def _row(tr: Element) -> Row:
    if tr.get("class") or any(td.get("colspan") or td.get("rowspan") for td in tr):
        raise NotPlainError
    headers = tuple(place for place, td in enumerate(tr) if td.tag == "th")
    row = Row([_cell(td) for td in tr], tr.get("id", ""), headers)
    if not ledger.can_draw(row):
        raise NotPlainError
    return row


def _cell(td: Element) -> Cell:
    looks = td.get("class", "").split()
    is_number = "num" in looks
    look = " ".join(name for name in looks if name != "num")
    text, href = td.text or "", ""
    if len(td) == 1 and td[0].tag == "a" and not len(td[0]) and not text.strip():
        if (td[0].tail or "").strip():
            raise NotPlainError
        text, href = td[0].text or "", td[0].get("href", "")
    elif len(td):
        raise NotPlainError
    if look not in ledger.LOOKS or td.get("id") or td.get("style"):
        raise NotPlainError
    return Cell(" ".join(text.split()), look, is_number, href)
