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


@dataclass(frozen=True)
class Order:
    """How a database tells what a hit is worth: a test of an entry against each of its queries."""

    matches: str
    in_title: str
    in_labels: str
    as_phrase: str
    rank: str
    rank_params: list[Any]


def score(query: Query, language: str, order: Order) -> dict[str, Any]:
    """One number: the code named, then title, then the words side by side, then headings.

    Then the reader's language, then the database's own rank. Of the parts of an object whose
    title matches, the object itself comes first.
    """
    terms = [(order.in_title, "CASE entry.part WHEN '' THEN 21 ELSE 20 END")]
    if order.as_phrase:
        terms.append((order.as_phrase, "12"))
    terms.append((order.in_labels, "10"))
    cases = " ".join(f"WHEN {order.matches} THEN {worth}" for _query, worth in terms)
    codes = ", ".join(["%s"] * len(query.codes))
    code = f"CASE WHEN entry.code IN ({codes}) THEN 100 ELSE 0 END + " if codes else ""
    own = "CASE entry.language WHEN %s THEN 2 ELSE 0 END"
    asked = [asked for asked, _worth in terms]
    return {
        "score": f"{code}CASE {cases} ELSE 0 END + {own} + {order.rank}",
        "score_params": [*query.codes, *asked, language, *order.rank_params],
    }
