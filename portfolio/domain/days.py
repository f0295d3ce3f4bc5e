"""The days that figures can be of: room on both sides for periods and horizons."""

from __future__ import annotations

from datetime import date

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def is_usual(day: date) -> bool:
    """Whether a report can be of this day, and a page ask for it."""
    return FIRST <= day <= LAST
