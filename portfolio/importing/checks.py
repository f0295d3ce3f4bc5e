"""Checks across the fields of one set of figures."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from portfolio.importing.outcomes import Money, Value
from portfolio.importing.plan import FigureSet, Finding, Severity
from portfolio.importing.reasons import Reason

FAR_DAYS = 20 * 366


def check(figures: FigureSet, report_date: date | None) -> Iterator[Finding]:
    """What contradicts itself or lies far out; the values stay as they are."""
    for field, reason in _reasons(figures.values, figures.report_date or report_date):
        raw = str(figures.values.get(field, ""))
        yield Finding(figures.row, "", field, raw, reason, Severity.WARNING)


def _reasons(values: dict[str, Value], on: date | None) -> Iterator[tuple[str, Reason]]:
    yield from _order(values)
    yield from _percent(values)
    yield from _spent(values)
    yield from _currencies(values)
    if on:
        yield from _far(values, on)


def _order(values: dict[str, Value]) -> Iterator[tuple[str, Reason]]:
    for basis in ("baseline", "forecast", "actual"):
        start, finish = values.get(f"start_{basis}"), values.get(f"finish_{basis}")
        if isinstance(start, date) and isinstance(finish, date) and finish < start:
            params = {"start": start.isoformat(), "finish": finish.isoformat()}
            yield f"finish_{basis}", Reason("check_finish_before_start", params)


def _percent(values: dict[str, Value]) -> Iterator[tuple[str, Reason]]:
    value = values.get("percent_complete")
    if isinstance(value, Decimal) and not 0 <= value <= 100:
        yield "percent_complete", Reason("check_percent_range", {"value": f"{value:f}"})


def _spent(values: dict[str, Value]) -> Iterator[tuple[str, Reason]]:
    spent = values.get("spent")
    budget = values.get("budget_baseline") or values.get("budget_forecast")
    if not isinstance(spent, Money) or not isinstance(budget, Money):
        return
    if spent.currency == budget.currency and 0 < budget.amount * 10 < spent.amount:
        params = {"spent": f"{spent.amount:.2f}", "budget": f"{budget.amount:.2f}"}
        yield "spent", Reason("check_spent_high", params)


def _currencies(values: dict[str, Value]) -> Iterator[tuple[str, Reason]]:
    money = {code: v for code, v in values.items() if isinstance(v, Money) and v.currency}
    found = sorted({value.currency for value in money.values()})
    if len(found) > 1:
        yield next(iter(money)), Reason("check_currency_mix", {"currencies": ", ".join(found)})


def _far(values: dict[str, Value], on: date) -> Iterator[tuple[str, Reason]]:
    for field, value in values.items():
        if isinstance(value, date) and abs((value - on).days) > FAR_DAYS:
            yield field, Reason("check_date_far", {"value": value.isoformat()})
