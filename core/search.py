"""The search index: one folded row per object, always read through the source's visible ids."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from core.models import SearchEntry
from core.registries import SearchSource, search_sources

MAX_WORDS = 8
BATCH = 500


@dataclass(frozen=True)
class ResultGroup:
    """The hits of one source, best first, and how many there are in all."""

    source: SearchSource
    entries: list[SearchEntry]
    total: int


def fold(text: str) -> str:
    """Lower case without accents, so that "Ämter" is found by "amter" on every database."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def find(user: Any, text: str, *, limit: int = 8, source: str = "") -> list[ResultGroup]:
    """Hits of every source that contain all words of the text and that the user may see."""
    words = fold(text).split()[:MAX_WORDS]
    if not words:
        return []
    sources = [entry for entry in search_sources if source in ("", entry.key)]
    groups = [_find_in(entry, user, words, limit) for entry in sources]
    return [group for group in groups if group.total]


def refresh(source: str, object_ids: Iterable[int]) -> None:
    """Bring the entries of these objects up to date; vanished objects leave the index."""
    ids = sorted(set(object_ids))
    entry = search_sources[source]
    for start in range(0, len(ids), BATCH):
        _refresh_batch(entry, ids[start : start + BATCH])


def _refresh_batch(source: SearchSource, ids: list[int]) -> None:
    rows = [
        SearchEntry(
            source=source.key,
            object_id=object_id,
            title=document.title[:300],
            title_folded=fold(document.title)[:300],
            body_folded=fold(document.body),
            excerpt=document.body[:300],
            url=document.url,
        )
        for object_id, document in source.documents(ids)
    ]
    SearchEntry.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["source", "object_id"],
        update_fields=["title", "title_folded", "body_folded", "excerpt", "url", "updated_at"],
    )
    found = {row.object_id for row in rows}
    gone = [object_id for object_id in ids if object_id not in found]
    SearchEntry.objects.filter(source=source.key, object_id__in=gone).delete()


def _find_in(source: SearchSource, user: Any, words: list[str], limit: int) -> ResultGroup:
    entries = SearchEntry.objects.filter(
        _all_words(words), source=source.key, object_id__in=source.visible_ids(user)
    )
    return ResultGroup(source, list(_ranked(entries, words)[:limit]), entries.count())


def _all_words(words: list[str]) -> Q:
    condition = Q()
    for word in words:
        condition &= Q(title_folded__contains=word) | Q(body_folded__contains=word)
    return condition


def _ranked(entries: QuerySet[SearchEntry], words: list[str]) -> QuerySet[SearchEntry]:
    """Title beginning first, then title, then body; ties by title."""
    rank = Case(
        When(title_folded__startswith=words[0], then=Value(0)),
        When(title_folded__contains=words[0], then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return entries.annotate(rank=rank).order_by("rank", "title_folded", "pk")
