"""Words of a text, and the marks between two versions of one sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guidelines.domain.diffs.aligning import DEL, INS, SAME, Budget, Kind, Step, align, tidy

TOKEN = re.compile(r"\w+|\s|[^\w\s]")
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Span:
    """A piece of text that stayed, came or went."""

    kind: Kind
    text: str


def tokens(text: str) -> list[str]:
    """Words, blanks and signs; joined they are the text again."""
    return TOKEN.findall(text)


def bag(text: str) -> Counter[str]:
    """How often each word occurs; a text of signs alone is taken sign by sign."""
    return Counter(WORD.findall(text) or text.split())


def compare_words(before: str, after: str, budget: Budget | None = None) -> tuple[Span, ...]:
    """Both texts as one run of spans: without "ins" it is the old text, without "del" the new."""
    old, new = tokens(before), tokens(after)
    steps = tidy(align(old, new, budget), old, new)
    return tuple(_spans(steps, old, new))


def _spans(steps: Sequence[Step], old: list[str], new: list[str]) -> Iterator[Span]:
    for step in steps:
        gone = "".join(old[step.before : step.before_end])
        come = "".join(new[step.after : step.after_end])
        if step.is_same:
            yield Span(SAME, gone)
            continue
        if gone:
            yield Span(DEL, gone)
        if come:
            yield Span(INS, come)
