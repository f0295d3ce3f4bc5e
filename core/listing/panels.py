"""The controls around the rows: headers, pages, column chooser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from core.listing.columns import Column
from core.listing.state import ListState


@dataclass(frozen=True)
class Header:
    """A column's header; `aria_sort` is empty where the list is not sorted by it."""

    column: Column
    url: str
    aria_sort: str


@dataclass(frozen=True)
class Choice:
    """A column in the chooser, with the addresses that move it."""

    column: Column
    is_on: bool
    earlier_url: str
    later_url: str


class Pages:
    """Where the list stands: counts once, keeps the page inside the list."""

    def __init__(self, total: int, state: ListState) -> None:
        self.total = total
        self.state = state
        self.count = max(-(-total // state.size), 1)
        self.number = min(state.page, self.count)
        self.first = (self.number - 1) * state.size + 1 if total else 0
        self.last = min(self.number * state.size, total)

    def cut(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """The rows of this page."""
        return rows[max(self.first - 1, 0) : self.last] if self.total else rows.none()

    @cached_property
    def previous_url(self) -> str:
        """The address of the page before, empty on the first."""
        return self._url(self.number - 1) if self.number > 1 else ""

    @cached_property
    def next_url(self) -> str:
        """The address of the page after, empty on the last."""
        return self._url(self.number + 1) if self.number < self.count else ""

    @cached_property
    def links(self) -> list[tuple[int, str]]:
        """First, last and nearby pages; a gap is (0, "")."""
        near = {1, self.count, *range(self.number - 2, self.number + 3)}
        numbers = sorted(number for number in near if 1 <= number <= self.count)
        links: list[tuple[int, str]] = []
        for number in numbers:
            if links and number - links[-1][0] > 1:
                links.append((0, ""))
            links.append((number, self._url(number)))
        return links

    @cached_property
    def sizes(self) -> list[tuple[int, str]]:
        """The page sizes on offer with their addresses."""
        return [(size, self.state.query(size=str(size))) for size in self.state.sizes]

    def _url(self, number: int) -> str:
        return self.state.query(page=str(number) if number > 1 else None)


def headers(state: ListState) -> list[Header]:
    """The chosen columns' headers: a click sorts, the next one turns the order round."""
    made = []
    for column in state.columns:
        url = aria = ""
        if column.is_sortable:
            is_up = state.sort[:1] == (column.key,)
            is_down = state.sort[:1] == (f"-{column.key}",)
            url = state.query(sort=f"-{column.key}" if is_up else column.key)
            aria = "ascending" if is_up else "descending" if is_down else ""
        made.append(Header(column, url, aria))
    return made


def chooser(columns: Sequence[Column], state: ListState) -> list[Choice]:
    """All columns: the chosen ones first and in their order, each with its moves."""
    chosen = [column.key for column in state.columns]
    made = [
        Choice(
            column,
            is_on=True,
            earlier_url=_swapped(state, chosen, position, position - 1),
            later_url=_swapped(state, chosen, position, position + 1),
        )
        for position, column in enumerate(state.columns)
    ]
    others = [column for column in columns if column.key not in chosen]
    return made + [Choice(column, is_on=False, earlier_url="", later_url="") for column in others]


def _swapped(state: ListState, chosen: list[str], one: int, other: int) -> str:
    if not 0 <= other < len(chosen):
        return ""
    order = list(chosen)
    order[one], order[other] = order[other], order[one]
    return state.query(cols=",".join(order))
