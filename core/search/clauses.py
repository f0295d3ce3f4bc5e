"""What both databases' full text share: the columns, the rows and the order of hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.search.query import Query

TITLE, LABELS, BODY = "t", "l", "b"


@dataclass(frozen=True)
class Row:
    """The words of one entry, by weight."""

    id: int
    source: str
    title: str
    labels: str
    body: str


@dataclass(frozen=True)
class Clauses:
    """Pieces of SQL over `entry`, with their parameters."""

    origin: str
    origin_params: list[Any]
    condition: str
    condition_params: list[Any]
    score: str
    score_params: list[Any]

    def select(self, what: str, *, scored: bool = False) -> tuple[str, list[Any]]:
        """The statement over the matching entries: pieces of our own, values as parameters."""
        score = f", {self.score} AS score" if scored else ""
        sql = f"SELECT {what}{score} FROM {self.origin} WHERE {self.condition}"  # noqa: S608
        before = self.score_params if scored else []
        return sql, [*before, *self.origin_params, *self.condition_params]


def score(
    query: Query,
    language: str,
    *,
    matches: str,
    in_title: str,
    in_labels: str,
    rank: str,
    rank_params: list[Any],
) -> dict[str, Any]:
    """One number: the code named, then title, then labels, then own language, then the rank.

    Of the parts of an object whose title matches, the object itself comes first.
    """
    codes = ", ".join(["%s"] * len(query.codes))
    code = f"CASE WHEN entry.code IN ({codes}) THEN 100 ELSE 0 END + " if codes else ""
    return {
        "score": f"{code}CASE WHEN {matches} THEN CASE entry.part WHEN '' THEN 21 ELSE 20 END"
        f" WHEN {matches} THEN 10 ELSE 0 END"
        f" + CASE entry.language WHEN %s THEN 2 ELSE 0 END + {rank}",
        "score_params": [*query.codes, in_title, in_labels, language, *rank_params],
    }
