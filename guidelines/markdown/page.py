"""One page while it is written: what is known of it and what is noted on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from guidelines.markdown.documents import (
    LABELS,
    Code,
    Heading,
    ImageTarget,
    Problem,
    UsedReference,
)
from guidelines.markdown.headings import Mark
from guidelines.markdown.parsing import Token


@dataclass
class Page:
    """Known beforehand: places and pictures. Noted: headings, references, pictures, problems."""

    trusted: str
    images: Mapping[str, ImageTarget] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=lambda: LABELS)
    with_lines: bool = False
    user_ids: frozenset[str] = frozenset()
    ids: set[str] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)

    line: int = 0
    links: list[str] = field(default_factory=list)
    heading: Mark | None = None  # the one that is being written
    codes: int = 0

    headings: list[Heading] = field(default_factory=list)
    references: list[UsedReference] = field(default_factory=list)
    used_images: dict[str, None] = field(default_factory=dict)
    problems: dict[Problem, None] = field(default_factory=dict)

    def label(self, key: str, **values: object) -> str:
        """A label, ready for an attribute or as text."""
        return escape(self.labels[key].format(**values))

    def report(self, line: int, code: Code, detail: str = "") -> None:
        """Note a problem, once."""
        self.problems[Problem(line, code.value, detail[:200])] = None

    def at(self, token: Token) -> str:
        """The attribute that the preview scrolls by."""
        if self.with_lines and token.map:
            return f' data-line="{token.map[0] + 1}"'
        return ""


Rule = Callable[[Page, Sequence[Token], int], str]


def text(value: str) -> str:
    """The value as HTML text."""
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    return value
