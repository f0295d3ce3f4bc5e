"""Two pages as a reader sees them: block by block, and word by word inside a block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from guidelines.domain.diffs.aligning import DEL, INS, Budget, Kind, align, pair, shared
from guidelines.domain.diffs.inline import compare_inline
from guidelines.domain.diffs.tables import compare_tables
from guidelines.domain.diffs.tree import Element, marked, one_side, parse, write

ALIKE = 0.4  # share of words from which two paragraphs count as one that was edited
BOXES_ALIKE = 0.15  # lists, quotes and tables are compared piece by piece, so that less is enough
BOXES = frozenset({"ul", "ol", "dl", "blockquote", "details", "div", "section", "aside", "figure"})

BlockKind = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True)
class Block:
    """One block of the comparison as HTML: in one column, and in two ("" where it is missing)."""

    kind: BlockKind
    inline: str
    before: str
    after: str


def compare_rendered(before: str, after: str) -> str:
    """One page with both: <ins> and <del> around words, diff-ins and diff-del on whole blocks."""
    return "".join(block.inline for block in compare_blocks(before, after))


def compare_blocks(before: str, after: str) -> tuple[Block, ...]:
    """The blocks of both pages side by side, in reading order."""
    merged = compare_children(parse(before), parse(after), Budget())
    return tuple(_block(element) for element in merged)


def compare_children(before: Element, after: Element, budget: Budget) -> tuple[Element, ...]:
    """The blocks inside two elements, merged, with marks."""
    old, new = before.blocks, after.blocks
    steps = align([item.signature for item in old], [item.signature for item in new], budget)
    merged: list[Element] = []
    for step in steps:
        come = new[step.after : step.after_end]
        if step.is_same:
            merged += come
        else:
            merged += _gap(old[step.before : step.before_end], come, budget)
    return tuple(merged)


def compare_pair(before: Element, after: Element, budget: Budget) -> Element:
    """Two elements that are versions of one another, merged into one."""
    if before.signature == after.signature:
        return after
    if after.tag == "table":
        return compare_tables(before, after, budget, partial(compare_pair, budget=budget))
    if before.is_leaf and after.is_leaf:
        return replace(after, children=compare_inline(before, after, budget))
    merged = replace(after, children=compare_children(before, after, budget))
    is_closed = after.tag == "details" and "open" not in dict(after.attributes)
    return replace(merged, attributes=(*merged.attributes, ("open", ""))) if is_closed else merged


def _gap(old: Sequence[Element], new: Sequence[Element], budget: Budget) -> Iterator[Element]:
    pairs = pair(len(old), len(new), lambda i, j: _likeness(old[i], new[j]), budget)
    i = j = 0
    for a, b in [*pairs, (len(old), len(new))]:
        yield from (marked(element, DEL) for element in old[i:a])
        yield from (marked(element, INS) for element in new[j:b])
        if a < len(old):
            yield compare_pair(old[a], new[b], budget)
        i, j = a + 1, b + 1


def _likeness(old: Element, new: Element) -> float:
    """How far two elements of one kind are the same, 0 where they are not."""
    if old.head != new.head:
        return 0.0
    is_box = new.tag in BOXES or new.tag == "table" or not new.is_leaf
    share = shared(old.words, new.words)
    return share if share >= (BOXES_ALIKE if is_box else ALIKE) else 0.0


def _block(element: Element) -> Block:
    if element.mark != "same":
        html = write(element)
        is_added = element.mark == INS
        kind: BlockKind = "added" if is_added else "removed"
        return Block(kind, html, "" if is_added else html, html if is_added else "")
    if not element.has_marks:
        return Block("same", write(element), write(element.without_id()), write(element))
    sides: tuple[Kind, Kind] = (DEL, INS)
    before, after = (write(one_side(element, side)) for side in sides)
    return Block("changed", write(element), before, after)
