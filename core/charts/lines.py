"""Lines over time or number: trends, S-curves, burn-ups, and the tiny line in a table cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from core import formatting
from core.charts import text
from core.charts.marks import NARROW, Chart, DataTable, Mark, Path, Text, dot
from core.charts.scales import Scale, as_number, month_ticks, ticks

Value = date | Decimal | float
Format = Callable[[Any], str]
TOP, BOTTOM = 10, 22
LABEL_GAP = 14
DASHES = {"solid": "", "dashed": "6 3", "dotted": "1.5 3.5"}


@dataclass(frozen=True)
class Line:
    """A series; a value of None leaves a gap, never a zero. `dash`: solid, dashed or dotted."""

    key: str
    label: str
    points: Sequence[tuple[Value, Value | None]]
    tone: str = "accent"
    dash: str = "solid"
    has_dots: bool = False

    @property
    def known(self) -> list[tuple[float, float]]:
        """The points that have a value."""
        return [(as_number(x), as_number(y)) for x, y in self.points if y is not None]


def line_chart(
    *,
    title: str,
    conclusion: str,
    lines: Sequence[Line],
    y_format: Format = formatting.plain,
    marked: Value | None = None,
    from_zero: bool = True,
    width: float = NARROW,
    height: float = 170,
) -> Chart:
    """Lines with their names at their ends; `marked` draws an upright line, such as today."""
    shown = [line for line in lines if line.known]
    if not shown:
        return Chart(title, _("No figures yet."), width, 0, (), is_empty=True)
    plot = _Plot(shown, width, height, y_format, from_zero=from_zero)
    marks = [*plot.grid(), *plot.upright(marked)]
    for line in shown:
        marks += plot.line(line)
    marks += plot.labels()
    return Chart(title, conclusion, width, height, tuple(marks), _table(lines, y_format))


def sparkline(
    values: Sequence[float | Decimal | None], *, title: str, tone: str = "accent"
) -> Chart:
    """A trend without axes for a table cell; the last known value carries a dot."""
    width, height = 84, 22
    line = Line("spark", title, [(index, value) for index, value in enumerate(values)], tone)
    if not line.known:
        return Chart(title, formatting.missing(), width, 0, (), is_empty=True)
    ys = [y for _x, y in line.known]
    x_scale = Scale(0, max(len(values) - 1, 1), 3, width - 4)
    y_scale = Scale(min(ys), max(ys), height - 4, 4)
    last_x, last_y = line.known[-1]
    marks: list[Mark] = [Path(d, stroke=tone, width=1.6) for d in _runs(line, x_scale, y_scale)]
    marks.append(dot(x_scale(last_x), y_scale(last_y), 2.4, tone))
    return Chart(title, "", width, height, tuple(marks))


class _Plot:
    """The area between the axes."""

    def __init__(
        self,
        lines: Sequence[Line],
        width: float,
        height: float,
        y_format: Format,
        *,
        from_zero: bool,
    ) -> None:
        self.lines = lines
        self.format = y_format
        self.has_days = isinstance(lines[0].points[0][0], date)
        self.has_day_values = any(isinstance(y, date) for line in lines for _x, y in line.points)
        self.y_ticks = self._y_ticks(height, from_zero=from_zero)
        left = max(text.width(name, 10.5) for _y, name in self.y_ticks) + 8
        right = min(max(text.width(line.label) for line in lines) + 10, width * 0.34)
        xs = [x for line in lines for x, _y in line.known]
        self.right_room = right
        self.x = Scale(min(xs), max(xs), left, width - right)
        steps = [y for y, _name in self.y_ticks]
        self.y = Scale(min(steps), max(steps), height - BOTTOM, TOP)

    def _y_ticks(self, height: float, *, from_zero: bool) -> list[tuple[float, str]]:
        ys = [y for line in self.lines for _x, y in line.known]
        low, high = min(ys), max(ys)
        if self.has_day_values:
            days = month_ticks(_day(low - 31), _day(high + 31), 5)
            return [(as_number(day), name) for day, name in days] or [(low, self.format(low))]
        if from_zero:
            low, high = min(low, 0.0), max(high, 0.0)
        return [(y, self.format(_tidy(y))) for y in ticks(low, high, max(2, int(height // 50)))]

    def grid(self) -> Iterator[Mark]:
        """Light lines across with their values, and the names along the bottom."""
        for y, name in self.y_ticks:
            at = self.y(y)
            yield Path(f"M{self.x.start:.1f} {at:.1f}H{self.x.end:.1f}", stroke="line-2")
            yield Text(self.x.start - 6, at + 4, name, "ink-3", "end", 10.5)
        taken = text.Lanes(1)
        for x, name in self._x_names():
            at, half = self.x(x), text.width(name, 10.5) / 2
            at = max(at, half)
            if taken.place(at - half, at + half) is not None:
                yield Text(at, self.y.start + 16, name, "ink-3", "middle", 10.5)

    def _x_names(self) -> list[tuple[float, str]]:
        if not self.has_days:
            return [(x, _axis_text(x)) for x in ticks(self.x.low, self.x.high) if self._within(x)]
        wanted = max(2, int((self.x.end - self.x.start) // 60))
        days = month_ticks(_day(self.x.low), _day(self.x.high), wanted)
        named = [(as_number(day), name) for day, name in days]
        return named or [(self.x.low, formatting.day(_day(self.x.low)))]

    def _within(self, x: float) -> bool:
        return self.x.low <= x <= self.x.high

    def upright(self, marked: Value | None) -> Iterator[Mark]:
        """The upright line, if its place is within the chart."""
        if marked is not None and self._within(as_number(marked)):
            at = self.x(as_number(marked))
            yield Path(f"M{at:.1f} {TOP}V{self.y.start:.1f}", stroke="ink-3", dash="2 3")

    def line(self, line: Line) -> Iterator[Mark]:
        """The line itself, broken where values are unknown."""
        for run in _runs(line, self.x, self.y):
            yield Path(run, stroke=line.tone, width=2, dash=DASHES[line.dash])
        for x, y in line.known if line.has_dots or len(line.known) == 1 else ():
            yield dot(self.x(x), self.y(y), 2.8, line.tone)

    def labels(self) -> Iterator[Mark]:
        """Names at the ends of the lines, moved apart so that none covers another."""
        ends = [line.known[-1] for line in self.lines]
        wanted = [self.y(y) + 4 for _x, y in ends]
        placed = text.spread(wanted, LABEL_GAP, TOP + 4, self.y.start + 4)
        for line, (x, _y), want, at in zip(self.lines, ends, wanted, placed, strict=True):
            label = text.fitted(line.label, self.right_room - 8)
            edge = self.x.end + 6
            if self.x(x) < self.x.end - 1 or abs(want - at) > 2:
                d = f"M{self.x(x) + 4:.1f} {want - 4:.1f}L{edge - 2:.1f} {at - 4:.1f}"
                yield Path(d, stroke=line.tone, width=0.7, dash="1 2")
            yield Text(edge, at, label, line.tone, is_bold=True)


def _axis_text(x: float) -> str:
    """A number along the axis without needless places."""
    return formatting.plain(_tidy(x))


def _runs(line: Line, x_scale: Scale, y_scale: Scale) -> Iterator[str]:
    """Path data for each stretch of known values."""
    for is_known, points in groupby(line.points, key=lambda point: point[1] is not None):
        if is_known:
            known = [(as_number(x), as_number(y)) for x, y in points if y is not None]
            at = [(x_scale(x), y_scale(y)) for x, y in known]
            if len(at) > 1:
                yield "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in at)


def _day(ordinal: float) -> date:
    return date.fromordinal(round(ordinal))


def _tidy(value: float) -> Decimal:
    return Decimal(f"{value:.10g}")


def _table(lines: Sequence[Line], y_format: Format) -> DataTable:
    xs = sorted({x for line in lines for x, _y in line.points}, key=as_number)
    by_line = [dict(line.points) for line in lines]
    rows = tuple((_cell(x), *_cells(x, by_line, y_format)) for x in xs)
    return DataTable((_("Date") if _is_day(xs) else _("At"), *(line.label for line in lines)), rows)


def _cells(x: Value, by_line: Iterable[dict[Value, Value | None]], y_format: Format) -> list[str]:
    values = [known.get(x) for known in by_line]
    return [formatting.missing() if value is None else _cell(value, y_format) for value in values]


def _cell(value: Value, y_format: Format = formatting.plain) -> str:
    return formatting.day(value) if isinstance(value, date) else y_format(value)


def _is_day(xs: Sequence[Value]) -> bool:
    return bool(xs) and isinstance(xs[0], date)
