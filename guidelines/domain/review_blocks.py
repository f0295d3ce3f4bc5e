"""Splits a rendered text into its blocks, each with the passage of the source it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise

LINE = re.compile(r' data-line="(\d+)"')
VOID = frozenset(["br", "col", "hr", "img", "input", "source", "track", "wbr"])


@dataclass(frozen=True)
class Block:
    """A piece of the page; `line` (from 1), `start` and `source` say where it stands in the text.

    Line 0 is a piece that stands nowhere in the text, such as the list of footnotes.
    """

    line: int
    html: str
    source: str = ""
    start: int = 0


def split(html: str, source: str, ends: Mapping[int, int]) -> tuple[Block, ...]:
    """The page's outermost elements in order; `ends` gives the last line of each block by first."""
    lines = source.split("\n")
    made: list[Block] = []
    for line, piece in _joined(_outermost(html)):
        last = max(ends.get(line, line), line)
        passage = "\n".join(lines[line - 1 : last]).rstrip() if line else ""
        made.append(Block(line, piece, passage, _offset(lines, line)))
    return tuple(made)


def at_line(blocks: Sequence[Block], line: int) -> int | None:
    """The line of the block in which this line of the source stands."""
    return max((block.line for block in blocks if 0 < block.line <= line), default=None)


def _joined(pieces: Iterable[str]) -> list[tuple[int, str]]:
    """Pieces with their line; those of one line are one, and one without a line is no own block.

    A line before the former ones is none: footnotes stand at the end of the page, not of the text.
    """
    made: list[tuple[int, str]] = []
    furthest = 0
    for piece in pieces:
        found = LINE.search(piece)
        line = int(found[1]) if found else None
        if line is not None and line < furthest:
            line = 0
        if made and line in (None, made[-1][0]):
            made[-1] = (made[-1][0], made[-1][1] + piece)
        else:
            made.append((line or 0, piece))
        furthest = max(furthest, line or 0)
    return made


def _outermost(html: str) -> Iterator[str]:
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    starts = [*reader.starts, len(html)]
    if reader.starts and html[: starts[0]].strip():
        starts[0] = 0
    for start, end in pairwise(starts):
        yield html[start:end]


def _offset(lines: Sequence[str], line: int) -> int:
    return sum(len(each) + 1 for each in lines[: max(line - 1, 0)])


class _Reader(HTMLParser):
    """Notes where the outermost elements begin."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.starts: list[int] = []
        self._depth = 0
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        """A start tag, one level down unless it has no end."""
        if self._depth == 0:
            line, column = self.getpos()
            self.starts.append(self._lines[line - 1] + column)
        if tag not in VOID:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        """One level up."""
        if tag not in VOID:
            self._depth -= 1
