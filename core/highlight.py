"""Marks the words of a search in a text, whatever their case and accents."""

from __future__ import annotations

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core.search import fold


def highlight(text: str, query: str) -> SafeString:
    """The text with every hit of every query word in `<mark>`; the rest is escaped."""
    folded, origin = _folded(text)
    is_hit = [False] * len(text)
    for word in fold(query).split():
        start = folded.find(word)
        while start >= 0:
            for position in range(start, start + len(word)):
                is_hit[origin[position]] = True
            start = folded.find(word, start + len(word))
    return _marked(text, is_hit)


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the position it comes from."""
    pieces: list[str] = []
    origin: list[int] = []
    for position, char in enumerate(text):
        piece = fold(char)
        pieces.append(piece)
        origin += [position] * len(piece)
    return "".join(pieces), origin


def _marked(text: str, is_hit: list[bool]) -> SafeString:
    parts: list[str] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or is_hit[end] != is_hit[start]:
            piece = conditional_escape(text[start:end])
            parts.append(f"<mark>{piece}</mark>" if is_hit[start] else piece)
            start = end
    return mark_safe("".join(parts))  # noqa: S308 - every piece is escaped
