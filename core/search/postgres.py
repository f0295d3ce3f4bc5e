"""Full text on PostgreSQL: a tsvector per entry under a GIN index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.search.clauses import BODY, LABELS, TITLE, Clauses, Order, Row, score
from core.search.query import Phrase, Query

WEIGHTS = {TITLE: "A", LABELS: "B", BODY: "C"}
STRENGTHS = "{0.0, 0.1, 0.5, 1.0}"  # D, C, B, A
BY_LENGTH_BELOW_ONE = 1 | 32
LOCK = 7_301_002  # number of the advisory lock that orders the index's writers

_INSTALL = [
    "ALTER TABLE core_searchentry ADD COLUMN vector tsvector",
    # In line and as it is: reading it back from aside for each row takes twice as long as ranking.
    "ALTER TABLE core_searchentry ALTER COLUMN vector SET STORAGE EXTERNAL",
    "ALTER TABLE core_searchentry SET (toast_tuple_target = 8160)",
    "CREATE INDEX core_search_vector ON core_searchentry USING gin (vector)"
    " WITH (fastupdate = off)",
]
_REMOVE = [
    "ALTER TABLE core_searchentry RESET (toast_tuple_target)",
    "ALTER TABLE core_searchentry DROP COLUMN IF EXISTS vector",
]
# The bars keep a phrase from reaching over from one text into the next.
_WRITE = """
UPDATE core_searchentry AS entry
SET vector = setweight(to_tsvector('simple', text.title), 'A')
    || '|:1'::tsvector || setweight(to_tsvector('simple', text.labels), 'B')
    || '|:1'::tsvector || setweight(to_tsvector('simple', text.body), 'C')
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS text (id, title, labels, body)
WHERE entry.id = text.id
"""


def install(connection: Any) -> None:
    """Add the column and its index."""
    _run(connection, _INSTALL)


def remove(connection: Any) -> None:
    """Take the column and its index away."""
    _run(connection, _REMOVE)


def lock(connection: Any) -> None:
    """Let one transaction at a time change the index: entries and words lock in no common order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def write(connection: Any, rows: Sequence[Row]) -> None:
    """Index the texts of these entries."""
    columns = [
        [row.id for row in rows],
        [row.title for row in rows],
        [row.labels for row in rows],
        [row.body for row in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, columns)


def erase(connection: Any, ids: Iterable[int]) -> None:
    """Nothing to do: the text goes with its entry."""


def clauses(query: Query, *, language: str, source: str, within: str = "") -> Clauses:
    """Where the entries come from, which match and how well."""
    condition = "entry.vector @@ %s::tsquery AND entry.source = %s"
    side_by_side = query.side_by_side
    rank = f"ts_rank_cd('{STRENGTHS}', entry.vector, %s::tsquery, {BY_LENGTH_BELOW_ONE})"
    order = Order(
        matches="entry.vector @@ %s::tsquery",
        in_title=to_tsquery(query, TITLE),
        in_labels=to_tsquery(query, TITLE + LABELS),
        as_phrase=to_tsquery(side_by_side, within) if side_by_side else "",
        rank="0" if within else rank,
        rank_params=[] if within else [to_tsquery(query, with_excluded=False)],
    )
    return Clauses(
        origin="core_searchentry AS entry",
        origin_params=[],
        condition=condition,
        condition_params=[to_tsquery(query, within), source],
        **score(query, language, order),
    )


def to_tsquery(query: Query, within: str = "", *, with_excluded: bool = True) -> str:
    """The tree in PostgreSQL's language; words hold only letters and digits, and are quoted."""
    letters = "".join(WEIGHTS[column] for column in within)
    groups = [
        " | ".join(f"({' & '.join(_phrase(p, letters) for p in way)})" for way in group.ways)
        for group in query.groups
    ]
    made = " & ".join(f"({group})" for group in groups)
    excluded = " | ".join(f"({_phrase(phrase, '')})" for phrase in query.without)
    return f"{made} & !({excluded})" if excluded and with_excluded else made


def _phrase(phrase: Phrase, letters: str) -> str:
    *before, last = phrase.words
    ends = [*[""] * len(before), "*" if phrase.is_prefix else ""]
    marked = [
        f"'{word}'" + (f":{end}{letters}" if end or letters else "")
        for word, end in zip((*before, last), ends, strict=True)
    ]
    return " <-> ".join(marked)


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
