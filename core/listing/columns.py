"""What a list page can show: columns declared by the database paths they read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import F, QuerySet
from django.db.models.expressions import BaseExpression, OrderBy
from django.db.models.functions import Lower

from core.registries import Text

Kind = Literal[
    "text", "number", "percent", "share", "money", "date", "datetime", "bool", "rag", "choice"
]
RIGHT_ALIGNED = frozenset({"number", "percent", "share", "money"})


class Row:
    """One row of values, read by database path: `row["pk"]`, `row["project__code"]`."""

    __slots__ = ("_index", "_values")

    def __init__(self, values: Sequence[Any], index: Mapping[str, int]) -> None:
        self._values = values
        self._index = index

    def __getitem__(self, path: str) -> Any:
        return self._values[self._index[path]]


@dataclass(frozen=True)
class Column:
    """One column: rows are read with `values_list`, so a column names the paths it needs.

    `path` (default: the key) is shown as it is; with `value`, the values of `paths` are its
    arguments; with `bulk`, one call per page maps the rows' pks to values. Kind `percent` is
    stored as 0 to 100, `share` as 0 to 1. `sort` holds paths or expressions (default: the first
    path; `()` = not sortable). `currency` is the path of a money column's currency. `reason`
    explains an empty value. `render` returns safe HTML for the page alone; exports take the
    value, through `export` where given. `help` explains the column in header and export.
    """

    key: str
    label: Text
    kind: Kind = "text"
    path: str = ""
    paths: tuple[str, ...] = ()
    value: Callable[..., Any] | None = None
    bulk: Callable[[list[Any]], Mapping[Any, Any]] | None = None
    sort: tuple[str | BaseExpression, ...] | None = None
    default: bool = True
    currency: str = ""
    choices: Iterable[tuple[Any, Text]] = ()
    decimals: int = 0
    reason: Callable[[Row], Text] | None = None
    link: Callable[[Row], str | None] | None = None
    render: Callable[[Any, Row], str] | None = None
    export: Callable[[Any], Any] | None = None
    help: Text = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The database paths of the value itself."""
        if self.bulk:
            return ()
        return self.paths or (self.path or self.key,)

    @property
    def all_paths(self) -> tuple[str, ...]:
        """Every path the column reads."""
        return (*self.sources, self.currency) if self.currency else self.sources

    @property
    def is_sortable(self) -> bool:
        """Whether the list can be ordered by this column."""
        return bool(self._sort_terms())

    @property
    def is_right(self) -> bool:
        """Whether the cells are aligned to the right: figures."""
        return self.kind in RIGHT_ALIGNED

    def order_by(self, *, descending: bool) -> list[OrderBy]:
        """The ordering of this column; empty values come last in both directions."""
        return [_ordering(term, descending=descending) for term in self._sort_terms()]

    def _sort_terms(self) -> tuple[str | BaseExpression, ...]:
        if self.sort is not None:
            return self.sort
        first = self.sources[:1]
        return (Lower(first[0]),) if first and self.kind == "text" else first


class Reader:
    """Reads the values of chosen columns from a queryset, without model instances."""

    def __init__(self, columns: Sequence[Column], *, also: Iterable[str] = ()) -> None:
        self.columns = columns
        wanted = ["pk", *also, *(path for column in columns for path in column.all_paths)]
        self.paths = list(dict.fromkeys(wanted))
        self.index = {path: position for position, path in enumerate(self.paths)}

    def rows(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any]:
        """The queryset as tuples in the order of `paths`."""
        return queryset.values_list(*self.paths)

    def getters(self, rows: Sequence[Sequence[Any]]) -> list[Callable[[Sequence[Any]], Any]]:
        """One function per column from a tuple to its value; bulk columns are loaded here."""
        pks = [row[0] for row in rows]
        return [self._getter(column, pks) for column in self.columns]

    def _getter(self, column: Column, pks: list[Any]) -> Callable[[Sequence[Any]], Any]:
        if column.bulk:
            values = column.bulk(pks)
            return lambda row: values.get(row[0])
        positions = [self.index[path] for path in column.sources]
        compute = column.value
        if compute is None:
            position = positions[0]
            return lambda row: row[position]
        return lambda row: compute(*[row[position] for position in positions])


def _ordering(term: str | BaseExpression, *, descending: bool) -> OrderBy:
    """A term in the wanted direction; a term written as "-path" is turned round."""
    if isinstance(term, str) and term.startswith("-"):
        return _ordering(term[1:], descending=not descending)
    expression: Any = F(term) if isinstance(term, str) else term
    turned: OrderBy = (
        expression.desc(nulls_last=True) if descending else expression.asc(nulls_last=True)
    )
    return turned
