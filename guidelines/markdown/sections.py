"""A text's sections, and the anchors that stay with them through edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.markdown import headings
from guidelines.markdown.parsing import Token, fit, tokens_of


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
    env: dict[str, object] = {"title": title}
    tokens = tokens_of(source, env)
    lines = source.split("\n")
    marks: list[headings.Mark] = [mark for mark in env["headings"] if mark.opens_section]  # type: ignore[attr-defined]
    repeated = env["repeated"]
    start = repeated + 3 if isinstance(repeated, int) else 0
    ends = [mark.index for mark in marks] + [len(tokens)]
    made = [_section(tokens[start : ends[0]], lines, None, marks[0] if marks else None)]
    for number, mark in enumerate(marks):
        after = marks[number + 1] if number + 1 < len(marks) else None
        made.append(_section(tokens[mark.index : ends[number + 1]], lines, mark, after))
    return tuple(one for one in made if one.heading or one.level or one.source.strip())


def _section(
    tokens: Sequence[Token],
    lines: Sequence[str],
    mark: headings.Mark | None,
    after: headings.Mark | None,
) -> Section:
    end = after.line - 1 if after else len(lines)
    if mark is None:
        first = min((token.map[0] for token in tokens if token.map), default=end)
        source = "\n".join(lines[first:end]).strip("\n")
        return Section("", 0, "", source, _text(tokens), first + 1)
    opening = tokens[0].map or [0, 1]
    source = "\n".join(lines[opening[1] : end]).strip("\n")
    title = headings.text_of(tokens[1].children)
    return Section(title, mark.level, mark.hint, source, _text(tokens[3:]), mark.line)


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
    """The anchor of each section of now; before holds (anchor, title, plain text)."""
    kept = {headings.plain(title): anchor for anchor, title, _text in reversed(before)}
    taken: set[str] = set()
    made = []
    for section in now:
        wanted = section.anchor_hint or kept.get(headings.plain(section.heading), "")
        anchor = headings.unique(wanted or headings.slug(section.heading), taken)
        taken.add(anchor)
        made.append(anchor if section.level else "")
    return tuple(made)
