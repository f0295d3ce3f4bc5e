"""Full text on SQLite: an FTS5 table beside the entries, with the entry's id as its row id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.search.clauses import BODY, LABELS, TITLE, Clauses, Order, Row, score
from core.search.query import Phrase, Query
from core.search.text import compact

COLUMNS = {TITLE: "title", LABELS: "labels", BODY: "body"}
STRENGTHS = "10.0, 5.0, 1.0, 0.0"  # in the order of the table's columns
CHUNK = 500

_INSTALL = [
    "CREATE VIRTUAL TABLE core_searchtext USING fts5"
    " (title, labels, body, source, tokenize = 'unicode61 remove_diacritics 0', prefix = '3')",
]
_REMOVE = ["DROP TABLE IF EXISTS core_searchtext"]
_WRITE = (
    "INSERT OR REPLACE INTO core_searchtext (rowid, title, labels, body, source)"
    " VALUES (%s, %s, %s, %s, %s)"
)
# The limit keeps the ranking inside, where FTS5 can compute it.
_MATCHED = (
    "(SELECT rowid AS id, bm25(core_searchtext, {strengths}) AS rank"
    " FROM core_searchtext WHERE core_searchtext MATCH %s LIMIT -1)"
)
_AMONG = "text.id IN (SELECT rowid FROM core_searchtext WHERE core_searchtext MATCH %s)"


def install(connection: Any) -> None:
    """Make the table."""
    _run(connection, _INSTALL)


def remove(connection: Any) -> None:
    """Take the table away."""
    _run(connection, _REMOVE)


def lock(connection: Any) -> None:
    """Nothing to do: SQLite has one writer at a time."""


def write(connection: Any, rows: Sequence[Row]) -> None:
    """Index the texts of these entries."""
    values = [(row.id, row.title, row.labels, row.body, compact(row.source)) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, values)


def erase(connection: Any, ids: Iterable[int]) -> None:
    """Forget the texts of these entries."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM core_searchtext WHERE rowid = %s", [(each,) for each in ids]
        )


def clauses(query: Query, *, language: str, source: str, within: str = "") -> Clauses:
    """Where the entries come from, which match and how well."""
    matched = _MATCHED.format(strengths=STRENGTHS)
    columns = within or TITLE + LABELS + BODY
    side_by_side = query.side_by_side
    order = Order(
        matches=_AMONG,
        in_title=to_match(query, source, TITLE),
        in_labels=to_match(query, source, TITLE + LABELS),
        as_phrase=to_match(side_by_side, source, columns) if side_by_side else "",
        rank="0" if within else "(-text.rank / (1.0 - text.rank))",
        rank_params=[],
    )
    return Clauses(
        origin=f"{matched} AS text JOIN core_searchentry AS entry ON entry.id = text.id",
        origin_params=[to_match(query, source, columns)],
        condition="entry.source = %s",
        condition_params=[source],
        **score(query, language, order),
    )


def to_match(query: Query, source: str, within: str) -> str:
    """The tree in FTS5's language; words hold only letters and digits, and are quoted."""
    groups = [
        " OR ".join(f"({' AND '.join(_phrase(p) for p in way)})" for way in group.ways)
        for group in query.groups
    ]
    columns = " ".join(COLUMNS[column] for column in within)
    made = f"{{{columns}}} : ({' AND '.join(f'({group})' for group in groups)})"
    made = f'({{source}} : "{compact(source)}" AND {made})'
    every = " ".join(COLUMNS.values())
    excluded = " OR ".join(f"({_phrase(phrase)})" for phrase in query.without)
    return f"{made} NOT ({{{every}}} : ({excluded}))" if excluded else made


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + ("*" if phrase.is_prefix else "")


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
