"""Slip of a date against its baseline.

Calendar days, positive is later. 28 days of slip are 20 working days, 7 days are 5.
"""

from __future__ import annotations

from datetime import date


def slip_days(expected: date | None, baseline: date | None) -> int | None:
    """Days from the baseline to the expected (actual, else forecast) date; None if unknown."""
    if expected is None or baseline is None:
        return None
    return (expected - baseline).days


def expected(actual: date | None, forecast: date | None) -> date | None:
    """The best known date: reached, else forecast."""
    return actual or forecast
