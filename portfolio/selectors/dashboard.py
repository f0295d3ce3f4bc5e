"""The dashboard of a portfolio, a programme or everything a person sees, as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from portfolio.domain.variance import percent_of
from portfolio.enums import Rag
from portfolio.models import Portfolio, Programme
from portfolio.selectors.breakdown import (
    MISSING,
    UNREADABLE,
    Breakdown,
    break_down,
)
from portfolio.selectors.figures import OPEN_STATES, figures_as_of
from portfolio.selectors.milestones import Milestones, milestones_ahead

Row = dict[str, Any]
FIRST_ROWS, FEW = 15, 5
RANK = {Rag.RED: 0, Rag.AMBER: 1, Rag.GREY: 2, Rag.GREEN: 3}
PROJECT = (
    "project_id",
    "project__code",
    "project__name",
    "project__currency",
    "project__access",
    "project__manager_name",
    "project__manager__name",
    "rag_shown",
    "slip_days",
    "finish_expected",
    "finish_baseline",
)
TABLE = (
    *PROJECT,
    "report_on",
    "phase",
    "rag_schedule",
    "rag_cost",
    "rag_scope",
    "rag_risk",
    "budget_baseline",
    "budget_forecast",
    "cost_variance",
    "cost_variance_percent",
    "percent_complete",
    "is_overdue",
    "is_watermelon",
    "is_finish_passed",
    "rag_overall",
)
MOVES = (
    "rag_then",
    "change",
    "is_entered",
    "is_left",
    "is_new_red",
    "is_forecast_jump",
    "is_date_jump",
    "finish_moved",
    "forecast_moved",
    "forecast_moved_percent",
)


@dataclass(frozen=True)
class Money:
    """The money of the open projects in one currency; unknown amounts are counted, not added.

    `variance` compares only projects that tell both budget and forecast: `compared_budget` and
    `compared_forecast` are their sums, `variance_known` their number.
    """

    currency: str
    projects: int
    budget: Decimal | None
    forecast: Decimal | None
    spent: Decimal | None
    compared_budget: Decimal | None
    compared_forecast: Decimal | None
    variance: Decimal | None
    variance_percent: Decimal | None
    variance_known: int
    budget_unknown: int
    forecast_unknown: int
    spent_unknown: int
    over_budget: int


@dataclass(frozen=True)
class Dashboard:
    """Everything the page shows; counts are of open projects unless the name says otherwise."""

    day: date
    compare: date | None
    now: Breakdown
    then: Breakdown
    closed: int
    left: int
    unreadable: int
    money: list[Money]
    table: list[Row]
    slips: list[Row]
    movers: list[Row]
    finishes: list[Row]
    milestones: Milestones

    @property
    def total(self) -> int:
        """The number of open projects."""
        return self.now.count()

    @property
    def completeness(self) -> Decimal | None:
        """Filled mandatory fields in per cent of all; None without projects."""
        missing = sum(self.now.count(f"missing_{name}") for name in MISSING)
        everything = self.total * len(MISSING)
        return percent_of(Decimal(everything - missing), Decimal(everything))


def dashboard(
    user: Any,
    day: date,
    portfolio: Portfolio | None = None,
    programme: Programme | None = None,
    *,
    compare: date | None = None,
) -> Dashboard:
    """The dashboard as of the day, compared with an earlier one where there is one."""
    current = figures_as_of(user, day, portfolio, programme)
    compared = figures_as_of(user, day, portfolio, programme, compare=compare)
    rows = current.filter(state__in=OPEN_STATES)
    counted = break_down(compared, is_compared=compare is not None)
    now = counted.only(is_open=True)
    lists = {
        "table": red_first(_worst(rows, now))[:FIRST_ROWS],
        "slips": _slips(rows)[:FEW],
        "movers": _movers(compared, now)[:FEW] if compare else rows.none(),
        "finishes": rows.filter(is_finishing=True).order_by("finish_forecast", "pk")[:FEW],
    }
    return Dashboard(
        day=day,
        compare=compare,
        now=now,
        then=counted.only(was_open=True) if compare else Breakdown([]),
        closed=counted.count(is_open=False),
        left=counted.count("left") if compare else 0,
        unreadable=rows.filter(UNREADABLE).count(),
        money=[money_of(now, currency) for currency in now.currencies],
        milestones=milestones_ahead(rows, day),
        **_in_full(lists, compared, (*TABLE, *MOVES) if compare else TABLE),
    )


def _in_full(
    lists: Mapping[str, QuerySet[Any]], rows: QuerySet[Any], columns: tuple[str, ...]
) -> dict[str, list[Row]]:
    """The rows of each list in their order: found by key in the index, then read at once."""
    keys = {name: list(first.values_list("pk", flat=True)) for name, first in lists.items()}
    wanted = {key for found in keys.values() for key in found}
    by_key = {row["pk"]: row for row in rows.filter(pk__in=wanted).values("pk", *columns)}
    return {name: [by_key[key] for key in found] for name, found in keys.items()}


def _worst(rows: QuerySet[Any], now: Breakdown) -> QuerySet[Any]:
    """As few statuses as fill the table: most of a large portfolio needs no sorting."""
    if now.count(rag=Rag.RED) >= FIRST_ROWS:
        return rows.filter(rag_overall=Rag.RED)
    return rows


def red_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Red, amber, unrated, green; within a status the largest overrun and slip first."""
    whens = [When(rag_shown=rag, then=Value(rank)) for rag, rank in RANK.items()]
    ranked = rows.annotate(rank=Case(*whens, default=Value(4), output_field=IntegerField()))
    ordered: QuerySet[Any] = ranked.order_by(
        "rank",
        F("cost_variance_percent").desc(nulls_last=True),
        F("slip_days").desc(nulls_last=True),
        "project__code",
    )
    return ordered


