"""Finds links, pictures and code in Markdown by position, so that a text changes only there."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})(.*)")
_BLANK = re.compile(r"\n[ \t]*(?=\n)")
_RUN = re.compile(r"`+")
_DEFINITION = re.compile(
    r"^[ \t>]{0,6}\[(?!\^)[^\]\n]+\]:[ \t]*(<[^<>\n]*>|[^\s<]\S*)", re.MULTILINE
)
_TAG = re.compile(r"<(a|img)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_SOURCE = re.compile(r"\b(href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_TITLE = re.compile(
    r"[ \t\n]*(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))?[ \t\n]*\)"
)
_BRACKET = re.compile(r"\\.|[\[\]]|\n[ \t]*\n")
_LONGEST, _DEEPEST = 2000, 32
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a destination stands, what it says, and the whole link around it."""

    start: int
    end: int
    target: str
    is_image: bool
    kind: str
    whole: tuple[int, int]


def masked(text: str) -> str:
    """The text of the same length with code and comments blanked out."""
    return _without_spans(_without_comments(_without_fences(text)))


def links(text: str) -> list[Link]:
    """Every link, picture and link definition in order; what stands in code is none."""
    shown = masked(text)
    found = [*_inline(text, shown), *_definitions(text, shown), *_tags(text, shown)]
    kept: list[Link] = []
    for link in sorted(found, key=lambda link: link.start):
        if not kept or link.start >= kept[-1].end:
            kept.append(link)
    return kept


def replaced(text: str, changes: list[tuple[int, int, str]]) -> str:
    """The text with each stretch from start to end put in place; stretches never overlap."""
    parts, position = [], 0
    for start, end, new in sorted(changes):
        parts += [text[position:start], new]
        position = end
    return "".join([*parts, text[position:]])


def _blank(part: str) -> str:
    return re.sub(r"[^\n]", " ", part)


def _without_fences(text: str) -> str:
    lines = text.split("\n")
    mark = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if mark:
            is_end = found and found[1].startswith(mark) and not found[2].strip()
            lines[number] = " " * len(line)
            mark = "" if is_end else mark
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            mark = found[1]
            lines[number] = " " * len(line)
    return "\n".join(lines)


def _without_comments(text: str) -> str:
    parts, position = [], 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        parts += [text[position:start], _blank(text[start : end + 3])]
        position = end + 3
    return "".join([*parts, text[position:]])


def _without_spans(text: str) -> str:
    """Code spans blanked; a span never reaches over a blank line."""
    changes: list[tuple[int, int, str]] = []
    start = 0
    for end in [*(found.start() for found in _BLANK.finditer(text)), len(text)]:
        changes += _spans(text, start, end)
        start = end
    return replaced(text, changes)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    runs = [(found.start(), found.end()) for found in _RUN.finditer(text, start, end)]
    later: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[index][1] - runs[index][0], []).append(index)
    current = 0
    while current < len(runs):
        length = runs[current][1] - runs[current][0]
        candidates = later[length]
        while candidates and candidates[-1] <= current:
            candidates.pop()
        if candidates:
            close = candidates.pop()
            first, last = runs[current][0], runs[close][1]
            yield first, last, _blank(text[first:last])
            current = close
        current += 1


def _inline(text: str, shown: str) -> Iterator[Link]:
    pairs = _pairs(shown)
    position = 0
    while (position := shown.find("](", position)) >= 0:
        start = position + 2
        while start < len(shown) and shown[start] in " \t\n" and start - position < 20:
            start += 1
        end = _destination_end(shown, start)
        close = _TITLE.match(shown, end) if end > start else None
        opening = pairs.get(position, -1)
        if close and opening >= 0:
            is_image = opening > 0 and shown[opening - 1] == "!"
            whole = (opening - is_image, close.end())
            yield Link(start, end, _unescaped(text[start:end]), is_image, "inline", whole)
        position += 2


def _destination_end(text: str, start: int) -> int:
    """Where a link destination ends; its parentheses are balanced."""
    if text.startswith("<", start):
        end = text.find(">", start, start + _LONGEST)
        return end + 1 if end >= 0 and "\n" not in text[start:end] else start
    if text.startswith(("{{", "{%"), start):
        end = max(text.find("}}", start, start + 300), text.find("%}", start, start + 300))
        start = end + 2 if end >= 0 and "\n" not in text[start:end] else start
    depth, position = 0, start
    last = min(len(text), start + _LONGEST)
    while position < last and text[position] not in " \t\n" and depth <= _DEEPEST:
        sign = text[position]
        if sign == "\\":
            position += 1
        elif sign == "(":
            depth += 1
        elif sign == ")":
            if not depth:
                break
            depth -= 1
        position += 1
    return min(position, len(text))


def _pairs(text: str) -> dict[int, int]:
    """The opening bracket of each closing one, within its paragraph."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        sign = found[0]
        if sign == "[":
            opened.append(found.start())
        elif sign != "]":
            opened = opened if sign[0] == "\\" else []
        elif opened:
            pairs[found.start()] = opened.pop()
    return pairs


def _definitions(text: str, shown: str) -> Iterator[Link]:
    for found in _DEFINITION.finditer(shown):
        start, end = found.span(1)
        target = _unescaped(text[start:end])
        yield Link(start, end, target, is_image=False, kind="definition", whole=found.span())


def _tags(text: str, shown: str) -> Iterator[Link]:
    for tag in _TAG.finditer(shown):
        is_image = tag[1].lower() == "img"
        for found in _SOURCE.finditer(shown, *tag.span(2)):
            if (found[1].lower() == "src") != is_image:
                continue
            start, end = found.span(found.lastindex or 0)
            target = html.unescape(text[start:end]).strip()
            yield Link(start, end, target, is_image, "html", tag.span())
            break


def _unescaped(destination: str) -> str:
    inner = destination[1:-1] if destination.startswith("<") else destination
    return html.unescape(_ESCAPE.sub(r"\1", inner))
