"""What a person typed, as a tree: all groups, each by one of its ways, without the excluded.

Quotes make a phrase, a minus before a word excludes it, everything else must be there. Words
match whatever begins with them. Nothing of the typed text is ever a database's query language.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from core.search.text import CODE, base_forms, compact, words

MAX_TEXT = 300
MAX_GROUPS = 8
MAX_RUN = 5  # words of a synonym
MAX_WAYS = 12
SHORTEST_PREFIX = 3

PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<raw>[^\s"]+))')
QUOTES = str.maketrans(dict.fromkeys("„“”«»‟〝〞", '"'))
COMPOUND = re.compile(r"[\w‐‑./-]+")
STOPS = ".,;:!?()[]"
LETTERS_AND_DIGITS = re.compile(r"[^\W\d_]+|\d+")

Lookup = Callable[[frozenset[str]], Mapping[str, Iterable[str]]]


@dataclass(frozen=True)
class Phrase:
    """Adjacent words; the last one may only be the beginning of a word."""

    words: tuple[str, ...]
    is_prefix: bool = False


Way = tuple[Phrase, ...]  # all of these


@dataclass(frozen=True)
class Group:
    """One thing that must be there, by any of the ways; `word` may be corrected."""

    ways: tuple[Way, ...]
    word: str = ""


@dataclass(frozen=True)
class Query:
    """All groups and nothing of what is excluded; `codes` name objects outright."""

    groups: tuple[Group, ...]
    without: tuple[Phrase, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def phrases(self) -> frozenset[Phrase]:
        """Everything that may be marked in a hit."""
        return frozenset(p for group in self.groups for way in group.ways for p in way)

    @property
    def side_by_side(self) -> Query | None:
        """The words of the query as one phrase, where there are several single ones."""
        typed = tuple(group.word for group in self.groups)
        if len(typed) < 2 or not all(typed):
            return None
        return Query((Group(((Phrase(typed, is_prefix=True),),)),))


def parse(text: str, synonyms: Lookup = lambda _words: {}) -> Query:
    """The tree of a typed text; without a word to look for it has no groups."""
    text = text[:MAX_TEXT].translate(QUOTES)
    groups: list[Group] = []
    without: list[Phrase] = []
    for piece in PIECE.finditer(text):
        quoted, raw = piece["phrase"], piece["raw"]
        if piece["minus"]:  # in full: "-art" excludes no "article"
            without += _phrases(quoted or raw or "")
        elif quoted is not None:
            groups += [Group(((phrase,),)) for phrase in _phrases(quoted)]
        else:
            groups += _groups(raw)
    groups = list(dict.fromkeys(groups))
    groups = groups[:MAX_GROUPS]
    return Query(tuple(_with_synonyms(groups, synonyms)), tuple(without[:MAX_GROUPS]), codes(text))


def typing(query: Query) -> Query:
    """The query with its last word unfinished, however short it is."""
    if not query.groups:
        return query
    *before, last = query.groups
    ways = tuple((*way[:-1], replace(way[-1], is_prefix=True)) for way in last.ways)
    return replace(query, groups=(*before, replace(last, ways=ways)))


def word_way(word: str) -> Way:
    """The way of one word: from three letters on, also as the beginning of a word."""
    return (Phrase((word,), is_prefix=len(word) >= SHORTEST_PREFIX),)


def codes(text: str) -> tuple[str, ...]:
    """The codes that the text may name: "gl16" of "GL-16 rules", "gl16" and "gl 16"."""
    pieces = text.replace('"', " ").split()[:MAX_GROUPS]
    pairs = (f"{one}{two}" for one, two in itertools.pairwise(pieces))
    found = (compact(each) for each in (*pieces, *pairs) if CODE.fullmatch(each))
    return tuple(dict.fromkeys(found))


def _phrases(text: str) -> list[Phrase]:
    quoted = tuple(words(text)[:MAX_GROUPS])
    return [Phrase(quoted)] if quoted else []


def _groups(raw: str) -> list[Group]:
    """The groups of what stands between spaces: one, unless other signs part its words."""
    parts = words(raw)[:MAX_GROUPS]
    if len(parts) > 1 and COMPOUND.fullmatch(raw.strip(STOPS)):
        return [Group(_compound_ways(tuple(parts)))]
    return [_word_group(word) for word in parts]


def _word_group(word: str) -> Group:
    split = tuple(LETTERS_AND_DIGITS.findall(word))
    if len(split) > 1:
        return Group((word_way(word), (Phrase(split),)))
    forms = tuple((Phrase((form,)),) for form in sorted(base_forms(word)))
    return Group((word_way(word), *forms), word)


def _compound_ways(parts: tuple[str, ...]) -> tuple[Way, ...]:
    """ "GL-16", "time-box": the parts side by side, or written as one word."""
    together = Phrase(parts, is_prefix=len(parts[-1]) >= SHORTEST_PREFIX)
    return (together,), word_way("".join(parts))


def _with_synonyms(groups: list[Group], synonyms: Lookup) -> list[Group]:
    """Each group with the other names of its word; a run of words may have them together."""
    runs = {
        " ".join(group.word for group in groups[start:end]): (start, end)
        for start in range(len(groups))
        for end in range(start + 1, min(start + MAX_RUN, len(groups)) + 1)
        if all(group.word for group in groups[start:end])
    }
    found = synonyms(frozenset(runs)) if runs else {}
    by_start = {
        start: (end, found[run])
        for run, (start, end) in sorted(runs.items(), key=lambda item: item[1][1])
        if found.get(run)
    }
    made = []
    position = 0
    while position < len(groups):
        end, names = by_start.get(position, (position + 1, ()))
        made.append(_joined(groups[position:end], names))
        position = end
    return made


def _joined(run: list[Group], names: Iterable[str]) -> Group:
    others = {tuple(words(name)[:MAX_GROUPS]) for name in names} - {()}
    ways = [(Phrase(each),) for each in sorted(others)[:MAX_WAYS]]
    if len(run) == 1:
        return Group((*run[0].ways, *ways), run[0].word)
    together: Way = tuple(word_way(group.word)[0] for group in run)
    return Group((together, *ways))
