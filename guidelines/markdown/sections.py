"""A text's sections, and the anchors that stay with them through edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guidelines.markdown import anchors, headings
from guidelines.markdown.headings import Mark
from guidelines.markdown.parsing import Token, fit, quiet, tokens_of


@dataclass(frozen=True)
class Section:
    """From one heading of level 2 or 3 to the next; the text before the first has no heading.

    `level` is that of the page (0 before the first heading), `line` counts from 1, `source` is the
    text without its heading.
    """

    heading: str
    level: int
    anchor_hint: str
    source: str
    plain_text: str
    line: int


def split(source: str, *, title: str = "") -> tuple[Section, ...]:
    """The sections in order; a first heading that only repeats `title` belongs to none."""
    source = fit(source)
    env: dict[str, Any] = {"title": title}
    with quiet():
        tokens = tokens_of(source, env)
    lines = source.split("\n")
    starts = [at for at, token in enumerate(tokens) if _opens(token)]
    bounds = [*starts, len(tokens)]
    made = [_head(tokens[: bounds[0]], lines, _line(tokens, bounds[0], lines))]
    for number, at in enumerate(starts):
        end = bounds[number + 1]
        made.append(_section(tokens[at:end], lines, _line(tokens, end, lines)))
    return tuple(one for one in made if one.level or one.source)


def _opens(token: Token) -> bool:
    mark: Mark | None = token.meta.get("mark") if token.type == "heading_open" else None
    return mark is not None and mark.opens_section


def _line(tokens: Sequence[Token], at: int, lines: Sequence[str]) -> int:
    """The line, from 0, on which the section that begins here begins."""
    places = tokens[at].map if at < len(tokens) else None
    return places[0] if places else len(lines)


def _head(tokens: Sequence[Token], lines: Sequence[str], end: int) -> Section:
    """What stands before the first section, without a heading that repeats the title."""
    titled = [at for at, token in enumerate(tokens) if token.type == "heading_open"][:1]
    is_title = bool(titled) and "mark" not in tokens[titled[0]].meta
    rest = [*tokens[: titled[0]], *tokens[titled[0] + 3 :]] if is_title else tokens
    kept = list(lines[:end])
    if is_title and (places := tokens[titled[0]].map):
        kept[places[0] : places[1]] = [""] * (places[1] - places[0])
    first = next((number for number, line in enumerate(kept) if line.strip()), 0)
    return Section("", 0, "", "\n".join(kept).strip(), _text(rest), first + 1)


def _section(tokens: Sequence[Token], lines: Sequence[str], end: int) -> Section:
    mark: Mark = tokens[0].meta["mark"]
    places = tokens[0].map or [0, 1]
    source = "\n".join(lines[places[1] : end]).strip("\n")
    return Section(mark.title, mark.level, mark.hint, source, _text(tokens[3:]), mark.line)


def plain_text(source: str) -> str:
    """What a reader sees, without mark-up; a link to another thing of the portal is an ellipsis."""
    return _text(tokens_of(fit(source), {}))


def _text(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts.append(headings.text_of(token.children))
        elif token.type in ("fence", "code_block"):
            parts.append(token.content.strip())
        elif token.type == "html_block":
            parts.append(" ".join(headings.TAG.sub(" ", token.content).split()))
    return "\n".join(part for part in parts if part)


def carry_anchors(
    before: Sequence[tuple[str, str, str]], now: Sequence[Section]
) -> tuple[str, ...]:
    """The anchor of each section of `now`, all different; before: (anchor, title, plain text).

    An explicit {#anchor} wins; the same title keeps its anchor, a new title on a like text too; new
    sections get one made of their title. What stands before the first heading has none.
    """
    named = [section for section in now if section.level]
    known = [anchors.Before(*row) for row in before if row[0]]
    wanted = [anchors.Now(one.anchor_hint, one.heading, one.plain_text) for one in named]
    made = iter(anchors.carry(known, wanted))
    return tuple(next(made) if section.level else "" for section in now)
