"""The full text of the database in use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from core.search import postgres, sqlite
from core.search.clauses import Clauses, Row
from core.search.query import Query


class Backend(Protocol):
    """What each database's module offers."""

    def install(self, connection: Any) -> None:
        """Make what the text index needs."""

    def remove(self, connection: Any) -> None:
        """Take it away."""

    def lock(self, connection: Any) -> None:
        """Let one transaction at a time change the index."""

    def write(self, connection: Any, rows: Sequence[Row]) -> None:
        """Index the texts of these entries."""

    def erase(self, connection: Any, ids: Iterable[int]) -> None:
        """Forget the texts of these entries."""

    def clauses(self, query: Query, *, language: str, source: str, within: str = "") -> Clauses:
        """Where the entries come from, which match and how well."""


def of(connection: Any) -> Backend:
    """The module for this database."""
    return postgres if connection.vendor == "postgresql" else sqlite
