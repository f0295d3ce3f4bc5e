"""Finds a passage of a text again after the text around it has changed."""

from __future__ import annotations


def find(text: str, quote: str, *, before: str = "", start: int = 0) -> int | None:
    """Where the quote stands now: after the same words if it does, else nearest to its old place.

    None when the exact words are gone.
    """
    if not quote:
        return None
    places = _places(text, quote)
    if not places:
        return None
    return max(places, key=lambda at: (_common_end(text[:at], before), -abs(at - start)))


def context(text: str, at: int, length: int = 80) -> str:
    """What stands right before a place, to find it again."""
    return text[max(0, at - length) : at]


def _places(text: str, quote: str) -> list[int]:
    found, at = [], text.find(quote)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def _common_end(one: str, other: str) -> int:
    """How many characters both end with."""
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length
