"""Reads the shipped guidelines and glossaries; knows no database."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from guidelines.markdown.frontmatter import parse, split_front_matter

SOURCE_LANGUAGE = "en"
GLOSSARY = "glossary.toml"
CHAPTERS = (
    "Foundations",
    "Method cards",
    "Start",
    "Plan",
    "Control",
    "People and communication",
    "Value and portfolio",
    "Records and closing",
)
TEXTS = ("title", "kind", "audience", "change_note")
LISTS = ("methods", "classes", "phases", "project_kinds", "tags")


class Unreadable(ValueError):
    """A shipped file is not what it should be; says which one and why."""


@dataclass(frozen=True)
class Key:
    """What a shipped guideline is known by, whatever code a company gives its own copy."""

    code: str
    language: str

    def __str__(self) -> str:
        return self.code if self.language == SOURCE_LANGUAGE else f"{self.code} ({self.language})"


@dataclass(frozen=True)
class ShippedGuideline:
    """One file: `source` is its text in full, `values` are the fields of a version."""

    key: Key
    chapter: str
    review_months: int
    source: str
    values: Mapping[str, Any] = field(hash=False)

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return str(self.values["body"])


@dataclass(frozen=True)
class ShippedTerm:
    """An entry of a shipped glossary; `see` is the code of the guideline with the rule."""

    language: str
    name: str
    definition: str
    synonyms: tuple[str, ...] = ()
    see: str = ""


@dataclass(frozen=True)
class Content:
    """Everything that is shipped; sources stand before their translations."""

    guidelines: tuple[ShippedGuideline, ...]
    terms: tuple[ShippedTerm, ...]


def read(folder: Path, language: str = "") -> Content:
    """The content of a folder with one folder for each language, or of one language alone."""
    found = sorted(path for path in folder.glob(f"{language or '*'}/*.md"))
    guidelines = [from_file(path) for path in found]
    guidelines.sort(key=lambda one: (one.key.language != SOURCE_LANGUAGE, _place(one)))
    glossaries = sorted(folder.glob(f"{language or '*'}/{GLOSSARY}"))
    terms = [term for path in glossaries for term in _terms(path)]
    return Content(tuple(guidelines), tuple(terms))


def from_file(path: Path) -> ShippedGuideline:
    """The guideline in a file; its folder names the language unless the file does."""
    try:
        return from_text(path.read_text(encoding="utf-8"), path.parent.name)
    except (UnicodeDecodeError, Unreadable) as error:
        raise Unreadable(f"{path.parent.name}/{path.name}: {error}") from error


@lru_cache(maxsize=256)
def from_text(source: str, language: str = SOURCE_LANGUAGE) -> ShippedGuideline:
    """The guideline in a text with front matter."""
    head, body = split_front_matter(source)
    meta, problems = parse(head)
    if missing := [name for name in ("code", "title", "chapter") if not meta.get(name)]:
        raise Unreadable(", ".join(problems) or f"the front matter lacks {', '.join(missing)}")
    values: dict[str, Any] = {name: str(meta.get(name, "")) for name in TEXTS}
    values |= {name: list(meta.get(name, ())) for name in LISTS}
    return ShippedGuideline(
        key=Key(str(meta["code"]), str(meta.get("language", language))),
        chapter=str(meta["chapter"]),
        review_months=int(meta.get("review_months", 24)),
        source=source,
        values={**values, "body": tidy(body)},
    )


def tidy(body: str) -> str:
    """The text as it is kept: forms bring other line ends, editors drop blank space around it."""
    return body.replace("\r\n", "\n").strip("\n").rstrip()


def _place(guideline: ShippedGuideline) -> tuple[int, str]:
    """In the order of chapters; one that is not ours comes last."""
    is_known = guideline.chapter in CHAPTERS
    place = CHAPTERS.index(guideline.chapter) if is_known else len(CHAPTERS)
    return place, guideline.key.code


def _terms(path: Path) -> tuple[ShippedTerm, ...]:
    try:
        return _terms_of(path.read_text(encoding="utf-8"), path.parent.name)
    except (ValueError, KeyError) as error:
        raise Unreadable(f"{path.parent.name}/{path.name}: {error}") from error


@lru_cache(maxsize=8)
def _terms_of(text: str, language: str) -> tuple[ShippedTerm, ...]:
    return tuple(
        ShippedTerm(
            language=language,
            name=line["name"],
            definition=line["definition"],
            synonyms=tuple(line.get("synonyms", ())),
            see=line.get("see", ""),
        )
        for line in tomllib.loads(text)["term"]
    )
