"""The state of a list page as its address carries it; every link is made from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict

from core.listing.columns import Column

OWN = ("q", "sort", "cols", "size", "page", "view", "export")
TRANSIENT = ("page", "view", "export")


@dataclass(frozen=True)
class ListState:
    """What the address asks for, cleaned of what this list does not know."""

    filters: Mapping[str, Sequence[str]]
    search: str
    sort: tuple[str, ...]
    columns: tuple[Column, ...]
    page: int
    size: int
    view: str
    own: Mapping[str, str]
    sizes: Sequence[int]

    def query(self, **changes: str | None) -> str:
        """The address's query with these own parameters changed; the page starts over.

        Never quite empty: the bare address opens a person's default view.
        """
        return "?" + (self._encoded(changes) or "view=all")

    def _encoded(self, changes: Mapping[str, str | None]) -> str:
        own = {key: value for key, value in self.own.items() if key != "page"}
        for key, value in changes.items():
            own[key] = value or ""
        pairs = [(name, value) for name, values in self.filters.items() for value in values]
        pairs += [(key, own[key]) for key in OWN if own.get(key)]
        return urlencode(pairs, safe=",")

    def without(self, name: str, value: str) -> str:
        """The query without one value of one filter."""
        kept = {
            key: [each for each in values if (key, each) != (name, value)]
            for key, values in self.filters.items()
        }
        return self._with_filters(kept).query()

    def cleared(self) -> str:
        """The query without filters and search, with sort and columns kept."""
        return self._with_filters({}).query(q=None, view=None)

    def saved_query(self) -> str:
        """What a saved view keeps: all but the page and the name of the view."""
        return self._encoded(dict.fromkeys(TRANSIENT))

    @property
    def current(self) -> str:
        """The address's query as it is."""
        return self.query(page=self.own.get("page"))

    @property
    def kept_by_filters(self) -> list[tuple[str, str]]:
        """What the filter form carries along unseen."""
        return [(key, self.own[key]) for key in ("sort", "cols", "size", "view") if key in self.own]

    @property
    def kept_by_columns(self) -> list[tuple[str, str]]:
        """What the column chooser carries along unseen."""
        own = [(key, self.own[key]) for key in ("q", "sort", "size", "view") if key in self.own]
        return own + [(name, value) for name, values in self.filters.items() for value in values]

    @property
    def default_columns(self) -> str:
        """The query with the standard columns."""
        return self.query(cols=None)

    @property
    def csv_url(self) -> str:
        """The query that exports the list as CSV."""
        return self.query(export="csv")

    @property
    def xlsx_url(self) -> str:
        """The query that exports the list as a workbook."""
        return self.query(export="xlsx")

    @property
    def is_narrowed(self) -> bool:
        """Whether filters or search are at work."""
        return bool(self.filters or self.search)

    def _with_filters(self, filters: Mapping[str, Sequence[str]]) -> ListState:
        return replace(self, filters=filters)


@dataclass(frozen=True)
class ListOptions:
    """What a list page offers, against which an address is read."""

    columns: Sequence[Column]
    filters: frozenset[str]
    default_sort: str
    page_sizes: Sequence[int]


def read_state(params: QueryDict, options: ListOptions) -> ListState:
    """Read an address; unknown columns, sorts, sizes and filters are dropped."""
    filters = {
        name: [value for value in params.getlist(name) if value.strip()]
        for name in params
        if name in options.filters
    }
    own = {key: ",".join(params.getlist(key)).strip() for key in OWN if key in params}
    by_key = {column.key: column for column in options.columns}
    sort = _known_sort((own.get("sort") or options.default_sort).split(","), by_key)
    chosen = tuple(by_key[key] for key in _unique(own.get("cols", "").split(",")) if key in by_key)
    size = _number(own.get("size"))
    return ListState(
        filters={name: values for name, values in filters.items() if values},
        search=own.get("q", "")[:200],
        sort=sort,
        columns=chosen or tuple(column for column in options.columns if column.default),
        page=max(_number(own.get("page")), 1),
        size=size if size in options.page_sizes else options.page_sizes[0],
        view=own.get("view", ""),
        own=_kept(own, chosen, sort, options),
        sizes=options.page_sizes,
    )


def lasting(query: str) -> str:
    """A query without what only moves through the list: page, view and export."""
    pairs = [pair for pair in parse_qsl(query.removeprefix("?")) if pair[0] not in TRANSIENT]
    return urlencode(pairs, safe=",")


def _kept(
    own: Mapping[str, str], chosen: Sequence[Column], sort: Sequence[str], options: ListOptions
) -> dict[str, str]:
    """The own parameters worth repeating in links: those that differ from the default."""
    kept = {key: own[key] for key in ("q", "view") if own.get(key)}
    if _number(own.get("page")) > 1:
        kept["page"] = str(_number(own["page"]))
    kept["cols"] = ",".join(column.key for column in chosen)
    if "sort" in own and ",".join(sort) != options.default_sort:
        kept["sort"] = ",".join(sort)
    if _number(own.get("size")) in options.page_sizes[1:]:
        kept["size"] = own["size"]
    return {key: value for key, value in kept.items() if value}


def _known_sort(wanted: Iterable[str], by_key: Mapping[str, Column]) -> tuple[str, ...]:
    return tuple(
        term
        for term in wanted
        if (column := by_key.get(term.removeprefix("-"))) and column.is_sortable
    )


def _unique(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(keys))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
