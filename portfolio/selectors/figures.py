"""Figures as of a day: the one query behind list, dashboard, report snapshot and exports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import ceil
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Abs, Coalesce
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from portfolio.domain import status
from portfolio.enums import ProjectState, Rag
from portfolio.models import Portfolio, Programme, ProjectFigures
from portfolio.models.projects import visible_projects
from portfolio.selectors.expressions import MONEY, DaysBetween, PercentOf

OPEN_STATES = (ProjectState.PROPOSED, ProjectState.ACTIVE, ProjectState.ON_HOLD)
JUMP_PERCENT, JUMP_DAYS = 5, 7
HORIZON = timedelta(days=90)


@dataclass(frozen=True)
class Scope:
    """What a person looks at: a portfolio, one of its programmes, or everything visible."""

    user: Any
    portfolio: Portfolio | None = None
    programme: Programme | None = None

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the rows that the person may see and that lie in the scope."""
        where = visible_projects(self.user, "project")
        if self.programme is not None:
            where &= Q(project__programme=self.programme)
        elif self.portfolio is not None:
            where &= Q(project__portfolio=self.portfolio)
        return rows.filter(where)

    def cadences(self) -> list[int]:
        """Every reporting period (days) that occurs in the scope."""
        if self.portfolio is not None:
            return [self.portfolio.report_every_days]
        if self.programme is not None:
            return [self.programme.portfolio.report_every_days]
        rows = Portfolio.objects.order_by("report_every_days")
        return list(rows.values_list("report_every_days", flat=True).distinct())


def figures_as_of(
    user: Any,
    day: date,
    portfolio: Portfolio | None = None,
    programme: Programme | None = None,
    *,
    compare: date | None = None,
) -> QuerySet[Any]:
    """One row per visible project with its figures as of the day.

    Adds `rag_shown` (grey when the report is stale), `is_stale`, `is_overdue`, `is_open`,
    `finish_expected`, `slip_days` (calendar days), `is_late`, `cost_variance`,
    `cost_variance_percent`, `is_finishing` (within 90 days), `is_finish_passed` (open after its
    forecast finish), `is_over_budget`, `says_red` (the figures alone say red), `is_watermelon`
    (green, but the figures say red). With `compare`, also what `_with_comparison` adds.
    """
    scope = Scope(user, portfolio, programme)
    return scope.narrow(_annotated(day, compare, tuple(scope.cadences())))


@lru_cache(maxsize=64)
def _annotated(day: date, compare: date | None, cadences: tuple[int, ...]) -> QuerySet[Any]:
    """The rows of everybody with all annotations: never read itself, only narrowed.

    Building the expressions takes longer than many a query, and they depend on the days alone.
    """
    rows: QuerySet[Any] = ProjectFigures.objects.as_of(day)
    rows = rows.annotate(**_status(day, cadences), **_time_and_money())
    rows = rows.annotate(**_judgements(day))
    return rows if compare is None else _with_comparison(rows, compare, cadences)


def default_day(
    user: Any, portfolio: Portfolio | None = None, programme: Programme | None = None
) -> date:
    """The newest report date up to today in this scope; today while there is none."""
    today = timezone.localdate()
    return _newest_until(Scope(user, portfolio, programme), today) or today


def default_comparison(
    user: Any, day: date, portfolio: Portfolio | None = None, programme: Programme | None = None
) -> date | None:
    """The newest report date about one reporting period (at least 0.9) before the day."""
    scope = Scope(user, portfolio, programme)
    period = min(scope.cadences(), default=31)
    return _newest_until(scope, date.fromordinal(day.toordinal() - ceil(0.9 * period)))


def _newest_until(scope: Scope, day: date) -> date | None:
    rows = scope.narrow(ProjectFigures.objects.filter(report_on__lte=day)).order_by("-report_on")
    return rows.values_list("report_on", flat=True).first()


def _status(day: date, cadences: Iterable[int], prefix: str = "") -> dict[str, Any]:
    """Status and age of the report as of the day."""
    stale = _older(cadences, prefix, lambda every: status.stale_since(day, every))
    overdue = _older(cadences, prefix, lambda every: status.due_since(day, every))
    shown = Case(
        When(stale, then=Value(Rag.GREY.value)),
        default=F(f"{prefix}rag_overall"),
        output_field=CharField(),
    )
    is_open = _flag(Q(**{f"{prefix}state__in": OPEN_STATES}))
    if prefix:
        return {"rag_then": shown, "was_stale": _flag(stale), "was_open": is_open}
    return {
        "rag_shown": shown,
        "is_stale": _flag(stale),
        "is_overdue": _flag(overdue),
        "is_open": is_open,
    }


