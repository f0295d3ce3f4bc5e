"""What the front matter of a file says about its guideline."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from guidelines.exchange.problems import Problem
from guidelines.exchange.reading import GuideFile

_LENGTH = {"audience": 300, "tag": 60}


@dataclass(frozen=True)
class Allowed:
    """The values that fields with a closed set take."""

    kinds: Collection[str]
    lists: Mapping[str, Collection[str]]


def values_of(file: GuideFile, allowed: Allowed) -> tuple[dict[str, Any], list[Problem]]:
    """The fields of a version, apart from its text; what is not known stays in the file's head."""
    problems: list[Problem] = []
    kind = _word(file.fields.get("kind"))
    if kind and kind not in allowed.kinds:
        problems.append(_unknown(file, "kind", kind))
    values: dict[str, Any] = {
        "title": file.title[:200],
        "kind": kind if kind in allowed.kinds else "guideline",
        "audience": _line(file.fields.get("audience"))[: _LENGTH["audience"]],
    }
    for name, known in allowed.lists.items():
        words = _words(file.fields.get(name))
        problems += [_unknown(file, name, word) for word in words if word not in known]
        values[name] = [word for word in words if word in known]
    values["project_kinds"] = _words(file.fields.get("project_kinds"))
    values["tags"] = [word[: _LENGTH["tag"]] for word in _words(file.fields.get("tags"))]
    return values, problems


def months_of(file: GuideFile, usual: int = 24) -> int:
    """The review interval that the file states."""
    value = file.fields.get("review_months")
    if not isinstance(value, int) or isinstance(value, bool):
        return usual
    return value if 1 <= value <= 120 else usual


def note_of(file: GuideFile) -> str:
    """What the file says of its own change."""
    return _line(file.fields.get("change_note"))[:2000]


def _unknown(file: GuideFile, name: str, value: str) -> Problem:
    return Problem(file.path, 1, "value_unknown", {"field": name, "value": value[:80]})


def _line(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _word(value: Any) -> str:
    return _line(value).lower()


def _words(value: Any) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list):
        return []
    words = (" ".join(str(part).split()) for part in parts if isinstance(part, str | int))
    return list(dict.fromkeys(word for word in words if word))
