"""Tables that stay on the paper: widths from what the cells hold, small letters, turned pages."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from guidelines.printing.trees import add_class, text_of

MOST_UPRIGHT = 8  # columns; with more the table gets a page across
SHORT = 9  # rows; such a table stays on one page
FEW = 5  # columns that can have letters of the usual size
# Letters that fit side by side: usual size, small, small on a page across.
USUAL, SMALL, ACROSS = 96, 112, 168
LONGEST_WORD = 24  # letters; a longer word breaks
LONGEST_TEXT = 70  # letters; beyond it a cell has lines
PADDING = 3


def fit(root: Element) -> None:
    """Give every table columns by what is in them."""
    for wrapper in root.iter("div"):
        if "table-scroll" in wrapper.get("class", ""):
            for name in ("tabindex", "role", "aria-label"):
                wrapper.attrib.pop(name, None)
            table = wrapper.find("table")
            if table is not None:
                _fit(wrapper, table)


def _fit(wrapper: Element, table: Element) -> None:
    texts = _columns(table)
    if not texts:
        return
    least = [min(_longest_word(column), LONGEST_WORD) + PADDING for column in texts]
    wanted = [min(max(map(len, column)), LONGEST_TEXT) + PADDING for column in texts]
    room = USUAL
    if len(texts) > MOST_UPRIGHT:
        add_class(wrapper, "wide")
        room = ACROSS
    elif len(texts) > FEW or sum(least) > USUAL:
        add_class(wrapper, "dense")
        room = SMALL
    if sum(1 for _row in table.iter("tr")) <= SHORT:
        add_class(wrapper, "keep")
    _set_widths(table, shares(least, wanted, room))


def shares(least: list[int], wanted: list[int], room: int) -> list[float]:
    """Per cent of the width for each column: its longest word first, the rest by what it holds."""
    more = [max(0, want - need) for want, need in zip(wanted, least, strict=True)]
    spare = max(0, room - sum(least))
    total = sum(more)
    widths = [
        need + (spare * extra / total if total else spare / len(least))
        for need, extra in zip(least, more, strict=True)
    ]
    return [round(100 * width / sum(widths), 2) for width in widths]


def _columns(table: Element) -> list[list[str]]:
    """The texts of each column; a cell over several columns says nothing of any of them."""
    columns: list[list[str]] = []
    for row in table.iter("tr"):
        at = 0
        for cell in row:
            span = int(cell.get("colspan", "1") or 1)
            while len(columns) < at + span:
                columns.append([""])
            if span == 1:
                columns[at].append(text_of(cell))
            at += span
    return columns


def _longest_word(column: list[str]) -> int:
    return max((len(word) for text in column for word in text.split()), default=0)


def _set_widths(table: Element, widths: list[float]) -> None:
    for old in [child for child in table if child.tag in ("colgroup", "col")]:
        table.remove(old)
    group = Element("colgroup")
    for width in widths:
        group.append(Element("col", {"style": f"width:{width}%"}))
    first = next(iter(table), None)
    table.insert(1 if first is not None and first.tag == "caption" else 0, group)
