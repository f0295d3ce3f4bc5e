"""Finds what a person may see: every question to the index passes a source's visible ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.models import SearchEntry
from core.registries import SearchSource, search_synonyms
from core.search import asking, corrections
from core.search.asking import Chosen, Part
from core.search.clauses import LABELS, TITLE
from core.search.query import Query, parse, typing

MORE_PARTS = 3


@dataclass(frozen=True)
class Hit:
    """An object found: its best part, its other parts that match, how well it matches."""

    entry: SearchEntry
    more: list[SearchEntry]
    score: float


@dataclass(frozen=True)
class ResultGroup:
    """The hits of one source, best first, how many objects there are in all, and their facets."""

    source: SearchSource
    hits: list[Hit]
    total: int
    facets: Mapping[str, Counter[str]] = field(default_factory=dict)

    @property
    def entries(self) -> list[SearchEntry]:
        """The best part of each hit."""
        return [hit.entry for hit in self.hits]


@dataclass(frozen=True)
class Results:
    """What was found; `corrected` is the text that was searched instead of the typed one."""

    groups: list[ResultGroup]
    query: Query
    corrected: str = ""

    @property
    def total(self) -> int:
        """All objects found."""
        return sum(group.total for group in self.groups)


@dataclass(frozen=True)
class _Page:
    """Which hits are wanted."""

    limit: int
    offset: int
    within: str
    chosen: Chosen
    with_facets: bool


def find(user: Any, text: str, *, limit: int = 8, source: str = "") -> list[ResultGroup]:
    """Hits of every source that match the text and that the user may see."""
    return search(user, text, limit=limit, source=source).groups


def search(
    user: Any,
    text: str,
    *,
    limit: int = 8,
    offset: int = 0,
    source: str = "",
    chosen: Chosen | None = None,
    is_typing: bool = False,
) -> Results:
    """Hits by source; where nothing is found, mistyped words are taken for words that are there.

    `chosen` narrows to values of the source's facets, which are counted when `source` is given.
    While the person `is_typing`, only titles and keywords count and the last word is unfinished.
    """
    query = parse(text, _synonyms)
    if is_typing and not text[-1:].isspace():
        query = typing(query)
    if not query.groups:
        return Results([], query)
    parts = asking.parts(user, source)
    within = TITLE + LABELS if is_typing else ""
    page = _Page(limit, offset, within, chosen or {}, with_facets=bool(source))
    groups = _groups(parts, query, page)
    if groups:
        return Results(groups, query)
    near = corrections.near_words(query, parts)
    corrected = corrections.applied(query, near)
    groups = _groups(parts, corrected, page) if any(near) else []
    if not groups:
        return Results([], query)
    entries = [entry for group in groups for hit in group.hits for entry in (hit.entry, *hit.more)]
    return Results(groups, corrected, corrections.told(query, near, entries))


def _synonyms(words: frozenset[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in search_synonyms:
        for word, names in each.lookup(words).items():
            found.setdefault(word, set()).update(names)
    return found


def _groups(parts: list[Part], query: Query, page: _Page) -> list[ResultGroup]:
    groups = [_group(part, query, page) for part in parts]
    return [group for group in groups if group.total or any(group.facets.values())]


def _group(part: Part, query: Query, page: _Page) -> ResultGroup:
    matching = asking.matching(part, query, page.within)
    facets: Mapping[str, Counter[str]] = {}
    if page.with_facets and part.source.facets:
        facets = asking.facet_counts(matching, part.source, page.chosen)
    narrowed = asking.narrowed(matching, part.source, page.chosen)
    best, total = asking.best(narrowed, page.limit, page.offset)
    found = asking.entries_of(matching, best, MORE_PARTS + 1) if best else {}
    hits = [
        Hit(found[each][0], found[each][1:], score) for each, score in best.items() if each in found
    ]
    return ResultGroup(part.source, hits, total, facets)
