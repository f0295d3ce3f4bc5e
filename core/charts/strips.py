"""Milestones on one line: the next weeks at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core import formatting
from core.charts import text
from core.charts.marks import NARROW, Chart, DataTable, Group, Mark, Path, Text, status_shape
from core.charts.scales import Scale, as_number, month_ticks

LANES, LANE = 3, 15
MARK, MARK_ROWS = 12, 3
PRIORITY = {"red": 0, "amber": 1, "grey": 2, "green": 3}


@dataclass(frozen=True)
class Dot:
    """A milestone: its day, its name, its tone and a remark such as the slip."""

    day: date
    label: str
    tone: str = "green"
    note: str = ""
    href: str = ""

    @property
    def text(self) -> str:
        """Name and remark."""
        return f"{self.label}, {self.note}" if self.note else self.label


def dot_strip(
    *,
    title: str,
    conclusion: str,
    dots: Sequence[Dot],
    start: date,
    end: date,
    width: float = NARROW,
) -> Chart:
    """Milestones by day; the worst are named first, names that would touch another are left out."""
    scale = Scale(as_number(start), as_number(end), MARK, width - MARK)
    shown = sorted((dot for dot in dots if start <= dot.day <= end), key=lambda dot: dot.day)
    names = list(_names(shown, scale, width))
    line = 12 + LANE * max((name.lane + 1 for name in names), default=0)
    rows = _mark_rows(shown, scale)
    base = line + MARK * (max(rows, default=0) + 1)
    marks = [*_axis(scale, start, end, base), *_labels(names, line)]
    marks += [_mark(dot, scale, line + row * MARK) for dot, row in zip(shown, rows, strict=True)]
    lines = tuple((dot.label, formatting.day(dot.day), dot.note or "–") for dot in shown)
    table = DataTable((_("Milestone"), _("Date"), _("Remark")), lines) if lines else None
    return Chart(title, conclusion, width, base + 20, tuple(marks), table)


def _mark_rows(dots: Sequence[Dot], scale: Scale) -> list[int]:
    """Marks of near days stand below one another instead of covering each other."""
    lanes = text.Lanes(MARK_ROWS, gap=1)
    places = [scale(as_number(dot.day)) for dot in dots]
    return [lanes.place(x - MARK / 2, x + MARK / 2) or 0 for x in places]


def _axis(scale: Scale, start: date, end: date, base: float) -> Iterator[Mark]:
    yield Path(f"M0 {base:.1f}H{scale.end + MARK:.1f}", stroke="line")
    for day, name in month_ticks(start, end, 6):
        x = scale(as_number(day))
        yield Path(f"M{x:.1f} {base - 5:.1f}V{base:.1f}", stroke="ink-3")
        edge = scale.end + MARK - text.width(name, 10.5)
        yield Text(min(x - 4, edge), base + 14, name, "ink-3", size=10.5)


def _mark(dot: Dot, scale: Scale, line: float) -> Group:
    shape = status_shape(scale(as_number(dot.day)), line, MARK, dot.tone)
    return Group((shape,), f"{dot.text} ({formatting.day(dot.day)})", dot.href)


@dataclass(frozen=True)
class _Name:
    """A label, its lane counted upwards, its left edge and the x of its mark."""

    label: str
    lane: int
    left: float
    x: float


def _names(dots: Sequence[Dot], scale: Scale, width: float) -> Iterator[_Name]:
    """Labels in lanes above the marks, as many as do not touch."""
    lanes = text.Lanes(LANES)
    for dot in sorted(dots, key=lambda dot: PRIORITY.get(dot.tone, 4)):
        label = text.fitted(dot.text, width * 0.55, 10.5)
        wide = text.width(label, 10.5)
        x = scale(as_number(dot.day))
        left = min(max(x - wide / 2, 0), width - wide)
        lane = lanes.place(left, left + wide, x)
        if lane is not None:
            yield _Name(label, lane, left, x)


def _labels(names: Sequence[_Name], line: float) -> Iterator[Mark]:
    """The labels above the line of marks, each tied to its mark."""
    for name in names:
        y = line - 12 - name.lane * LANE
        yield Text(name.left, y, name.label, "ink-2", size=10.5)
        yield Path(f"M{name.x:.1f} {y + 3:.1f}V{line - MARK / 2:.1f}", stroke="line")
