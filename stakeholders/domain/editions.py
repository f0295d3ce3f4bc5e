"""Letters that tell the editions of one run apart."""

from __future__ import annotations

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter_of(place: int | None) -> str:
    """A for the first edition, AA after Z; empty where a run has only one edition."""
    text = ""
    rest = -1 if place is None else place
    while rest >= 0:
        rest, digit = divmod(rest, len(LETTERS))
        text, rest = LETTERS[digit] + text, rest - 1
    return text
