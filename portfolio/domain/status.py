"""Rules of red, amber and green: age of reports, thresholds, weighted score, health, trend.

Source: the portal's domain reference, 1.7 (thresholds, weights, knock-outs) and 1.14 (health).
A status is one of "green", "amber", "red", "grey"; grey is "no current rating" and never
counts as green.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import floor

GREEN, AMBER, RED, GREY = "green", "amber", "red", "grey"
POINTS = {GREEN: 0, AMBER: 1, RED: 2}
WEIGHTS: Mapping[str, Decimal] = {
    "schedule": Decimal("0.25"),
    "cost": Decimal("0.25"),
    "scope": Decimal("0.15"),
    "risk": Decimal("0.15"),
    "benefits": Decimal("0.10"),
    "resources": Decimal("0.10"),
}
KNOCK_OUTS = ("schedule", "cost", "benefits")
STALE_FACTOR = 1.5
SLIP_AMBER, SLIP_RED = 7, 28  # calendar days: 5 and 20 working days
OVERRUN_AMBER, OVERRUN_RED = Decimal(5), Decimal(10)  # per cent over the baseline
TREND_STEP = Decimal(5)
RATED_ENOUGH = 4  # of seven: fewer tell of a part of the project alone


def due_since(day: date, every_days: int) -> date:
    """Reports before this date are late on `day`: older than one reporting period."""
    return day - timedelta(days=every_days)


def stale_since(day: date, every_days: int) -> date:
    """Reports before this date are stale on `day` (over 1.5 periods old): shown grey."""
    return day - timedelta(days=floor(STALE_FACTOR * every_days))


def by_slip(days: int | None) -> str:
    """What the slip alone says: up to 5 working days green, up to 20 amber; unknown is grey."""
    if days is None:
        return GREY
    return GREEN if days <= SLIP_AMBER else AMBER if days <= SLIP_RED else RED


def by_overrun(percent: Decimal | None) -> str:
    """What the overrun alone says: up to 5 % of the baseline green, up to 10 % amber."""
    if percent is None:
        return GREY
    return GREEN if percent <= OVERRUN_AMBER else AMBER if percent <= OVERRUN_RED else RED


def step(now: str | None, before: str | None) -> int:
    """How many steps worse the status is than before; grey and unknown make no step."""
    if now not in POINTS or before not in POINTS:
        return 0
    return POINTS[now] - POINTS[before]


def score(ratings: Mapping[str, str]) -> Decimal | None:
    """Sum of weight x points (green 0, amber 1, red 2) over the rated dimensions, 0 to 2.

    Weights of unrated dimensions are shared out over the others; None when nothing is rated.
    """
    rated = {name: POINTS[ratings[name]] for name in WEIGHTS if ratings.get(name) in POINTS}
    total = sum((WEIGHTS[name] for name in rated), Decimal(0))
    if not total:
        return None
    return sum((WEIGHTS[name] * points for name, points in rated.items()), Decimal(0)) / total


def weighted(ratings: Mapping[str, str]) -> str:
    """Overall status by score with knock-outs: below 0.50 green, below 1.25 amber, else red.

    One red in schedule, cost or benefits makes it at least amber; two reds anywhere red.
    """
    value = score(ratings)
    if value is None:
        return GREY
    if value >= Decimal("1.25") or list(ratings.values()).count(RED) >= 2:
        return RED
    knocked = any(ratings.get(name) == RED for name in KNOCK_OUTS)
    return AMBER if knocked or value >= Decimal("0.50") else GREEN


def worst(ratings: Mapping[str, str]) -> str:
    """The worst rated dimension; grey when nothing is rated."""
    rated = [rating for rating in ratings.values() if rating in POINTS]
    return max(rated, key=POINTS.__getitem__, default=GREY)


def health_index(ratings: Mapping[str, str]) -> Decimal | None:
    """100 x (1 - score / 2), 0 to 100; None with fewer than four rated dimensions."""
    value = score(ratings)
    rated = sum(rating in POINTS for rating in ratings.values())
    return None if value is None or rated < RATED_ENOUGH else 100 * (1 - value / 2)


def trend(indices: Sequence[Decimal | None]) -> str | None:
    """Newest health index against the mean of up to three before it, oldest first.

    "improving" from +5, "worsening" from -5, else "stable"; None without a comparison.
    """
    if not indices or indices[-1] is None:
        return None
    before = [index for index in indices[:-1] if index is not None][-3:]
    if not before:
        return None
    change = indices[-1] - sum(before, Decimal(0)) / len(before)
    if change >= TREND_STEP:
        return "improving"
    return "worsening" if change <= -TREND_STEP else "stable"
