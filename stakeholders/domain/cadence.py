"""When a report is due: computed on the local wall clock, given in UTC.

A time that the clock skips is due at the same distance after the change (02:30 becomes
03:30); a time that the clock shows twice is due at its first showing.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import takewhile
from typing import Literal

Kind = Literal["day_of_month", "working_day", "weekday", "once"]
SATURDAY_SUNDAY = frozenset({5, 6})
LONGEST_SHIFT = 31  # days; a calendar without any working day in a month shifts no further
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Which days nobody works: weekdays (0 is Monday) and single dates."""

    weekend: frozenset[int] = SATURDAY_SUNDAY
    holidays: Container[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day."""
        return day.weekday() not in self.weekend and day not in self.holidays


@dataclass(frozen=True)
class Rule:
    """A cadence; `day` is the day of the month, the working day, or the weekday (1 is Monday).

    A day that the month does not have means its last one. With `is_shifted` a due day on
    which nobody works moves to the next working day.
    """

    kind: Kind
    zone: tzinfo
    at: time = time(7)
    day: int = 1
    once_at: datetime | None = None
    is_shifted: bool = False
    calendar: Calendar = field(default_factory=Calendar)


def next_due(rule: Rule, after: datetime) -> datetime | None:
    """The first due time later than `after`, in UTC; None when there is none any more."""
    return next((due for due in _dues(rule, after) if due > after), None)


def missed_since(rule: Rule, last: datetime, now: datetime) -> list[datetime]:
    """The due times later than `last` and not later than `now`, oldest first."""
    dues = takewhile(lambda due: due <= now, _dues(rule, last))
    return sorted({due for due in dues if due > last})


def upcoming(rule: Rule, after: datetime, count: int) -> list[datetime]:
    """The next due times, at most `count`."""
    found: list[datetime] = []
    while len(found) < count:
        due = next_due(rule, found[-1] if found else after)
        if due is None:
            break
        found.append(due)
    return found


def _dues(rule: Rule, after: datetime) -> Iterator[datetime]:
    """Due times in order, from some time before `after` on."""
    if rule.kind == "once":
        return iter([rule.once_at.astimezone(UTC)] if rule.once_at else [])
    start = after.astimezone(rule.zone).date()
    days = _weekly_days(rule, start) if rule.kind == "weekday" else _monthly_days(rule, start)
    return (_in_utc(day, rule) for day in days)


def _in_utc(day: date, rule: Rule) -> datetime:
    """The wall clock's time of that day; `fold` 0 means later in a gap, first in an overlap."""
    return datetime.combine(day, rule.at.replace(fold=0), tzinfo=rule.zone).astimezone(UTC)


def _weekly_days(rule: Rule, start: date) -> Iterator[date]:
    monday = start - timedelta(days=start.weekday() + 7 + LONGEST_SHIFT // 7 * 7)
    while monday <= date.max - 60 * DAY:
        yield _shifted(monday + timedelta(days=rule.day - 1), rule)
        monday += timedelta(days=7)


def _monthly_days(rule: Rule, start: date) -> Iterator[date]:
    year, month = start.year, start.month - 2
    while year < date.max.year:
        year, month = (year - 1, month + 12) if month < 1 else (year, month)
        yield _day_in_month(rule, year, month)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _day_in_month(rule: Rule, year: int, month: int) -> date:
    length = monthrange(year, month)[1]
    if rule.kind == "day_of_month":
        return _shifted(date(year, month, min(rule.day, length)), rule)
    days = [date(year, month, number) for number in range(1, length + 1)]
    working = [day for day in days if rule.calendar.is_working_day(day)] or days
    return working[min(rule.day, len(working)) - 1]


def _shifted(day: date, rule: Rule) -> date:
    """The day itself, or the next working day where the rule wants that."""
    if not rule.is_shifted:
        return day
    candidates = (day + timedelta(days=number) for number in range(LONGEST_SHIFT))
    return next((one for one in candidates if rule.calendar.is_working_day(one)), day)
