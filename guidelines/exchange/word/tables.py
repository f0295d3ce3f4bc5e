"""Tables as rectangles of one-line cells, which is what a Markdown table can say."""

from __future__ import annotations

import copy

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from guidelines.exchange.word.converted import Notes

WIDTH, HEIGHT, CELLS = 60, 3000, 40_000
_CELL_BLOCKS = ["p", "div", "blockquote", "pre", "section", "article"]


def tidy_tables(soup: BeautifulSoup, notes: Notes) -> None:
    """Innermost tables first: nested and arranging ones are taken apart, others made regular."""
    for table in reversed(soup.find_all("table")):
        for caption in table.find_all("caption"):
            caption.name = "p"
            table.insert_before(caption.extract())
        grid = _without_empty(_grid(soup, table, notes))
        if not grid:
            table.decompose()
        elif len(grid[0]) == 1 or (len(grid) == 1 and len(grid[0]) <= 2):
            notes["table_layout"] += 1
            _take_apart(table, grid)
        elif table.find_parent(["td", "th", "li"]):
            _as_lines(soup, table, grid)
        else:
            _rewrite(soup, table, grid)


def _grid(soup: BeautifulSoup, table: Tag, notes: Notes) -> list[list[Tag]]:
    """Rows of cells: a cell over rows is repeated, one over columns is followed by empty ones."""
    rows = [row for row in table.find_all("tr")[:HEIGHT] if row.find_parent("table") is table]
    grid: list[list[Tag | None]] = [[] for _ in rows]
    for top, row in enumerate(rows):
        position = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while position < len(grid[top]) and grid[top][position] is not None:
                position += 1
            across, down = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - top)
            if across > 1 or down > 1:
                notes["table_merged"] += 1
            for below in range(down):
                for aside in range(across):
                    _put(grid[top + below], position + aside, _copy(soup, cell, aside, below))
            position += across
    width = min(WIDTH, max((len(row) for row in grid), default=0))
    return [[cell or soup.new_tag("td") for cell in _padded(row, width)] for row in grid]


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return max(1, min(int(value), WIDTH)) if value.isdigit() and len(value) < 6 else 1


def _put(row: list[Tag | None], position: int, cell: Tag) -> None:
    if position >= WIDTH:
        return
    row.extend([None] * (position + 1 - len(row)))
    row[position] = cell


def _copy(soup: BeautifulSoup, cell: Tag, aside: int, below: int) -> Tag:
    if aside:
        return soup.new_tag(cell.name)
    made = copy.copy(cell) if below else cell
    made.attrs = {}
    return made


def _padded(row: list[Tag | None], width: int) -> list[Tag | None]:
    return [*row[:width], *([None] * (width - len(row)))]


def _without_empty(grid: list[list[Tag]]) -> list[list[Tag]]:
    """Without rows and columns that hold nothing."""
    if len(grid) * len(grid[0] if grid else []) > CELLS:
        grid = grid[: CELLS // max(1, len(grid[0]))]
    grid = [row for row in grid if any(_is_filled(cell) for cell in row)]
    if not grid:
        return []
    used = [n for n in range(len(grid[0])) if any(_is_filled(row[n]) for row in grid)]
    return [[row[n] for n in used] for row in grid]


def _is_filled(cell: Tag) -> bool:
    return bool(cell.get_text().strip() or cell.find(["img", "fnref"]))


def _take_apart(table: Tag, grid: list[list[Tag]]) -> None:
    for cell in [cell for row in grid for cell in row]:
        cell.name = "div"
        if not cell.find([*_CELL_BLOCKS, "ul", "ol", "table", "h1", "h2", "h3"]):
            cell.name = "p"
        table.insert_before(cell.extract())
    table.decompose()


def _as_lines(soup: BeautifulSoup, table: Tag, grid: list[list[Tag]]) -> None:
    """A table inside a cell or an item: one line for each row."""
    for row in grid:
        line = soup.new_tag("p")
        texts = (" ".join(cell.get_text(" ").split()) for cell in row)
        line.append(" – ".join(text for text in texts if text))
        table.insert_before(line)
    table.decompose()


def _rewrite(soup: BeautifulSoup, table: Tag, grid: list[list[Tag]]) -> None:
    made = soup.new_tag("table")
    for number, cells in enumerate(grid):
        row = soup.new_tag("tr")
        made.append(row)
        for cell in cells:
            cell.name = "td" if number else "th"
            _one_line(soup, cell)
            row.append(cell.extract())
    table.replace_with(made)
    for cell in made.find_all("th"):
        for node in cell.find_all(["strong", "b"]):
            node.unwrap()


def _one_line(soup: BeautifulSoup, cell: Tag) -> None:
    """Blocks of a cell divided by line breaks; list items with their mark."""
    for items in reversed(cell.find_all(["ul", "ol"])):
        for number, item in enumerate(items.find_all("li", recursive=False), 1):
            item.insert(0, NavigableString(f"{number}) " if items.name == "ol" else "• "))
            item.name = "p"
        items.unwrap()
    for block in cell.find_all(_CELL_BLOCKS):
        if not block.get_text().strip() and not block.find("img"):
            block.decompose()
            continue
        block.append(soup.new_tag("br"))
        block.unwrap()
    while cell.contents and _is_break(cell.contents[-1]):
        cell.contents[-1].extract()


def _is_break(node: object) -> bool:
    if isinstance(node, NavigableString):
        return not node.strip()
    return isinstance(node, Tag) and node.name == "br"