def money_of(now: Breakdown, currency: str) -> Money:
    """Sums of one currency, with what they leave out."""
    mine = now.only(currency=currency)
    variance, compared = (
        mine.money("variance_sum", currency),
        mine.money("compared_budget", currency),
    )
    return Money(
        currency=currency,
        projects=mine.count(),
        budget=mine.money("budget_sum", currency),
        forecast=mine.money("forecast_sum", currency),
        spent=mine.money("spent_sum", currency),
        compared_budget=compared,
        compared_forecast=None if variance is None or compared is None else compared + variance,
        variance=variance,
        variance_percent=percent_of(variance, compared),
        variance_known=mine.count("variance_known"),
        budget_unknown=mine.count("missing_budget_baseline"),
        forecast_unknown=mine.count("missing_budget_forecast"),
        spent_unknown=mine.count("missing_spent"),
        over_budget=mine.count("over_budget"),
    )


def _slips(rows: QuerySet[Any]) -> QuerySet[Any]:
    late = rows.filter(finish_actual__isnull=True, slip_days__gt=0)
    return late.order_by("-slip_days", "project__code")


def _movers(rows: QuerySet[Any], now: Breakdown) -> QuerySet[Any]:
    """What changed most: new reds, worse, jumps, better, entered and left."""
    if now.count("new_red") >= FEW:
        return rows.filter(rag_overall=Rag.RED, is_new_red=True).order_by("project__code")
    moved = (
        Q(is_new_red=True) | Q(change__in=("worse", "better")) | Q(is_entered=True)
        | Q(is_left=True) | Q(is_open=True, is_forecast_jump=True)
        | Q(is_open=True, is_date_jump=True)
    )  # fmt: skip
    order = Case(
        When(is_new_red=True, then=Value(0)),
        When(change="worse", then=Value(1)),
        When(is_forecast_jump=True, then=Value(2)),
        When(is_date_jump=True, then=Value(3)),
        When(change="better", then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    ordered: QuerySet[Any] = rows.filter(moved).annotate(weight=order)
    return ordered.order_by("weight", "project__code")
