"""What a chart is made of: a few kinds of marks with a tone instead of a colour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

NARROW, MEDIUM, WIDE = 340, 760, 1120  # widths in which text is drawn at its true size
SMALL, NORMAL = 10.5, 11.5
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Rect:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    radius: float = 0
    faint: bool = False


@dataclass(frozen=True)
class Path:
    """A stroked or filled path; `d` is in SVG path syntax."""

    d: str
    stroke: str = ""
    fill: str = ""
    width: float = 1
    dash: str = ""


@dataclass(frozen=True)
class Text:
    """A line of text; y is its baseline."""

    x: float
    y: float
    text: str
    tone: str = "ink-2"
    anchor: Anchor = "start"
    size: float = NORMAL
    is_bold: bool = False


@dataclass(frozen=True)
class Group:
    """Marks that belong together: they share a tooltip and, where given, a link."""

    marks: tuple[Mark, ...]
    tip: str = ""
    href: str = ""


Mark = Rect | Path | Text | Group


@dataclass(frozen=True)
class DataTable:
    """The numbers behind a chart, as text; the first cell of a row is its header."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A drawing with what it is called, what it says and the numbers behind it."""

    title: str
    conclusion: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    table: DataTable | None = None
    is_empty: bool = field(default=False)

    @property
    def name(self) -> str:
        """The text that stands for the drawing where it cannot be seen."""
        return f"{self.title}: {self.conclusion}" if self.conclusion else self.title


def status_shape(x: float, y: float, size: float, tone: str, outline: str = "") -> Path:
    """The status mark around a centre; the outline sets it off from what lies below."""
    if tone == "grey":
        r = size / 2 - 0.75
        d = f"M{x - r:.1f} {y - r:.1f}h{2 * r:.1f}v{2 * r:.1f}h{-2 * r:.1f}Z"
        return Path(d, stroke=tone, fill="card", width=1.5, dash="2 2")
    outlines = {"green": _circle, "amber": _triangle, "red": _octagon}
    return Path(outlines.get(tone, _diamond)(x, y, size / 2), fill=tone, stroke=outline)


def dot(x: float, y: float, r: float, tone: str) -> Path:
    """A filled circle."""
    return Path(_circle(x, y, r), fill=tone)


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y:.1f}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0Z"


def _triangle(x: float, y: float, r: float) -> str:
    base = y + r * 0.85
    return f"M{x - r:.1f} {base:.1f}L{x:.1f} {y - r:.1f}L{x + r:.1f} {base:.1f}Z"


def _octagon(x: float, y: float, r: float) -> str:
    c = r * 0.42
    k = r - c
    return (
        f"M{x - c:.1f} {y - r:.1f}h{2 * c:.1f}l{k:.1f} {k:.1f}v{2 * c:.1f}l{-k:.1f} {k:.1f}"
        f"h{-2 * c:.1f}l{-k:.1f} {-k:.1f}v{-2 * c:.1f}Z"
    )


def _diamond(x: float, y: float, r: float) -> str:
    return f"M{x:.1f} {y - r:.1f}l{r:g} {r:g}l{-r:g} {r:g}l{-r:g} {-r:g}Z"
