"""How wide text will be, and where labels fit without touching each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

NARROW_CHARS = frozenset("iljtfrI.,:;'|!()[] ·-/\u00a0")
WIDE_CHARS = frozenset("mwMWQ%@€–—…")
ELLIPSIS = "…"


@lru_cache(maxsize=8192)
def width(text: str, size: float = 11.5) -> float:
    """The estimated width of the text; a little generous, so that nothing is cut."""
    ems = sum(_em(char) for char in text)
    return ems * size


def _em(char: str) -> float:
    if char in NARROW_CHARS:
        return 0.34
    if char in WIDE_CHARS:
        return 0.9
    return 0.7 if char.isupper() else 0.6


def fitted(text: str, room: float, size: float = 11.5) -> str:
    """The text, shortened with an ellipsis where it is wider than the room; "" if none fits."""
    if width(text, size) <= room:
        return text
    left = room - width(ELLIPSIS, size)
    for end, char in enumerate(text):
        left -= _em(char) * size
        if left < 0:
            return text[:end].rstrip() + ELLIPSIS if end else ""
    return text


def longest_that_fits(texts: Iterable[str], room: float, size: float = 11.5) -> str:
    """The first of the texts that fits the room, else ""."""
    return next((text for text in texts if text and width(text, size) <= room), "")


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions near the wanted ones, at least `gap` apart and within the limits where possible."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = list(wanted)
    floor = low
    for index in order:
        placed[index] = floor = max(wanted[index], floor)
        floor += gap
    ceiling = high
    for index in reversed(order):
        placed[index] = ceiling = min(placed[index], ceiling)
        ceiling -= gap
    return placed


class Lanes:
    """Rows of labels, counted from the marks upwards: each label takes the first free row.

    A label in an upper row hangs on a thread down to its mark, which no label below may cover.
    """

    def __init__(self, count: int, gap: float = 6) -> None:
        self._lanes: list[list[tuple[float, float]]] = [[] for _ in range(count)]
        self._gap = gap

    def place(self, left: float, right: float, thread: float | None = None) -> int | None:
        """The row for a label between these edges, or None where every row is taken."""
        for number in range(len(self._lanes)):
            if not self._is_free(number, left, right):
                continue
            below = range(number) if thread is not None else ()
            if all(self._is_free(lane, thread or 0, thread or 0, gap=2) for lane in below):
                self._lanes[number].append((left, right))
                for lane in below:
                    self._lanes[lane].append((thread or 0, thread or 0))
                return number
        return None

    def _is_free(self, lane: int, left: float, right: float, gap: float | None = None) -> bool:
        gap = self._gap if gap is None else gap
        return all(right + gap <= a or left >= b + gap for a, b in self._lanes[lane])
