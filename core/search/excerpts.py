"""Marks what a query found in a text as it was written, and picks the passage to show."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core.search.query import Phrase, Query
from core.search.text import tokens

LENGTH = 200
LEAD = 60  # characters before the first word found
READ = 20_000  # characters of a body that are looked at
GAP = "… "

Token = tuple[int, int, str]
Match = tuple[int, int, Phrase]  # first and last token of a phrase that was found


def marked(text: str, query: Query) -> SafeString:
    """The text, escaped, with the words found in `<mark>`."""
    found = list(tokens(text))
    return _with_marks(text, 0, len(text), found, _matches(found, query))


def excerpt(body: str, query: Query, length: int = LENGTH) -> SafeString:
    """About `length` characters of the body around the densest matches, with marks."""
    text = " ".join(body[:READ].split())
    found = list(tokens(text))
    matches = _matches(found, query)
    start = _start(text, found, matches, length)
    end = _word_end(text, start + length)
    piece = _with_marks(text, start, end, found, matches)
    before, after = GAP if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{piece}{after}")  # noqa: S308 - the piece is escaped


def _matches(found: list[Token], query: Query) -> list[Match]:
    """Every place where a phrase of the query stands."""
    whole: dict[str, list[Phrase]] = {}
    begun: list[Phrase] = []
    for phrase in query.phrases:
        if phrase.is_prefix and len(phrase.words) == 1:
            begun.append(phrase)
        else:
            whole.setdefault(phrase.words[0], []).append(phrase)
    starts = tuple(phrase.words[0] for phrase in begun)
    matches: list[Match] = []
    for index, (_start, _end, word) in enumerate(found):
        if starts and word.startswith(starts):
            hits = (phrase for phrase in begun if word.startswith(phrase.words[0]))
            matches += [(index, index, phrase) for phrase in hits]
        for phrase in whole.get(word, ()):
            if _stands(phrase, found, index):
                matches.append((index, index + len(phrase.words) - 1, phrase))
    return matches


def _stands(phrase: Phrase, found: list[Token], index: int) -> bool:
    there = [word for _start, _end, word in found[index : index + len(phrase.words)]]
    if len(there) < len(phrase.words) or tuple(there[:-1]) != phrase.words[:-1]:
        return False
    last = phrase.words[-1]
    return there[-1].startswith(last) if phrase.is_prefix else there[-1] == last


def _start(text: str, found: list[Token], matches: list[Match], length: int) -> int:
    """Where the passage with the most different words found begins; the first of equals."""
    if not matches or len(text) <= length:
        return 0
    places = [(found[first][0], phrase) for first, _last, phrase in matches]
    best = max(places, key=lambda place: (_worth(places, place[0], length - LEAD), -place[0]))[0]
    if best <= LEAD:
        return 0
    return text.find(" ", min(best - LEAD, len(text) - length)) + 1


def _worth(places: list[tuple[int, Phrase]], start: int, length: int) -> tuple[int, int]:
    inside = [phrase for place, phrase in places if start <= place < start + length]
    return len(set(inside)), len(inside)


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    cut = text.rfind(" ", 0, end)
    return cut if cut > 0 else end


def _with_marks(
    text: str, start: int, end: int, found: list[Token], matches: Iterable[Match]
) -> SafeString:
    parts: list[str] = []
    position = start
    for first, last in _runs(matches):
        begin, stop = max(found[first][0], position), min(found[last][1], end)
        if begin < stop:
            inside = conditional_escape(text[begin:stop])
            parts += [conditional_escape(text[position:begin]), f"<mark>{inside}</mark>"]
            position = stop
    parts.append(conditional_escape(text[position:end]))
    return mark_safe("".join(parts))  # noqa: S308 - every piece is escaped


def _runs(matches: Iterable[Match]) -> list[tuple[int, int]]:
    """The marked tokens, overlapping phrases as one run."""
    runs: list[tuple[int, int]] = []
    for first, last in sorted({(first, last) for first, last, _phrase in matches}):
        if runs and first <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return runs
