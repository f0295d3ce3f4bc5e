"""Two people changed one text: both changes in one text, or the places where only they can decide.

Three-way merge by lines (diff3: Khanna, Kunal, Pierce, "A Formal Investigation of Diff3", 2007);
where lines collide, by words. A conflict leaves "ours" in the text and carries all three readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from guidelines.domain.diffs.aligning import Budget, align
from guidelines.domain.diffs.words import WORD, tokens

Decision = Literal["ours", "theirs", "both"]

# Words that both sides left alone between two changes of one paragraph. With fewer, a new number of
# one person and a new unit of the other would meet in a rule that nobody wrote.
WORDS_BETWEEN = 2
LINE_WORK = 200_000  # lets one collision of two long paragraphs not use up the budget of all


@dataclass(frozen=True)
class Conflict:
    """The three readings of one place; `line` is where ours begins in the merged text, from 1.

    A reading of no lines, a deletion, is not the same as one of an empty line.
    """

    base: str
    ours: str
    theirs: str
    line: int
    ours_lines: int
    theirs_lines: int


@dataclass(frozen=True)
class Merge:
    """The merged text, and what it could not settle."""

    text: str
    conflicts: tuple[Conflict, ...]

    @property
    def is_clean(self) -> bool:
        """Whether both changes are in the text in full."""
        return not self.conflicts


@dataclass(frozen=True)
class _Chunk:
    """One place in three readings; stable where all three agree."""

    base: Sequence[str]
    ours: Sequence[str]
    theirs: Sequence[str]
    is_stable: bool

    @property
    def settled(self) -> Sequence[str] | None:
        """What stands here if at most one side changed it, or both did the same."""
        if self.ours in (self.base, self.theirs):
            return self.theirs
        return self.ours if self.theirs == self.base else None


def merge(base: str, ours: str, theirs: str) -> Merge:
    """What both sides did to the base; nothing that either side wrote is lost."""
    whole = _Chunk([base], [ours], [theirs], is_stable=False).settled
    if whole is not None:
        return Merge(whole[0], ())
    merged: list[str] = []
    conflicts: list[Conflict] = []
    for chunk in _chunks(base.split("\n"), ours.split("\n"), theirs.split("\n"), Budget()):
        settled = chunk.settled
        if settled is None:
            settled = _by_words(chunk)
        if settled is None:
            settled = chunk.ours
            conflicts.append(_conflict(chunk, len(merged) + 1))
        merged += settled
    return Merge("\n".join(merged), tuple(conflicts))


def settle(found: Merge, decisions: Sequence[Decision]) -> str:
    """The merged text with each conflict, in order, as somebody decided it."""
    lines = found.text.split("\n")
    for conflict, decision in reversed(list(zip(found.conflicts, decisions, strict=True))):
        start, end = conflict.line - 1, conflict.line - 1 + conflict.ours_lines
        theirs = conflict.theirs.split("\n") if conflict.theirs_lines else []
        ours = lines[start:end]
        lines[start:end] = {"ours": ours, "theirs": theirs, "both": ours + theirs}[decision]
    return "\n".join(lines)


def _conflict(chunk: _Chunk, line: int) -> Conflict:
    base, ours, theirs = ("\n".join(lines) for lines in (chunk.base, chunk.ours, chunk.theirs))
    return Conflict(base, ours, theirs, line, len(chunk.ours), len(chunk.theirs))


def _chunks(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], budget: Budget
) -> Iterator[_Chunk]:
    """Stable and unstable places by turns, covering all three readings."""
    left, right = _matches(base, ours, budget), _matches(base, theirs, budget)
    at = mine = other = 0
    place = 0
    while place < len(base):
        if place not in left or place not in right:
            place += 1
            continue
        end = place
        while _runs_on(left, right, place, end):
            end += 1
        i, j = left[place], right[place]
        if (at, mine, other) != (place, i, j):
            yield _Chunk(base[at:place], ours[mine:i], theirs[other:j], is_stable=False)
        at, mine, other = end, i + end - place, j + end - place
        yield _Chunk(base[place:end], ours[i:mine], theirs[j:other], is_stable=True)
        place = end
    if (at, mine, other) != (len(base), len(ours), len(theirs)):
        yield _Chunk(base[at:], ours[mine:], theirs[other:], is_stable=False)


def _runs_on(left: dict[int, int], right: dict[int, int], place: int, end: int) -> bool:
    return (
        left.get(end) == left[place] + end - place and right.get(end) == right[place] + end - place
    )


def _matches(base: Sequence[str], other: Sequence[str], budget: Budget) -> dict[int, int]:
    return {
        step.before + at: step.after + at
        for step in align(base, other, budget)
        if step.is_same
        for at in range(step.before_end - step.before)
    }


def _by_words(chunk: _Chunk) -> list[str] | None:
    """The lines of the chunk merged word by word, unless the changes meet."""
    if not (chunk.base and chunk.ours and chunk.theirs):
        return None
    base, ours, theirs = (
        tokens("\n".join(lines)) for lines in (chunk.base, chunk.ours, chunk.theirs)
    )
    chunks = list(_chunks(base, ours, theirs, Budget(LINE_WORK)))
    if any(part.settled is None for part in chunks) or _meet(chunks):
        return None
    return "".join(word for part in chunks for word in part.settled or ()).split("\n")


def _meet(chunks: Iterable[_Chunk]) -> bool:
    """Whether a change of ours stands too close to one of theirs."""
    changes: list[tuple[bool, list[str]]] = []  # is it ours, the stable words that follow it
    for chunk in chunks:
        if chunk.ours != chunk.theirs:
            changes.append((chunk.theirs == chunk.base, []))
        elif changes:
            changes[-1][1].extend(chunk.ours)
    return any(
        is_ours is not is_next_ours and not _is_far(between)
        for (is_ours, between), (is_next_ours, _) in pairwise(changes)
    )


def _is_far(between: Sequence[str]) -> bool:
    return "\n" in between or sum(1 for word in between if WORD.match(word)) >= WORDS_BETWEEN
