"""Two texts line by line, with the words that changed inside a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from guidelines.domain.diffs.aligning import (
    DEL,
    INS,
    SAME,
    Budget,
    Kind,
    Step,
    align,
    pair,
    shared,
)
from guidelines.domain.diffs.words import WORD, Span, bag, compare_words

RowKind = Literal["same", "changed", "added", "removed"]
ALIKE = 0.4  # share of words from which two lines count as one line that was edited
HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
ANCHOR = re.compile(r"\s*\{#[^}]*\}\s*$")
LINK = re.compile(r"\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?")
HIDDEN = "…"
UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*$")
FENCE = re.compile(r"\s{0,3}(```|~~~)")


@dataclass(frozen=True)
class Row:
    """A line of the comparison; the number is None on the side where the line does not exist."""

    kind: RowKind
    before_line: int | None
    after_line: int | None
    spans: tuple[Span, ...]

    @property
    def before(self) -> tuple[Span, ...]:
        """The old line with what went."""
        return tuple(span for span in self.spans if span.kind != INS)

    @property
    def after(self) -> tuple[Span, ...]:
        """The new line with what came."""
        return tuple(span for span in self.spans if span.kind != DEL)


@dataclass(frozen=True)
class Run:
    """Rows that are shown together, or unchanged rows that are folded away."""

    rows: tuple[Row, ...]
    is_folded: bool = False


@dataclass(frozen=True)
class Summary:
    """How much changed, and under which headings; "" is the text above the first heading."""

    words_added: int
    words_removed: int
    sections: tuple[str, ...]


def compare_source(before: str, after: str) -> tuple[Row, ...]:
    """Rows in reading order; without the added ones they are the old text, and the reverse."""
    old, new = lines(before), lines(after)
    budget = Budget()
    return tuple(row for step in align(old, new, budget) for row in _rows(step, old, new, budget))


def lines(text: str) -> list[str]:
    """Lines without their ends; a last line end begins no further line."""
    text = text.replace("\r\n", "\n").removesuffix("\n")
    return text.split("\n") if text else []


def fold(rows: Sequence[Row], context: int = 3) -> tuple[Run, ...]:
    """Unchanged rows further than `context` from any change are folded, if two or more."""
    changed = [at for at, row in enumerate(rows) if row.kind != SAME]
    near = {at for place in changed for at in range(place - context, place + context + 1)}
    runs = [
        Run(tuple(row for _, row in group), is_folded=not is_near)
        for is_near, group in groupby(enumerate(rows), key=lambda item: item[0] in near)
    ]
    return tuple(_joined(runs))


def summary(rows: Sequence[Row]) -> Summary:
    """Words that came and went, and the titles of the sections that were touched, in order."""
    sections: dict[str, None] = {}
    section = _Section(), _Section()
    for row in rows:
        for side, spans in zip(section, (row.before, row.after), strict=True):
            if spans:
                side.read("".join(span.text for span in spans))
        if row.kind != SAME and any(span.text.strip() for span in row.spans):
            sections[section[0 if row.kind == "removed" else 1].title] = None
    return Summary(_words(rows, INS), _words(rows, DEL), tuple(sections))


class _Section:
    """The heading above the line read last."""

    def __init__(self) -> None:
        self.title = self._line = ""
        self._is_code = False

    def read(self, line: str) -> None:
        if FENCE.match(line):
            self._is_code = not self._is_code
        found = None if self._is_code else HEADING.match(line)
        if found:
            self.title = _plain(found[1])
        elif not self._is_code and UNDERLINE.match(line) and self._line.strip():
            self.title = _plain(self._line.strip())
        self._line = "" if found else line


def _plain(title: str) -> str:
    """The title without its anchor; what a link says may not be for every reader."""
    return LINK.sub(HIDDEN, ANCHOR.sub("", title))


def _rows(step: Step, old: list[str], new: list[str], budget: Budget) -> Iterator[Row]:
    if step.is_same:
        for at in range(step.before_end - step.before):
            i, j = step.before + at, step.after + at
            yield Row("same", i + 1, j + 1, (Span(SAME, old[i]),))
        return
    i, j = step.before, step.after
    for a, b in [*_pairs(step, old, new, budget), (step.before_end, step.after_end)]:
        yield from (Row("removed", k + 1, None, (Span(DEL, old[k]),)) for k in range(i, a))
        yield from (Row("added", None, k + 1, (Span(INS, new[k]),)) for k in range(j, b))
        if a < step.before_end:
            yield Row("changed", a + 1, b + 1, compare_words(old[a], new[b], budget))
        i, j = a + 1, b + 1


def _pairs(step: Step, old: list[str], new: list[str], budget: Budget) -> list[tuple[int, int]]:
    """Lines of a changed stretch that are edits of one another."""
    bags = [bag(line) for line in old[step.before : step.before_end]]
    others = [bag(line) for line in new[step.after : step.after_end]]

    def likeness(i: int, j: int) -> float:
        share = shared(bags[i], others[j])
        return share if share >= ALIKE else 0.0

    pairs = pair(len(bags), len(others), likeness, budget)
    return [(step.before + i, step.after + j) for i, j in pairs]


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs without folds of a single row, which would save nothing."""
    shown: tuple[Row, ...] = ()
    for run in runs:
        if not run.is_folded or len(run.rows) < 2:
            shown += run.rows
            continue
        if shown:
            yield Run(shown)
        yield run
        shown = ()
    if shown:
        yield Run(shown)


def _words(rows: Sequence[Row], kind: Kind) -> int:
    return sum(
        len(WORD.findall(span.text)) for row in rows for span in row.spans if span.kind == kind
    )
