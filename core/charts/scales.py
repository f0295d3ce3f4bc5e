"""From values to positions, and the round values at which an axis is marked."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import formats

STEPS = (1, 2, 2.5, 5, 10)
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True)
class Scale:
    """A straight line from [low, high] to [start, end]."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The position of the value; the middle where the range is a single point."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round values that enclose the range, about as many as wanted."""
    if high - low <= 1e-9 * max(1, abs(low)):  # one point, as far as a float can tell
        high = low + max(1, abs(low))
    rough = (high - low) / wanted
    power = 10 ** math.floor(math.log10(rough))
    step = next(step * power for step in STEPS if step * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [index * step for index in range(first, last + 1)]


def month_ticks(low: date, high: date, wanted: int) -> list[tuple[date, str]]:
    """First days of months with their names, thinned out to about as many as wanted."""
    span = (high.year - low.year) * 12 + high.month - low.month
    step = next((step for step in MONTH_STEPS if span / step <= wanted), MONTH_STEPS[-1])
    marks = [day for day in _month_starts(low, high) if _month_index(day) % step == 0]
    return [(day, _month_name(day, step, is_first=index == 0)) for index, day in enumerate(marks)]


def as_number(value: date | Decimal | float) -> float:
    """Days count as numbers along an axis."""
    return float(value.toordinal()) if isinstance(value, date) else float(value)


def _month_starts(low: date, high: date) -> Iterator[date]:
    day = low.replace(day=1)
    if day < low:
        day = _next_month(day)
    while day <= high:
        yield day
        day = _next_month(day)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _month_index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_name(day: date, step: int, *, is_first: bool) -> str:
    """Months by name, with the year where it is new; years alone where steps are whole years."""
    if step >= 12:
        return str(day.year)
    with_year = is_first or day.month <= step
    return formats.date_format(day, "M Y" if with_year else "M")
