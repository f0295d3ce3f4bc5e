"""The controls around the rows: headers and column chooser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
