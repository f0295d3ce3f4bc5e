"""Takes mistyped words for words of the index, as far as the person may see these.

Known is only what the person may see: whether a word stands in something hidden changes neither
what is corrected nor what is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.models import SearchEntry
from core.search import asking, vocabulary
from core.search.asking import Part
from core.search.query import Group, Phrase, Query, word_way

CORRECTIONS = 3
TRIED = 12

Near = Sequence[Sequence[str]]  # for each group of a query, what its word may be meant for


def near_words(query: Query, parts: list[Part]) -> Near:
    """For each word that the person cannot find, the nearest that they can."""
    return [_near(group, parts) for group in query.groups]


def applied(query: Query, near: Near) -> Query:
    """The query with the near words, any of them, in place of the unknown ones."""
    pairs = zip(query.groups, near, strict=True)
    groups = [Group(tuple(map(word_way, words))) if words else group for group, words in pairs]
    return replace(query, groups=tuple(groups))


def told(query: Query, near: Near, entries: Iterable[SearchEntry]) -> str:
    """The query in the words that its hits hold."""
    held = {word for entry in entries for word in vocabulary.words_of(entry.text)}
    words = []
    for group, candidates in zip(query.groups, near, strict=True):
        there = (each for each in candidates if any(word.startswith(each) for word in held))
        words.append(next(there, "") or " ".join(group.ways[0][0].words))
    return " ".join(words)


def _near(group: Group, parts: list[Part]) -> list[str]:
    if not group.word or _is_known(group, parts):
        return []
    found: list[str] = []
    for word in vocabulary.nearest(group.word, TRIED):
        if len(found) == CORRECTIONS:
            break
        meant = Query((Group(((Phrase((word,)),),)),))
        if any(asking.is_found(part, meant) for part in parts):
            found.append(word)
    return found


def _is_known(group: Group, parts: list[Part]) -> bool:
    """Whether anything that the person may see holds the word."""
    query = Query((group,))
    return any(asking.exists(asking.matching(part, query)) for part in parts)
