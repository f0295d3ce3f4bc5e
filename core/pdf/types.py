"""What goes into the PDF door and what comes out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Orientation = Literal["portrait", "landscape"]
Progress = Callable[[int, int], None]

# Width and height in millimetres, upright.
SHEETS: Mapping[str, tuple[float, float]] = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
POINTS_PER_MM = 72 / 25.4


class PdfError(Exception):
    """A document could not be made; the text says which part and why."""


class PdfUnavailableError(PdfError):
    """The machine lacks what PDF needs (Pango)."""


class PdfWorkerDiedError(PdfError):
    """A rendering process ended before its work was done."""


class PdfTimeoutError(PdfError):
    """Rendering took longer than allowed."""


@dataclass(frozen=True)
class Part:
    """Whole pages: a body fragment that starts on a new page and is laid out on its own.

    `header_left` takes the place of the setup's; `mark` is a pale word behind each page (DRAFT).
    """

    key: str
    html: str
    orientation: Orientation = "portrait"
    has_running_lines: bool = True
    header_left: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a long table: plain text; `look` is a name in core.pdf.ledger.LOOKS."""

    text: str
    look: str = ""
    is_number: bool = False
    href: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table. The anchor can be linked to; `headers` are the places of row headers."""

    cells: Sequence[Cell]
    anchor: str = ""
    headers: Sequence[int] = (0,)


@dataclass(frozen=True)
class Column:
    """Heading and width of a column; numbers stand to the right."""

    label: str
    width_mm: float
    is_number: bool = False


@dataclass(frozen=True)
class TablePart:
    """One long table of plain cells, drawn row by row under a header that each page repeats.

    `intro` is HTML above the first header.
    """

    key: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    intro: str = ""
    orientation: Orientation = "portrait"


AnyPart = Part | TablePart


@dataclass(frozen=True)
class DocumentMeta:
    """What readers and archives are told about the document."""

    title: str
    created: datetime
    lang: str = "en"
    author: str = ""
    subject: str = ""
    keywords: Sequence[str] = ()
    classification: str = ""


@dataclass(frozen=True)
class PageSetup:
    """Paper and the running lines; `page_label` is translated and holds {n} and {m}."""

    size: Literal["A4", "Letter"] = "A4"
    margin_top_mm: float = 20.0
    margin_bottom_mm: float = 18.0
    margin_side_mm: float = 15.0
    header_left: str = ""
    header_right: str = ""
    footer_left: str = ""
    footer_middle: str = ""
    page_label: str = "Page {n} of {m}"

    def width_mm(self, orientation: Orientation) -> float:
        """Width of the paper as it is read."""
        return SHEETS[self.size][orientation == "landscape"]

    def height_mm(self, orientation: Orientation) -> float:
        """Height of the paper as it is read."""
        return SHEETS[self.size][orientation == "portrait"]

    def body_width_mm(self, orientation: Orientation) -> float:
        """Width between the side margins."""
        return self.width_mm(orientation) - 2 * self.margin_side_mm

    def body_height_mm(self, orientation: Orientation) -> float:
        """Height between the running lines."""
        return self.height_mm(orientation) - self.margin_top_mm - self.margin_bottom_mm


@dataclass(frozen=True)
class Limits:
    """How many processes lay out, and how long all of it may take."""

    processes: int = 2
    timeout_s: float = 540.0


class SheetCache(Protocol):
    """Keeps laid-out fragments by the hash of everything that shaped them."""

    def get(self, key: str) -> bytes | None:
        """Return what was stored under the key, None when it is not there any more."""

    def put(self, key: str, value: bytes) -> None:
        """Store the value; losing it later is allowed."""


@dataclass(frozen=True)
class RenderedPdf:
    """The finished document, where its parts start and its places lie (pages count from 1)."""

    content: bytes
    pages: int
    first_page: Mapping[str, int]
    rendered: int
    from_cache: int
    missing_links: Sequence[str] = field(default=())
    page_of: Mapping[str, int] = field(default_factory=dict)
