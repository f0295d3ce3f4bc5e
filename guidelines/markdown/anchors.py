"""Anchors that stay with their sections through edits, moves and renames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from guidelines.markdown import headings

ALIKE = 0.6  # of the words, for a section that was renamed and moved
NEAR_ALIKE = 0.3  # for one that stands where the other stood


class Before(NamedTuple):
    """A section as it was."""

    anchor: str
    title: str
    text: str


class Now(NamedTuple):
    """A section as it is."""

    hint: str
    title: str
    text: str


class _Matching:
    """Which section of before is which of now."""

    def __init__(self, before: Sequence[Before], now: Sequence[Now]) -> None:
        self.before, self.now = before, now
        self.pairs: dict[int, int] = {}  # now -> before
        self.taken: set[int] = set()
        self.old_words = [frozenset(section.text.split()) for section in before]
        self.new_words = [frozenset(section.text.split()) for section in now]

    def pair(self, here: int, there: int) -> None:
        """These two are the same section, unless one of them has its other half already."""
        if here not in self.pairs and there not in self.taken:
            self.pairs[here] = there
            self.taken.add(there)

    def unchanged_ends(self) -> None:
        """What is the same from the top and from the bottom: twins keep their places."""
        size = min(len(self.before), len(self.now))
        top = 0
        while top < size and _same(self.before[top], self.now[top]):
            self.pair(top, top)
            top += 1
        end = 1
        while end <= size - top and _same(self.before[-end], self.now[-end]):
            self.pair(len(self.now) - end, len(self.before) - end)
            end += 1

    def same(self, key: Callable[[Before | Now], str]) -> None:
        """Sections with the same key; of several the likest, then the nearest."""
        waiting: dict[str, list[int]] = {}
        for there, section in enumerate(self.before):
            if there not in self.taken:
                waiting.setdefault(key(section), []).append(there)
        self.settle(
            (self.likeness(here, there), here, there)
            for here, section in enumerate(self.now)
            if here not in self.pairs and key(section)
            for there in waiting.get(key(section), ())
        )

    def renamed(self) -> None:
        """What is left, by likeness; less is asked of one that stands between the same others."""
        rest = [there for there in range(len(self.before)) if there not in self.taken]
        self.settle(
            (self.likeness(here, there), here, there)
            for here in range(len(self.now))
            if here not in self.pairs
            for there in rest
            if self.could_be(here, there)
        )

    def settle(self, rated: Iterable[tuple[float, int, int]]) -> None:
        """Pair the likest first."""
        for _likeness, here, there in sorted(
            rated, key=lambda row: (-row[0], abs(row[1] - row[2]), row[1])
        ):
            self.pair(here, there)

    def could_be(self, here: int, there: int) -> bool:
        """Whether a section without its title and text unchanged may be the other."""
        likeness = self.likeness(here, there)
        if likeness >= ALIKE or not self.between_the_same(here, there):
            return likeness >= ALIKE
        is_bare = not self.new_words[here] and not self.old_words[there]
        return is_bare or likeness >= NEAR_ALIKE

    def likeness(self, here: int, there: int) -> float:
        """The share of words that both texts use, 0 to 1."""
        mine, other = self.new_words[here], self.old_words[there]
        size = len(mine) + len(other)
        return 2 * len(mine & other) / size if size else 0.0

    def between_the_same(self, here: int, there: int) -> bool:
        """Whether the sections above and below are those that it had."""
        above = self.pairs.get(here - 1, -1) == there - 1
        last = here + 1 == len(self.now) and there + 1 == len(self.before)
        return above and (last or self.pairs.get(here + 1, -1) == there + 1)


def _same(before: Before, now: Now) -> bool:
    return before.text == now.text and headings.same(before.title, now.title)


def match(before: Sequence[Before], now: Sequence[Now]) -> dict[int, int]:
    """Index of now to index of before, for all that are the same section."""
    matching = _Matching(before, now)
    matching.unchanged_ends()
    matching.same(lambda section: f"{headings.plain(section.title)}\n{section.text}")
    matching.same(lambda section: headings.plain(section.title))
    matching.same(lambda section: section.text)
    matching.renamed()
    return matching.pairs


def carry(before: Sequence[Before], now: Sequence[Now]) -> list[str]:
    """The anchor of each section: explicit, else the one it had, else made of its title."""
    pairs = match(before, now)
    made: dict[int, str] = {}
    _claim(made, ((at, section.hint) for at, section in enumerate(now)))
    _claim(made, ((at, before[pairs[at]].anchor) for at in sorted(pairs)))
    for at, section in enumerate(now):
        if at not in made:
            made[at] = headings.unique(headings.slug(section.hint or section.title), made.values())
    return [made[at] for at in range(len(now))]


def _claim(made: dict[int, str], wishes: Iterable[tuple[int, str]]) -> None:
    """First come, first served; who has one already keeps it."""
    taken = set(made.values())
    for at, anchor in wishes:
        if anchor and at not in made and anchor not in taken:
            made[at] = anchor
            taken.add(anchor)
