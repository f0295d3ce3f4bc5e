"""What goes into rendering and what comes out of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from guidelines.markdown.references import Reference

LIMIT = 500_000  # bytes of UTF-8, text blocks counted in

LABELS = {
    "note": "Note",
    "tip": "Tip",
    "important": "Important",
    "warning": "Warning",
    "caution": "Caution",
    "task_done": "Done",
    "task_open": "Not done",
    "footnotes": "Footnotes",
    "footnote": "Footnote {number}",
    "footnote_back": "Back to the text, footnote {number}",
    "section_link": "Link to section {title}",
    "table": "Table {number}",
    "code": "Code {number}",
}


class Code(StrEnum):
    """What can be wrong with a text; the page that shows it has a sentence for each."""

    UNKNOWN_ANCHOR = "unknown_anchor"
    RELATIVE_LINK = "relative_link"
    REFUSED_LINK = "refused_link"
    LINK_IN_HEADING = "link_in_heading"
    IMAGE_UNKNOWN = "image_unknown"
    IMAGE_OUTSIDE = "image_outside"
    IMAGE_WITHOUT_ALT = "image_without_alt"
    UNKNOWN_BLOCK = "unknown_block"
    BLOCK_CYCLE = "block_cycle"
    BLOCK_DEPTH = "block_depth"
    UNKNOWN_FOOTNOTE = "unknown_footnote"
    HTML_REMOVED = "html_removed"
    DOUBLE_ANCHOR = "double_anchor"


class TooLong(ValueError):
    """The text is longer than this package renders."""

    code = "too_long"

    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes are more than {LIMIT}.")
        self.size, self.limit = size, LIMIT


@dataclass(frozen=True)
class TermEntry:
    """A term of the glossary with the forms in which texts use it, its name among them or not."""

    slug: str
    name: str
    forms: tuple[str, ...] = ()
    definition: str = ""


@dataclass(frozen=True)
class ImageTarget:
    """Where a stored image is served, and its size in pixels where known."""

    url: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Heading:
    """A heading of the page: level 2 to 6 after shifting, line of the source from 1."""

    level: int
    title: str
    anchor: str
    line: int


@dataclass(frozen=True)
class UsedReference:
    """A reference and the line on which it is used."""

    reference: Reference
    line: int


@dataclass(frozen=True)
class Problem:
    """Something that a reader would not get as the author meant it."""

    line: int
    message_code: str
    detail: str = ""


def no_blocks(_keys: frozenset[str]) -> Mapping[str, str]:
    """No text block is known."""
    return {}


def no_images(_tokens: frozenset[str]) -> Mapping[str, ImageTarget]:
    """No image is stored."""
    return {}


@dataclass(frozen=True)
class RenderContext:
    """What a text needs from outside.

    `anchors` are those of `sections.carry_anchors(..., sections.split(source, title=title))`;
    missing ones are made from the titles. `title` is the guideline's: a first heading that only
    repeats it is left out. `labels` replaces entries of LABELS in the guideline's language. A cache
    of the result has all of this in its key, and VERSION.
    """

    anchors: Sequence[str] = ()
    blocks: Callable[[frozenset[str]], Mapping[str, str]] = no_blocks
    terms: Sequence[TermEntry] = ()
    image_url: Callable[[frozenset[str]], Mapping[str, ImageTarget]] = no_images
    with_lines: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True)
class Rendered:
    """Safe HTML, the same for every reader until `fill` puts the references in."""

    html: str
    headings: tuple[Heading, ...] = ()
    references: tuple[UsedReference, ...] = ()
    images: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    words: int = 0
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> str:
        """For the cache."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Rendered:
        """What `to_json` wrote."""
        data = json.loads(text)
        return cls(
            html=data["html"],
            headings=tuple(Heading(**row) for row in data["headings"]),
            references=tuple(
                UsedReference(Reference(**row["reference"]), row["line"])
                for row in data["references"]
            ),
            images=tuple(data["images"]),
            blocks=tuple(data["blocks"]),
            terms=tuple(data["terms"]),
            words=data["words"],
            problems=tuple(Problem(**row) for row in data["problems"]),
        )
