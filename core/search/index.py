"""Keeps the index: entries, their full text and the vocabulary, always together."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from core.models import SearchEntry
from core.registries import SearchDocument, SearchSource, search_sources
from core.search import backend, vocabulary
from core.search.clauses import Row
from core.search.text import code_of, index_text

BATCH = 500
SHOWN = [
    "code",
    "title",
    "part_title",
    "keywords",
    "body",
    "language",
    "facets",
    "url",
    "updated_at",
]


def refresh(source: str, object_ids: Iterable[int]) -> None:
    """Bring all entries of these objects up to date; vanished objects leave the index."""
    ids = sorted(set(object_ids))
    entry = search_sources[source]
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            _refresh_batch(entry, ids[start : start + BATCH])


def rebuild(source: str) -> int:
    """Index every object of the source's model anew; returns how many there are."""
    model: Any = apps.get_model(source)
    known = SearchEntry.objects.filter(source=source).values_list("object_id", flat=True)
    ids = set(model._default_manager.values_list("pk", flat=True))
    refresh(source, ids | set(known.distinct()))
    return len(ids)


def rebuildable() -> Iterator[str]:
    """The sources whose objects can be listed: those named after a model."""
    models = {model._meta.label_lower for model in apps.get_models()}
    return (source.key for source in search_sources if source.key in models)


def facet_lines(facets: Mapping[str, Iterable[str]]) -> str:
    """The values of the facets as an entry keeps them, each on one line."""
    pairs = ((key, " ".join(value.split())) for key, values in facets.items() for value in values)
    lines = sorted({f"{key}={value}\n" for key, value in pairs if value})
    return "\n" + "".join(lines) if lines else ""


def _refresh_batch(source: SearchSource, ids: list[int]) -> None:
    text_index = backend.of(connection)
    text_index.lock(connection)
    made = [_entry(source, object_id, document) for object_id, document in source.documents(ids)]
    entries = {(entry.object_id, entry.part): entry for entry in made}  # a part named twice: last
    stored = SearchEntry.objects.filter(source=source.key, object_id__in=ids)
    changes: Counter[str] = Counter()
    gone = []
    for old in stored:
        changes.subtract(vocabulary.words_of(old.text))
        if (old.object_id, old.part) not in entries:
            gone.append(old.pk)
    _forget(gone)
    SearchEntry.objects.bulk_create(
        entries.values(),
        update_conflicts=True,
        unique_fields=["source", "object_id", "part"],
        update_fields=SHOWN,
    )
    for entry in entries.values():
        changes.update(vocabulary.words_of(entry.text))
    written = stored.values_list("pk", "object_id", "part")
    rows = [_row(pk, entries[object_id, part]) for pk, object_id, part in written]
    text_index.write(connection, rows)
    vocabulary.change(changes)


def _forget(gone: list[int]) -> None:
    backend.of(connection).erase(connection, gone)
    SearchEntry.objects.filter(pk__in=gone).delete()


def _entry(source: SearchSource, object_id: int, document: SearchDocument) -> SearchEntry:
    return SearchEntry(
        source=source.key,
        object_id=object_id,
        part=document.part[:200],
        code=code_of(document.title),
        title=_clean(document.title)[:300],
        part_title=_clean(document.part_title)[:300],
        keywords=_clean(document.keywords),
        body=_clean(document.body),
        language=document.language,
        facets=facet_lines(document.facets),
        url=document.url,
    )


def _clean(text: str) -> str:
    """Composed letters, so that a word is one piece, and no NUL, which PostgreSQL refuses."""
    return unicodedata.normalize("NFC", str(text)).replace("\0", "")


def _row(pk: int, entry: SearchEntry) -> Row:
    labels = f"{entry.part_title} \n {entry.keywords}"
    return Row(
        id=pk,
        source=entry.source,
        title=index_text(entry.title),
        labels=index_text(labels),
        body=index_text(entry.body),
    )
