"""Which items of two sequences belong together. The only door to diff-match-patch.

Items that occur once on both sides anchor the alignment (patience); what lies between two anchors
is left to Myers' algorithm while it is small. Every step is paid from a budget counted in work, not
in seconds, so that the same texts always give the same answer and no text makes a page hang: where
the budget ends, a gap counts as replaced in whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

Kind = Literal["same", "ins", "del"]
SAME: Kind = "same"
INS: Kind = "ins"
DEL: Kind = "del"

WORK = 6_000_000  # about two seconds when every step of it is spent
MYERS_AT_MOST = 160_000  # items times items of one gap
PAIR_AT_MOST = 2_500
LETTERS = (*range(0x4E00, 0xA000), *range(0xAC00, 0xD7A4), *range(0x20000, 0x2A6E0))

Range = tuple[int, int, int, int]


class Budget:
    """Work that one comparison may still spend; what does not fit into the rest is not begun."""

    def __init__(self, work: int = WORK) -> None:
        self.left = work

    def allows(self, work: int) -> bool:
        """Pay for the work, or say no."""
        if work > self.left:
            return False
        self.left -= work
        return True


class Step(NamedTuple):
    """One stretch: items [before:before_end] and [after:after_end], equal or not."""

    before: int
    before_end: int
    after: int
    after_end: int
    is_same: bool


def align(
    before: Sequence[Hashable], after: Sequence[Hashable], budget: Budget | None = None
) -> list[Step]:
    """Stretches that are equal and stretches between them, in order, covering both sequences."""
    left, right = _as_numbers(before, after)
    blocks = sorted(_blocks(left, right, budget or Budget()))
    steps: list[Step] = []
    i = j = 0
    for start, other, length in _joined([*blocks, (len(left), len(right), 0)]):
        if start > i or other > j:
            steps.append(Step(i, start, j, other, is_same=False))
        if length:
            steps.append(Step(start, start + length, other, other + length, is_same=True))
        i, j = start + length, other + length
    return steps


def pair(
    count: int,
    other_count: int,
    likeness: Callable[[int, int], float],
    budget: Budget,
) -> list[tuple[int, int]]:
    """Pairs in ascending order whose likenesses add up to most; a likeness of 0 never pairs.

    Too many candidates are compared place by place.
    """
    work = count * other_count
    if work > PAIR_AT_MOST or not budget.allows(work * 20):
        places = range(min(count, other_count))
        return [(i, i) for i in places if budget.allows(20) and likeness(i, i) > 0]
    likenesses = [[likeness(i, j) for j in range(other_count)] for i in range(count)]
    best = [[0.0] * (other_count + 1) for _ in range(count + 1)]
    for i in reversed(range(count)):
        for j in reversed(range(other_count)):
            paired = best[i + 1][j + 1] + likenesses[i][j] if likenesses[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    return list(_walk(best, likenesses))


def _walk(
    best: Sequence[Sequence[float]], likenesses: Sequence[Sequence[float]]
) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(likenesses) and j < len(likenesses[0]):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def shared(words: Counter[str], others: Counter[str]) -> float:
    """Share of words that two bags have in common (Dice), 0 to 1; two empty bags share nothing."""
    total = words.total() + others.total()
    if not total:
        return 0.0
    small, large = sorted((words, others), key=len)
    return 2 * sum(min(number, large[word]) for word, number in small.items()) / total


def tidy(steps: Iterable[Step], before: Sequence[str], after: Sequence[str]) -> list[Step]:
    """The same alignment of words as a reader would draw it: no equal crumbs between changes."""
    glyphs = _glyphs({*before, *after})
    if glyphs is None:
        return list(steps)
    edits: list[tuple[int, str]] = []
    for step in steps:
        old = "".join(glyphs[word] for word in before[step.before : step.before_end])
        new = "".join(glyphs[word] for word in after[step.after : step.after_end])
        edits += [(0, old)] if step.is_same else [(-1, old), (1, new)]
    edits = [edit for edit in edits if edit[1]]
    _matcher().diff_cleanupSemantic(edits)
    return _steps_of(edits)


def _as_numbers(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> tuple[list[int], list[int]]:
    numbers: dict[Hashable, int] = {}
    return (
        [numbers.setdefault(item, len(numbers)) for item in before],
        [numbers.setdefault(item, len(numbers)) for item in after],
    )


def _joined(blocks: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    start = other = length = 0
    for block in blocks:
        i, j, more = block
        if (i, j) == (start + length, other + length):
            length += more
            continue
        yield start, other, length
        start, other, length = i, j, more
    yield start, other, length


def _blocks(left: list[int], right: list[int], budget: Budget) -> Iterator[tuple[int, int, int]]:
    """Equal stretches (start, start on the other side, length), in no order."""
    open_ranges: list[Range] = [(0, len(left), 0, len(right))]
    while open_ranges:
        i, i_end, j, j_end = open_ranges.pop()
        head, tail = _trimmed(left, right, (i, i_end, j, j_end))
        if head:
            yield i, j, head
        if tail:
            yield i_end - tail, j_end - tail, tail
        i, i_end, j, j_end = i + head, i_end - tail, j + head, j_end - tail
        if i == i_end or j == j_end or not budget.allows(i_end - i + j_end - j):
            continue
        anchors = _anchors(left, right, (i, i_end, j, j_end))
        if anchors:
            open_ranges += _between(anchors, (i, i_end, j, j_end))
            yield from ((a, b, 1) for a, b in anchors)
        elif (i_end - i) * (j_end - j) <= MYERS_AT_MOST and budget.allows(
            (i_end - i) * (j_end - j)
        ):
            yield from _myers(left, right, (i, i_end, j, j_end))


def _trimmed(left: list[int], right: list[int], gap: Range) -> tuple[int, int]:
    i, i_end, j, j_end = gap
    limit = min(i_end - i, j_end - j)
    head = 0
    while head < limit and left[i + head] == right[j + head]:
        head += 1
    tail = 0
    while tail < limit - head and left[i_end - 1 - tail] == right[j_end - 1 - tail]:
        tail += 1
    return head, tail


def _anchors(left: list[int], right: list[int], gap: Range) -> list[tuple[int, int]]:
    """The longest ascending run of items that occur once on both sides of the gap."""
    i, i_end, j, j_end = gap
    times, other_times = Counter(left[i:i_end]), Counter(right[j:j_end])
    places = {right[b]: b for b in range(j, j_end) if other_times[right[b]] == 1}
    candidates = [
        (a, places[left[a]]) for a in range(i, i_end) if times[left[a]] == 1 and left[a] in places
    ]
    ends: list[int] = []
    chains: list[tuple[tuple[int, int], int]] = []  # candidate, index of the one before
    last: list[int] = []
    for candidate in candidates:
        place = bisect_left(ends, candidate[1])
        chains.append((candidate, last[place - 1] if place else -1))
        ends[place : place + 1] = [candidate[1]]
        last[place : place + 1] = [len(chains) - 1]
    found: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        candidate, at = chains[at]
        found.append(candidate)
    return found[::-1]


def _between(anchors: list[tuple[int, int]], gap: Range) -> Iterator[Range]:
    i, i_end, j, j_end = gap
    for a, b in [*anchors, (i_end, j_end)]:
        if a > i and b > j:
            yield i, a, j, b
        i, j = a + 1, b + 1


def _myers(left: list[int], right: list[int], gap: Range) -> Iterator[tuple[int, int, int]]:
    i, i_end, j, j_end = gap
    letters = {number: chr(at + 1) for at, number in enumerate({*left[i:i_end], *right[j:j_end]})}
    old, new = ("".join(map(letters.__getitem__, part)) for part in (left[i:i_end], right[j:j_end]))
    for step in _steps_of(_matcher().diff_main(old, new, checklines=False)):
        if step.is_same:
            yield i + step.before, j + step.after, step.before_end - step.before


def _steps_of(edits: Iterable[tuple[int, str]]) -> list[Step]:
    """Stretches from edits; deletions and insertions beside each other are one stretch."""
    steps: list[Step] = []
    i = j = 0
    for kind, text in edits:
        old, new = i + len(text) * (kind <= 0), j + len(text) * (kind >= 0)
        if steps and kind and not steps[-1].is_same:
            steps[-1] = steps[-1]._replace(before_end=old, after_end=new)
        else:
            steps.append(Step(i, old, j, new, is_same=kind == 0))
        i, j = old, new
    return steps


def _glyphs(words: set[str]) -> dict[str, str] | None:
    """One letter for each word; a lone sign stands for itself, so that tidying sees word ends."""
    signs = {word: word for word in words if len(word) == 1 and not word.isalnum()}
    others = sorted(words - signs.keys())
    if len(others) > len(LETTERS):
        return None
    return signs | {word: chr(code) for word, code in zip(others, LETTERS, strict=False)}


@cache
def _matcher() -> Any:
    from diff_match_patch import diff_match_patch

    matcher = diff_match_patch()
    matcher.Diff_Timeout = 0  # a clock would make the answer depend on the load
    return matcher
