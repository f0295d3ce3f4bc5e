"""Stacked bars for shares of a whole, horizontal bars for comparing amounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core import formatting
from core.charts import text
from core.charts.marks import NARROW, Chart, DataTable, Group, Mark, Path, Rect, Text
from core.charts.scales import Scale

BAR, FAINT_BAR, GAP = 20, 11, 2
LEAST = 15  # a share above zero stays visible and keeps room for its number
LABEL_SHARE = 0.36
ROW = 24


@dataclass(frozen=True)
class Segment:
    """A part of a bar; `text` stands inside where there is room, else `short`."""

    key: str
    label: str
    value: Decimal | float
    text: str = ""
    short: str = ""
    href: str = ""


@dataclass(frozen=True)
class Bar:
    """A whole and its parts; a faint bar is the comparison below the bar it belongs to."""

    label: str
    segments: Sequence[Segment]
    is_faint: bool = False

    @property
    def total(self) -> float:
        """The whole."""
        return sum(float(segment.value) for segment in self.segments)


@dataclass(frozen=True)
class HorizontalBar:
    """An amount from zero; `target` is marked by a line across the bar."""

    label: str
    value: Decimal | float | None
    text: str
    tone: str = "accent"
    target: Decimal | float | None = None
    href: str = ""


def stacked_bars(
    *, title: str, conclusion: str, rows: Sequence[Bar], width: float = NARROW
) -> Chart:
    """Bars of equal length, each divided by its own total."""
    left = _label_room([row.label for row in rows], width)
    marks: list[Mark] = []
    y = 2.0
    for index, row in enumerate(rows):
        if index and not row.is_faint:
            y += 10
        marks += _stacked_row(row, left, y, width)
        y += (FAINT_BAR if row.is_faint else BAR) + 5
    return Chart(title, conclusion, width, y, tuple(marks), _stacked_table(rows))


def horizontal_bars(
    *, title: str, conclusion: str, rows: Sequence[HorizontalBar], width: float = NARROW
) -> Chart:
    """One bar a row on a common scale that always contains zero."""
    left = _label_room([row.label for row in rows], width)
    room = max([text.width(row.text) for row in rows] or [0]) + 8
    values = [float(v) for row in rows for v in (row.value, row.target) if v is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    scale = Scale(low, high or 1, left + (room if low < 0 else 0), width - room)
    marks: list[Mark] = []
    for index, row in enumerate(rows):
        marks.append(_horizontal_row(row, scale, 4 + index * ROW, left))
    zero = scale(0)
    marks.append(Path(f"M{zero:.1f} 0V{4 + len(rows) * ROW}", stroke="line"))
    headers = (_("Name"), _("Value"))
    table = DataTable(headers, tuple((row.label, row.text) for row in rows))
    return Chart(title, conclusion, width, 6 + len(rows) * ROW, tuple(marks), table)


def _label_room(labels: Sequence[str], width: float) -> float:
    """The width of the label column: as wide as needed, but no more than its share."""
    return min(max([text.width(label) for label in labels] or [0]) + 10, width * LABEL_SHARE)


def _stacked_row(row: Bar, left: float, y: float, width: float) -> Iterator[Mark]:
    height = FAINT_BAR if row.is_faint else BAR
    tone = "ink-3" if row.is_faint else "ink-2"
    label = text.fitted(row.label, left - 6)
    yield Text(0, y + height / 2 + 4, label, tone)
    parts = [segment for segment in row.segments if segment.value > 0]
    if not parts:
        yield Rect(left, y, width - left, height, "line-2", 3)
        yield Text(left + 8, y + height / 2 + 4, formatting.missing(), "ink-3")
        return
    x = left
    for segment, part in zip(parts, _widths(parts, width - left), strict=True):
        yield _segment(segment, Rect(x, y, part - GAP, height, segment.key, 3, row.is_faint))
        x += part


def _widths(parts: Sequence[Segment], room: float) -> list[float]:
    """Widths by share; small parts get the least width, the others give it up by their size."""
    total = sum(float(part.value) for part in parts)
    wanted = [float(part.value) / total * room for part in parts]
    lacking = sum(LEAST - width for width in wanted if width < LEAST)
    spare = sum(width - LEAST for width in wanted if width > LEAST)
    if lacking > spare:
        return [room / len(parts)] * len(parts)
    keep = 1 - lacking / spare if spare else 1
    return [LEAST if width <= LEAST else LEAST + (width - LEAST) * keep for width in wanted]


def _segment(segment: Segment, box: Rect) -> Group:
    tip = f"{segment.label}: {segment.text or formatting.number(segment.value)}"
    inside = text.longest_that_fits((segment.text, segment.short), box.width - 4, 10.5)
    if box.faint or not inside:
        return Group((box,), tip, segment.href)
    middle, line = box.x + box.width / 2, box.y + box.height / 2 + 4
    label = Text(middle, line, inside, "on-status", "middle", 10.5, is_bold=True)
    return Group((box, label), tip, segment.href)


def _horizontal_row(row: HorizontalBar, scale: Scale, y: float, left: float) -> Group:
    label = Text(0, y + 14, text.fitted(row.label, left - 8))
    tip = f"{row.label}: {row.text}"
    if row.value is None:
        return Group((label, Text(scale(0) + 5, y + 14, row.text, "ink-3")), tip, row.href)
    start, end = sorted((scale(0), scale(float(row.value))))
    marks: list[Mark] = [label, Rect(start, y + 2, max(end - start, 1), ROW - 8, row.tone, 2)]
    if row.target is not None:
        target = scale(float(row.target))
        marks.append(Path(f"M{target:.1f} {y - 1:.1f}V{y + ROW - 3:.1f}", stroke="ink", width=2))
        start, end = min(start, target), max(end, target)
    is_left = row.value < 0
    x = start - 5 if is_left else end + 5
    marks.append(Text(x, y + 14, row.text, "ink", "end" if is_left else "start"))
    return Group(tuple(marks), tip, row.href)


def _stacked_table(rows: Sequence[Bar]) -> DataTable:
    """One line a bar, one column a part, by the order in which the parts first appear."""
    labels = {segment.key: segment.label for row in rows for segment in row.segments}
    lines = []
    for row in rows:
        by_key = {s.key: s.text or formatting.number(s.value) for s in row.segments}
        lines.append((row.label, *(by_key.get(key, "–") for key in labels)))
    return DataTable((_("Measure"), *labels.values()), tuple(lines))
