"""Cost variance at completion.

Sign: positive means over budget (forecast minus baseline), as people read "3.6 M over".
Earned-value texts call the same amount VAC with the opposite sign (baseline minus forecast).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")


def variance(forecast: Decimal | None, baseline: Decimal | None) -> Decimal | None:
    """Forecast minus baseline, in the unit of both; None while one of them is unknown."""
    if forecast is None or baseline is None:
        return None
    return forecast - baseline


def percent_of(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """100 x part / whole, rounded half up to one decimal as displayed; None when undefined."""
    if part is None or not whole:
        return None
    return (100 * part / whole).quantize(TENTH, ROUND_HALF_UP)


def variance_percent(forecast: Decimal | None, baseline: Decimal | None) -> Decimal | None:
    """The variance in per cent of the baseline; None when unknown or the baseline is 0."""
    return percent_of(variance(forecast, baseline), baseline)
