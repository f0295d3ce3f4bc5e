"""Two tables cell by cell: rows and columns that came or went, and the cells that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from guidelines.domain.diffs.aligning import DEL, INS, Budget, Step, align, pair, shared
from guidelines.domain.diffs.tree import Element, marked

ROW_ALIKE = 0.4
SAME_NAME = 0.6  # likeness of two rows that begin with the same cell
COLUMN_ALIKE = 0.3

Match = tuple[int | None, int | None]
CompareCell = Callable[[Element, Element], Element]


@dataclass(frozen=True)
class Grid:
    """The rows of a table; the first ones may be its head."""

    head: tuple[Element, ...]
    body: tuple[Element, ...]

    @property
    def rows(self) -> tuple[Element, ...]:
        """Head and body."""
        return self.head + self.body

    @property
    def is_plain(self) -> bool:
        """Whether all rows have the same number of cells and no cell spans several."""
        spans = {"colspan", "rowspan"}
        cells = [cell for row in self.rows for cell in row.elements]
        return len({len(row.elements) for row in self.rows}) == 1 and not any(
            spans.intersection(dict(cell.attributes)) for cell in cells
        )

    def column(self, at: int) -> Counter[str]:
        """All words of one column."""
        return sum((row.elements[at].words for row in self.rows), Counter[str]())


def compare_tables(
    before: Element, after: Element, budget: Budget, compare_cell: CompareCell
) -> Element:
    """One table with the cells of both."""
    old, new = _grid(before), _grid(after)
    columns = _columns(old, new, budget) if old.is_plain and new.is_plain else None
    comparison = _Comparison(columns, budget, compare_cell)
    parts = [block for block in after.blocks if block.tag == "caption"]
    if len(old.head) == len(new.head) == 1:
        parts.append(Element("thead", (), (comparison.row(old.head[0], new.head[0]),)))
    elif old.head or new.head:
        parts.append(Element("thead", (), tuple(comparison.rows(old.head, new.head))))
    if old.body or new.body:
        parts.append(Element("tbody", (), tuple(comparison.rows(old.body, new.body))))
    return replace(after, children=tuple(parts))


@dataclass(frozen=True)
class _Comparison:
    """One pair of tables: their columns, or None where a table has no columns to speak of."""

    columns: Sequence[Match] | None
    budget: Budget
    compare_cell: CompareCell

    def rows(self, old: Sequence[Element], new: Sequence[Element]) -> Iterator[Element]:
        """The rows of both, in one order."""

        def likeness(i: int, j: int) -> float:
            share = shared(old[i].words, new[j].words)
            first = _name(old[i])
            if first and first == _name(new[j]):
                share = max(share, SAME_NAME)
            return share if share >= ROW_ALIKE else 0.0

        keys, others = (
            [self._key(row, side) for row in rows] for side, rows in ((0, old), (1, new))
        )
        for i, j in _matches(keys, others, likeness, self.budget):
            yield self.row(None if i is None else old[i], None if j is None else new[j])

    def row(self, old: Element | None, new: Element | None) -> Element:
        """One row with the cells of both; without the one it came, without the other it went."""
        columns = self._cells_of(old, new) if self.columns is None else self.columns
        cells = tuple(self._cell(old, new, match) for match in columns)
        if new is None:
            return marked(Element("tr", (), cells), DEL)
        row = replace(new, children=cells)
        return marked(row, INS) if old is None else row

    def _key(self, row: Element, side: int) -> tuple[str, ...]:
        """What makes two rows equal: their cells in the columns that both tables have."""
        columns = self.columns or [(at, at) for at in range(len(row.elements))]
        places = [match[side] for match in columns if None not in match]
        return tuple(row.elements[place].signature for place in places if place is not None)

    def _cells_of(self, old: Element | None, new: Element | None) -> list[Match]:
        before, after = (
            [cell.signature for cell in row.elements] if row else [] for row in (old, new)
        )
        return list(_matches(before, after, lambda _i, _j: 1.0, self.budget))

    def _cell(self, old: Element | None, new: Element | None, match: Match) -> Element:
        """The cell of one row and column; an empty one where only the other table has the place."""
        i, j = match
        before = old.elements[i] if old and i is not None else None
        after = new.elements[j] if new and j is not None else None
        if before and after:
            cell = self.compare_cell(before, after)
            return cell.classed("diff-changed") if cell.has_marks else cell
        whole = before or after
        mark = DEL if j is None else INS
        if whole is None:
            return Element("td", mark=mark)
        return whole if old is None or new is None else marked(whole, mark)


def _grid(table: Element) -> Grid:
    head: list[Element] = []
    body: list[Element] = []
    for part in table.elements:
        rows = [part] if part.tag == "tr" else [row for row in part.elements if row.tag == "tr"]
        (head if part.tag == "thead" else body).extend(_clean(row) for row in rows)
    return Grid(tuple(head), tuple(body))


def _clean(row: Element) -> Element:
    cells = tuple(cell for cell in row.elements if cell.tag in ("td", "th"))
    return replace(row, children=cells)


def _columns(old: Grid, new: Grid, budget: Budget) -> list[Match]:
    """Which column became which: by the cell at its top, else by its words."""
    tops = [[cell.text.strip() for cell in grid.rows[0].elements] for grid in (old, new)]
    bags = [
        [grid.column(at) for at in range(len(top))]
        for grid, top in zip((old, new), tops, strict=True)
    ]

    def likeness(i: int, j: int) -> float:
        share = shared(bags[0][i], bags[1][j])
        return share if share >= COLUMN_ALIKE else 0.0

    return list(_matches(tops[0], tops[1], likeness, budget))


def _matches(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    likeness: Callable[[int, int], float],
    budget: Budget,
) -> Iterator[Match]:
    """Items of both sides in one order: equal ones, alike ones, and those of one side alone."""
    for step in align(old, new, budget):
        if step.is_same:
            yield from zip(
                range(step.before, step.before_end), range(step.after, step.after_end), strict=True
            )
            continue
        yield from _gap(step, likeness, budget)


def _gap(step: Step, likeness: Callable[[int, int], float], budget: Budget) -> Iterator[Match]:
    start, other = step.before, step.after
    size = step.before_end - start, step.after_end - other
    i = j = 0
    pairs = pair(*size, lambda a, b: likeness(start + a, other + b), budget)
    for a, b in [*pairs, size]:
        yield from ((start + k, None) for k in range(i, a))
        yield from ((None, other + k) for k in range(j, b))
        if a < size[0]:
            yield start + a, other + b
        i, j = a + 1, b + 1


def _name(row: Element) -> str:
    return row.elements[0].text.strip() if row.elements else ""
