"""The pages of a list, read together with the number of rows."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet, Window

from core.listing.columns import Reader
from core.listing.state import ListState

TOTAL = "rows_in_all"


class Pages:
    """Where the list stands: keeps the page inside the list."""

    def __init__(self, total: int, state: ListState) -> None:
        self.total = total
        self.state = state
        self.count = max(-(-total // state.size), 1)
        self.number = min(state.page, self.count)
        self.first = (self.number - 1) * state.size + 1 if total else 0
        self.last = min(self.number * state.size, total)

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


def read_page(reader: Reader, queryset: QuerySet[Any], state: ListState) -> tuple[Pages, list[Any]]:
    """The rows of the page asked for and where it stands; a page past the end is the last one."""
    rows, total = _read(reader, queryset, (state.page - 1) * state.size, state.size)
    if rows or state.page == 1:
        return Pages(total, state), rows
    pages = Pages(queryset.order_by().count(), state)
    rows, _total = _read(reader, queryset, max(pages.first - 1, 0), state.size)
    return pages, rows


def _read(reader: Reader, queryset: QuerySet[Any], start: int, size: int) -> tuple[list[Any], int]:
    """Rows and total: first the keys with the total, then the few wide rows behind them.

    Sorting and counting carry keys alone, which an index can answer without the table.
    """
    if queryset.query.distinct or queryset.query.group_by is not None:
        return list(reader.rows(queryset)[start : start + size]), queryset.order_by().count()
    counted = queryset.annotate(**{TOTAL: Window(Count("*"))})
    keys = list(counted.values_list("pk", TOTAL)[start : start + size])
    if not keys:
        return [], 0
    place = {key: index for index, (key, _total) in enumerate(keys)}
    rows = list(reader.rows(queryset.order_by().filter(pk__in=place)))
    return sorted(rows, key=lambda row: place[row[0]]), keys[0][1]
