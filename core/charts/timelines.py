"""The roadmap: a bar a project, with its plan, milestones and today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core import formatting
from core.charts import text
from core.charts.marks import WIDE, Chart, DataTable, Group, Mark, Path, Rect, Text, status_shape
from core.charts.scales import Scale, as_number, month_ticks

ROW, HEAD, FOOT = 24, 26, 20
REPEAT = 25  # rows after which the names of the months come again


@dataclass(frozen=True)
class Milestone:
    """A day on a project's bar."""

    day: date
    label: str
    tone: str = "ink"


@dataclass(frozen=True)
class Span:
    """A row: from start to end, with the plan as a thin line below."""

    label: str
    start: date | None
    end: date | None
    tone: str = "accent"
    text: str = ""
    planned: tuple[date, date] | None = None
    milestones: Sequence[Milestone] = field(default=())
    href: str = ""

    @property
    def days(self) -> list[date]:
        """Every day that has to be within the picture."""
        ends = [day for day in (self.start, self.end) if day]
        return [*ends, *(self.planned or ()), *(m.day for m in self.milestones)]


def timeline(
    *, title: str, conclusion: str, rows: Sequence[Span], today: date, width: float = WIDE
) -> Chart:
    """Bars over time; a row without dates says so in its place."""
    days = [day for row in rows for day in row.days]
    if not days:
        return Chart(title, _("No dates yet."), width, 0, (), is_empty=True)
    low, high = min(days), max(days) + timedelta(days=1)
    left = min(max(text.width(row.label) for row in rows) + 16, width * 0.28)
    scale = Scale(as_number(low), as_number(high), left, width - 8)
    height = HEAD + len(rows) * ROW + FOOT
    marks = [*_months(scale, low, high, len(rows))]
    for index, row in enumerate(rows):
        marks.append(_row(row, scale, HEAD + index * ROW, today))
    marks += _today(scale, today, height)
    return Chart(title, conclusion, width, height, tuple(marks), _table(rows))


def _months(scale: Scale, low: date, high: date, count: int) -> Iterator[Mark]:
    wanted = int((scale.end - scale.start) // 64)
    bottom = HEAD + count * ROW
    names = [16.0] if count < REPEAT else [16.0, bottom + 14.0]
    for day, name in month_ticks(low, high, wanted):
        x = scale(as_number(day))
        yield Path(f"M{x:.1f} {HEAD - 4}V{bottom}", stroke="line-2")
        for y in names:
            if x + text.width(name, 10.5) < scale.end + 6:
                yield Text(x + 2, y, name, "ink-3", size=10.5)


def _today(scale: Scale, today: date, height: float) -> Iterator[Mark]:
    x = scale(as_number(today))
    if scale.start <= x <= scale.end:
        yield Path(f"M{x:.1f} {HEAD - 4}V{height - FOOT:.1f}", stroke="red", width=1.5, dash="3 3")
        word = _("today")
        half = text.width(word, 10.5) / 2
        yield Text(min(x, scale.end - half), height - 5, word, "red", "middle", 10.5)


def _row(row: Span, scale: Scale, y: float, today: date) -> Group:
    marks: list[Mark] = [Text(0, y + 15, text.fitted(row.label, scale.start - 12), "ink")]
    tip = f"{row.label}: {_dates(row)}"
    if row.start is None or row.end is None:
        marks.append(Text(scale.start + 4, y + 15, _("no dates"), "ink-3", size=10.5))
        return Group(tuple(marks), tip, row.href)
    if row.planned:
        marks.append(_planned(row.planned, scale, y))
    start, end = scale(as_number(row.start)), scale(as_number(row.end) + 1)
    marks.append(Rect(start, y + 4, max(end - start, 2), 13, row.tone, 3))
    marks += [_milestone(milestone, scale, y) for milestone in row.milestones]
    marks += _bar_text(row, scale, (start, end), y, today)
    return Group(tuple(marks), tip, row.href)


def _planned(planned: tuple[date, date], scale: Scale, y: float) -> Rect:
    first, last = (scale(as_number(day)) for day in planned)
    return Rect(first, y + 18.5, max(last - first, 2), 2.5, "ink-3", 1)


def _milestone(milestone: Milestone, scale: Scale, y: float) -> Group:
    tip = f"{milestone.label} ({formatting.day(milestone.day)})"
    return Group(
        (status_shape(scale(as_number(milestone.day)), y + 10.5, 11, milestone.tone),), tip
    )


def _bar_text(
    row: Span, scale: Scale, bar: tuple[float, float], y: float, today: date
) -> Iterator[Mark]:
    """The remark inside the bar, else behind it, else before it; never over a mark."""
    if not row.text:
        return
    start, end = bar
    wide = text.width(row.text, 10.5) + 8
    days = [today, *(milestone.day for milestone in row.milestones)]
    taken = [scale(as_number(day)) for day in days]
    places = [(start, end, start + 4, "on-status"), (end, scale.end, end + 5, "ink-2")]
    places.append((scale.start, start, start - wide, "ink-2"))
    for low, high, x, tone in places:
        is_free = all(not x - 8 < at < x + wide + 4 for at in taken)
        if low <= x and x + wide - 4 <= high and is_free:
            yield Text(x, y + 14.5, row.text, tone, size=10.5)
            return


def _dates(row: Span) -> str:
    return f"{formatting.day(row.start)} – {formatting.day(row.end)}"


def _table(rows: Sequence[Span]) -> DataTable:
    lines = tuple(
        (row.label, formatting.day(row.start), formatting.day(row.end), row.text or "–")
        for row in rows
    )
    return DataTable((_("Name"), _("Start"), _("Finish"), _("Remark")), lines)
