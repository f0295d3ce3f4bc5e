"""Asks the index about one source, always through the ids that the person may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import get_language

from core.models import SearchEntry
from core.registries import SearchSource, search_sources
from core.search import backend
from core.search.clauses import Clauses
from core.search.query import Query

Chosen = Mapping[str, Iterable[str]]  # values by facet


@dataclass(frozen=True)
class Part:
    """One source's part of the index, as one person sees it: the visible ids as SQL."""

    source: SearchSource
    visible: str
    visible_params: list[Any]


def parts(user: Any, source: str = "") -> list[Part]:
    """What the person may search: every source, or the one named."""
    wanted = [entry for entry in search_sources if source in ("", entry.key)]
    return [part for entry in wanted for part in _part(entry, entry.visible_ids(user))]


def _part(source: SearchSource, visible: Any) -> Iterator[Part]:
    """Nothing where the person sees nothing of the source."""
    if not isinstance(visible, QuerySet):
        ids = list(visible)
        if ids:
            yield Part(source, ", ".join(["%s"] * len(ids)), ids)
        return
    keys = visible.order_by() if visible.query.has_select_fields else visible.values("pk")
    try:
        sql, params = keys.query.sql_with_params()
    except EmptyResultSet:
        return
    yield Part(source, sql, list(params))


def matching(part: Part, query: Query, within: str = "") -> Clauses:
    """The matching entries of the source that the person may see."""
    found = _clauses(part, query, within)
    return replace(
        found,
        condition=f"{found.condition} AND entry.object_id IN ({part.visible})",
        condition_params=[*found.condition_params, *part.visible_params],
    )


def is_found(part: Part, query: Query) -> bool:
    """Whether any entry of the source that the person may see matches.

    What the source does not hold at all needs no question about who sees what, which is dearer.
    """
    return exists(_clauses(part, query)) and exists(matching(part, query))


def _clauses(part: Part, query: Query, within: str = "") -> Clauses:
    """The matching entries of the source, whoever may see them: not to be shown."""
    return backend.of(connection).clauses(
        query, language=get_language() or "", source=part.source.key, within=within
    )


def narrowed(clauses: Clauses, source: SearchSource, chosen: Chosen) -> Clauses:
    """Only entries with one of the chosen values of every facet."""
    condition, params = clauses.condition, list(clauses.condition_params)
    for facet in source.facets:
        values = sorted(set(chosen.get(facet.key, ())))
        if values:
            either = " OR ".join([r"entry.facets LIKE %s ESCAPE '\'"] * len(values))
            condition += f" AND ({either})"
            params += [f"%\n{_literal(f'{facet.key}={value}')}\n%" for value in values]
    return replace(clauses, condition=condition, condition_params=params)


def _literal(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text


def exists(clauses: Clauses) -> bool:
    """Whether any entry matches."""
    sql, params = clauses.select("1")
    return bool(_rows(f"{sql} LIMIT 1", params))


def best(clauses: Clauses, limit: int, offset: int) -> tuple[dict[int, float], int]:
    """The best objects of the page with their scores, and how many objects match in all."""
    hits, params = clauses.select("entry.object_id, entry.title", scored=True)
    sql = (
        "SELECT object_id, MAX(score) AS best, COUNT(*) OVER () AS total, MIN(title) AS name"  # noqa: S608
        f" FROM ({hits}) AS hits GROUP BY object_id"
        " ORDER BY best DESC, name, object_id LIMIT %s OFFSET %s"
    )
    rows = _rows(sql, [*params, limit, offset])
    if offset and not rows:  # a page past the end still knows how many there are
        return {}, next((row[2] for row in _rows(sql, [*params, 1, 0])), 0)
    return {row[0]: row[1] for row in rows}, (rows[0][2] if rows else 0)


def entries_of(
    clauses: Clauses, objects: Iterable[int], limit: int
) -> dict[int, list[SearchEntry]]:
    """The matching entries of these objects, the best of each first, at most `limit` of each."""
    ids = list(objects)
    sql, params = clauses.select("entry.object_id, entry.id", scored=True)
    among = ", ".join(["%s"] * len(ids))
    sql = f"{sql} AND entry.object_id IN ({among}) ORDER BY score DESC, entry.id"
    keys: dict[int, list[int]] = {}
    for object_id, pk, _score in _rows(sql, [*params, *ids]):
        keys.setdefault(object_id, []).append(pk)
    shown = {object_id: found[:limit] for object_id, found in keys.items()}
    entries = SearchEntry.objects.in_bulk([pk for found in shown.values() for pk in found])
    return {object_id: [entries[pk] for pk in found] for object_id, found in shown.items()}


def facet_counts(
    clauses: Clauses, source: SearchSource, chosen: Chosen
) -> Mapping[str, Counter[str]]:
    """Objects by facet and value: each facet counted under what is chosen in the others."""
    sql, params = clauses.select("entry.facets, COUNT(DISTINCT entry.object_id)")
    rows = _rows(f"{sql} GROUP BY entry.facets", params)
    keys = [facet.key for facet in source.facets]
    wanted = {key: {f"{key}={value}" for value in chosen.get(key, ())} for key in keys}
    counts: dict[str, Counter[str]] = {key: Counter() for key in keys}
    for text, count in rows:
        lines = set(text.splitlines())
        for key in keys:
            if all(lines & wanted[other] for other in keys if other != key and wanted[other]):
                own = (line for line in lines if line.startswith(f"{key}="))
                counts[key].update({line.partition("=")[2]: count for line in own})
    return counts


def _rows(sql: str, params: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
