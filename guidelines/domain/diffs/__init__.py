"""Comparing two texts: the source by lines and words, or the pages block by block."""

from guidelines.domain.diffs.rendered import Block, compare_blocks, compare_rendered
from guidelines.domain.diffs.source import Row, Run, Summary, compare_source, fold, summary
from guidelines.domain.diffs.words import Span, compare_words

__all__ = [
    "Block",
    "Row",
    "Run",
    "Span",
    "Summary",
    "compare_blocks",
    "compare_rendered",
    "compare_source",
    "compare_words",
    "fold",
    "summary",
]
