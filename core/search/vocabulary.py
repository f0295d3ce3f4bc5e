"""The words of the index, and the nearest of them to a mistyped one: the door to rapidfuzz."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from django.core.cache import cache
from django.db import connection, transaction
from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.models import SearchWord
from core.search.text import words

STAMP = "core.search.words"
SHORTEST, LONGEST = 3, 30
SHORTEST_CORRECTED = 4
TWO_SLIPS_FROM = 6
CHUNK = 400


@dataclass
class _Known:
    """This process's copy of the vocabulary, by length, and the stamp that it had."""

    stamp: str = ""
    by_length: dict[int, dict[str, int]] = field(default_factory=dict)


_known = _Known()


def words_of(text: str) -> set[str]:
    """The words of a text that the vocabulary keeps: no numbers, no codes."""
    return {word for word in words(text) if SHORTEST <= len(word) <= LONGEST and word.isalpha()}


def change(by: Mapping[str, int]) -> None:
    """Add to the number of entries of each word; words of no entry are forgotten."""
    changed = sorted((word, number) for word, number in by.items() if number)
    if not changed:
        return
    with connection.cursor() as cursor:
        for start in range(0, len(changed), CHUNK):  # sorted: two writers wait, never for ever
            chunk = changed[start : start + CHUNK]
            values = ", ".join(["(%s, %s)"] * len(chunk))
            cursor.execute(
                f"INSERT INTO core_searchword (word, entries) VALUES {values}"  # noqa: S608
                " ON CONFLICT (word) DO UPDATE SET"
                " entries = core_searchword.entries + excluded.entries",
                list(itertools.chain.from_iterable(chunk)),
            )
            fallen = [word for word, number in chunk if number < 0]
            SearchWord.objects.filter(word__in=fallen, entries__lte=0).delete()
    transaction.on_commit(lambda: cache.set(STAMP, uuid4().hex, None))


def nearest(word: str, limit: int) -> list[str]:
    """Words of the index that may be meant: nearest first, then the more frequent."""
    if len(word) < SHORTEST_CORRECTED or not word.isalpha():
        return []
    slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
    by_length = _vocabulary()
    found: list[tuple[int, int, str]] = []
    for length in range(len(word) - slips, len(word) + slips + 1):
        counts = by_length.get(length, {})
        hits = process.extract(
            word,
            counts.keys(),
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=limit,
            processor=None,
        )
        found += [(int(distance), -counts[each], each) for each, distance, _index in hits]
    return [each for _distance, _count, each in sorted(found)[:limit] if each != word]


def _vocabulary() -> dict[int, dict[str, int]]:
    """The words by length, read again once another process has changed them."""
    stamp = cache.get_or_set(STAMP, lambda: uuid4().hex, None)
    if _known.stamp != stamp:
        by_length: dict[int, dict[str, int]] = {}
        for word, entries in SearchWord.objects.values_list("word", "entries"):
            by_length.setdefault(len(word), {})[word] = entries
        _known.by_length, _known.stamp = by_length, str(stamp)
    return _known.by_length