def _older(cadences: Iterable[int], prefix: str, limit: Any) -> Q:
    """An open project whose report is older than its portfolio's limit."""
    path = "project__portfolio__report_every_days"
    periods = list(cadences)
    condition = Q(pk__in=[])
    for every in periods:
        too_old = Q(**{f"{prefix}report_on__lt": limit(every)})
        condition |= too_old if len(periods) == 1 else too_old & Q(**{path: every})
    return Q(**{f"{prefix}state__in": OPEN_STATES}) & condition


def _time_and_money() -> dict[str, Any]:
    finish: Any = Coalesce("finish_actual", "finish_forecast")
    variance = ExpressionWrapper(F("budget_forecast") - F("budget_baseline"), output_field=MONEY)
    return {
        "finish_expected": finish,
        "slip_days": DaysBetween(finish, F("finish_baseline")),
        "cost_variance": variance,
        "cost_variance_percent": PercentOf(variance, F("budget_baseline")),
    }


def _judgements(day: date) -> dict[str, Any]:
    says_red = Q(slip_days__gt=status.SLIP_RED) | Q(cost_variance_percent__gt=status.OVERRUN_RED)
    ahead = Q(finish_actual__isnull=True, finish_forecast__gt=day)
    return {
        "is_finishing": _flag(ahead & Q(finish_forecast__lte=day + HORIZON)),
        "is_finish_passed": _flag(
            Q(state__in=OPEN_STATES, finish_actual__isnull=True, finish_forecast__lt=day)
        ),
        "is_late": _flag(Q(slip_days__gt=0)),
        "is_over_budget": _flag(Q(budget_forecast__gt=F("budget_baseline"))),
        "says_red": _flag(says_red),
        "is_watermelon": _flag(Q(rag_shown=Rag.GREEN) & says_red),
    }


def _with_comparison(rows: QuerySet[Any], compare: date, cadences: Iterable[int]) -> QuerySet[Any]:
    """The project's row as of an earlier day beside today's.

    Adds `rag_then`, `was_stale`, `was_open`, `is_entered` (not open then), `is_left` (open only
    then), `change` ("worse", "better", else empty), `is_new_red`, `finish_moved` (days),
    `forecast_moved` (money), `forecast_moved_percent`, `is_forecast_jump` (over 5 %),
    `is_date_jump` (over 7 days).
    """
    joined = rows.annotate(
        then=FilteredRelation(
            "project__figures",
            condition=Q(
                project__figures__report_on__lte=compare,
                project__figures__superseded_on__gt=compare,
            ),
        )
    )
    moved = joined.annotate(**_status(compare, cadences, "then__"), **_moves())
    compared: QuerySet[Any] = moved.annotate(**_movements())
    return compared


def _moves() -> dict[str, Any]:
    then_finish: Any = Coalesce("then__finish_actual", "then__finish_forecast")
    moved = ExpressionWrapper(F("budget_forecast") - F("then__budget_forecast"), output_field=MONEY)
    return {
        "finish_moved": DaysBetween(F("finish_expected"), then_finish),
        "forecast_moved": moved,
        "forecast_moved_percent": PercentOf(moved, F("then__budget_forecast")),
    }


def _movements() -> dict[str, Any]:
    red, amber, green, grey = Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY
    worse = Q(rag_shown=red, rag_then__in=(green, amber)) | Q(rag_shown=amber, rag_then=green)
    better = Q(rag_shown=green, rag_then__in=(amber, red)) | Q(rag_shown=amber, rag_then=red)
    not_red_then = Q(rag_then__in=(green, amber, grey)) | Q(rag_then__isnull=True)
    return {
        "is_entered": _flag(Q(is_open=True, was_open=False)),
        "is_left": _flag(Q(is_open=False, was_open=True)),
        "change": Case(
            When(worse, then=Value("worse")),
            When(better, then=Value("better")),
            default=Value(""),
            output_field=CharField(),
        ),
        "is_new_red": _flag(Q(rag_shown=red, is_open=True) & not_red_then),
        "is_forecast_jump": _flag(GreaterThan(Abs("forecast_moved_percent"), JUMP_PERCENT)),
        "is_date_jump": _flag(GreaterThan(Abs("finish_moved"), JUMP_DAYS)),
    }


def _flag(condition: Q | GreaterThan) -> Case:
    """True or False, never empty, also where the condition compares unknown values."""
    return Case(
        When(condition, then=Value(True)),  # noqa: FBT003 - a database value
        default=Value(False),  # noqa: FBT003
        output_field=BooleanField(),
    )
