"""Which guideline each file of a package becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from guidelines.exchange.places import common_folder
from guidelines.exchange.problems import Problem
from guidelines.exchange.reading import GuideFile, Package, is_index

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_ORDERS = ("order", "weight", "nav_order", "position", "sidebar_position")
_NUMBERS = re.compile(r"(\d+)")


class Outcome(StrEnum):
    """What an import does with a file."""

    NEW = "new"
    DRAFT = "draft"
    UNCHANGED = "unchanged"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Known:
    """A guideline that is already there, as far as an import needs to know it."""

    code: str
    path: str = ""
    digest: str = ""
    chapter: str = ""
    is_ours: bool = True
    is_writable: bool = True
    is_busy: bool = False


@dataclass(frozen=True)
class Options:
    """What the person who imports decided for the whole package."""

    prefix: str = "IMP"
    chapter: str = ""
    chapters: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Entry:
    """The guideline that one file becomes."""

    path: str
    code: str
    title: str
    chapter: str
    outcome: Outcome

    @property
    def is_written(self) -> bool:
        """Whether the import writes this file."""
        return self.outcome in {Outcome.NEW, Outcome.DRAFT}


@dataclass(frozen=True)
class Plan:
    """All entries in their reading order."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def codes(self) -> dict[str, str]:
        """The code of each file."""
        return {entry.path: entry.code for entry in self.entries}


def make(package: Package, known: Sequence[Known], options: Options) -> Plan:
    """The plan for a package: nothing is overwritten, each file has its own code."""
    maker = _Maker(package, known, options)
    entries = tuple(maker.entry(file) for file in ordered(package.files))
    return Plan(entries, tuple(maker.problems))


def ordered(files: Iterable[GuideFile]) -> list[GuideFile]:
    """Files in reading order: folders, the first page of each, stated order, natural names."""
    return sorted(files, key=_order)


def _order(file: GuideFile) -> tuple[Any, ...]:
    place = PurePosixPath(file.path)
    folders = [_natural(part) for part in place.parts[:-1]]
    stated = next((n for name in _ORDERS if (n := _number(file.fields.get(name))) is not None), 1e9)
    return (folders, not is_index(file.path), stated, _natural(place.name), place.name)


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None


def _natural(name: str) -> list[tuple[int, str]]:
    parts = _NUMBERS.split(name.lower())
    return [(int(part), "") if part.isdigit() and len(part) < 12 else (-1, part) for part in parts]


class _Maker:
    """Gives codes and chapters file by file."""

    def __init__(self, package: Package, known: Sequence[Known], options: Options) -> None:
        self.options = options
        self.problems: list[Problem] = []
        self.root = common_folder(file.path for file in package.files)
        self.by_code = {each.code.lower(): each for each in known}
        self.by_path = {each.path: each for each in known if each.path and each.is_ours}
        self.taken: dict[str, str] = {}
        self.folders = self._folder_titles(package.files)
        wanted = {str(file.fields.get("code", "")).lower() for file in package.files}
        self.reserved = wanted | set(self.by_code)
        self.count = 0

    def entry(self, file: GuideFile) -> Entry:
        """What this file becomes."""
        found = self.by_path.get(file.path)
        stated = self._stated(file)
        if stated:
            found = self.by_code.get(stated.lower())
        code = stated or (found.code if found else "") or self._next()
        if found and code.lower() in self.taken:
            found, code = None, self._next()
        self.taken[code.lower()] = file.path
        chapter = (found.chapter if found else "") or self._chapter(file)
        outcome = _outcome(file, found)
        if outcome == Outcome.BLOCKED and found:
            self._complain(file, "blocked_work" if found.is_writable else "blocked_rights")
        return Entry(file.path, code, file.title[:200], chapter, outcome)

    def _stated(self, file: GuideFile) -> str:
        """The code of the front matter, if it is free or names a guideline of this handbook."""
        value = file.fields.get("code")
        if value in {None, ""}:
            return ""
        code = str(value).strip()
        if not CODE.fullmatch(code):
            self._complain(file, "code_invalid", code=code[:40])
        elif code.lower() in self.taken:
            self._complain(file, "code_taken", code=code, path=self.taken[code.lower()])
        elif not self.by_code.get(code.lower(), Known(code)).is_ours:
            self._complain(file, "code_elsewhere", code=code)
        else:
            return code
        return ""

    def _complain(self, file: GuideFile, problem: str, **params: str) -> None:
        self.problems.append(Problem(file.path, 1, problem, params))

    def _next(self) -> str:
        """The next free code of the prefix: prefix-01, prefix-02, ..."""
        while True:
            self.count += 1
            code = f"{self.options.prefix}-{self.count:02d}"
            if code.lower() not in self.taken and code.lower() not in self.reserved:
                return code

    def _chapter(self, file: GuideFile) -> str:
        """The chapter: chosen, else of the front matter, else of the folder."""
        chosen = (self.options.chapters or {}).get(file.path, "")
        stated = file.fields.get("chapter")
        named = stated.strip() if isinstance(stated, str) else ""
        found = chosen or self.options.chapter or named or self.folders.get(self._folder(file), "")
        return found[:200] or "General"

    def _folder(self, file: GuideFile) -> str:
        inside = PurePosixPath(file.path).relative_to(self.root) if self.root else None
        parts = (inside or PurePosixPath(file.path)).parts
        return parts[0] if len(parts) > 1 else ""

    def _folder_titles(self, files: Iterable[GuideFile]) -> dict[str, str]:
        """Each top folder's title: that of its first page, else its name in words."""
        titles: dict[str, str] = {}
        for file in files:
            folder = self._folder(file)
            words = re.sub(r"[-_]+", " ", folder).strip()
            titles.setdefault(folder, words[:1].upper() + words[1:])
            if folder and is_index(file.path) and PurePosixPath(file.path).parent.name == folder:
                titles[folder] = file.title
        return titles


def _outcome(file: GuideFile, found: Known | None) -> Outcome:
    if found is None:
        return Outcome.NEW
    if found.digest and found.digest == file.digest:
        return Outcome.UNCHANGED
    return Outcome.DRAFT if found.is_writable and not found.is_busy else Outcome.BLOCKED
