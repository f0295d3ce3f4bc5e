"""Sums over many projects, made by the database in one pass and added up by what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from portfolio.domain import status
from portfolio.enums import Rag

NO_MANAGER = Q(project__manager__isnull=True, project__manager_name="")
NO_SPONSOR = Q(project__sponsor__isnull=True, project__sponsor_name="")
MISSING: Mapping[str, Q] = {
    "manager": NO_MANAGER,
    "sponsor": NO_SPONSOR,
    "phase": Q(phase=""),
    "rag_overall": Q(rag_overall=Rag.GREY),
    "finish_baseline": Q(finish_baseline__isnull=True),
    "finish_forecast": Q(finish_expected__isnull=True),
    "budget_baseline": Q(budget_baseline__isnull=True),
    "budget_forecast": Q(budget_forecast__isnull=True),
    "spent": Q(spent__isnull=True),
    "percent_complete": Q(percent_complete__isnull=True),
}
UNREADABLE = ~Q(reasons={})


@dataclass(frozen=True)
class Breakdown:
    """Groups by status, currency and openness, now and then; sums over any of them.

    Money is only ever added within one currency; an empty sum is unknown, not 0.
    """

    groups: Sequence[Mapping[str, Any]]

    def count(self, key: str = "n", **where: Any) -> int:
        """A number of projects."""
        return int(sum(group[key] for group in self._chosen(where)))

    def money(self, key: str, currency: str, **where: Any) -> Decimal | None:
        """A sum in this currency; None where no project tells the amount."""
        amounts = [group[key] for group in self._chosen({"currency": currency, **where})]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def currencies(self) -> list[str]:
        """The currencies that occur, most projects first."""
        found = {group["currency"] for group in self.groups}
        return sorted(found, key=lambda code: (-self.count(currency=code), code))

    def only(self, **where: Any) -> Breakdown:
        """The groups of this kind."""
        return Breakdown(self._chosen(where))

    def _chosen(self, where: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return [
            group
            for group in self.groups
            if all(group[name] == value for name, value in where.items())
        ]


def break_down(rows: QuerySet[Any], *, is_compared: bool) -> Breakdown:
    """Everything the dashboard counts and adds up, in one query over rows as of the day.

    The database groups by stored values and flags, whose few combinations it can foresee; by the
    statuses made of them it would sort all rows first.
    """
    keys = ["project__currency", "is_open", "is_stale", "rag_overall"]
    aggregates = {**_money(), **_time(), **_quality()}
    if is_compared:
        keys += ["was_open", "was_stale", "then__rag_overall"]
        aggregates.update(_jumps())
    groups = rows.order_by().values(*keys).annotate(n=Count("pk"), **aggregates)
    return Breakdown([_told(group, is_compared=is_compared) for group in groups])


def _told(group: Mapping[str, Any], *, is_compared: bool) -> dict[str, Any]:
    """A group with its statuses, and with the counts that follow from them for all its projects."""
    rag = Rag.GREY if group["is_stale"] else group["rag_overall"]
    told = {**group, "currency": group["project__currency"], "rag": rag}
    told["missing_rag_overall"] = group["n"] if group["rag_overall"] == Rag.GREY else 0
    if not is_compared:
        return told
    then = Rag.GREY if group["was_stale"] else group["then__rag_overall"]
    return {**told, "rag_then": then, **_movements(group, rag, then)}


def _movements(group: Mapping[str, Any], rag: str, then: str | None) -> dict[str, int]:
    """How many projects of the group moved; the same rules as the annotations of each row."""
    is_open, was_open = group["is_open"], group["was_open"]
    moved = {
        "worse": status.step(rag, then) > 0,
        "better": status.step(rag, then) < 0,
        "new_red": is_open and rag == Rag.RED and then != Rag.RED,
        "entered": is_open and not was_open,
        "left": was_open and not is_open,
    }
    return {name: group["n"] if is_moved else 0 for name, is_moved in moved.items()}


def _money() -> dict[str, Any]:
    both = Q(budget_baseline__isnull=False, budget_forecast__isnull=False)
    return {
        "budget_sum": Sum("budget_baseline"),
        "forecast_sum": Sum("budget_forecast"),
        "spent_sum": Sum("spent"),
        "variance_sum": Sum("cost_variance"),
        "compared_budget": Sum("budget_baseline", filter=both),
        "variance_known": Count("pk", filter=both),
        "over_budget": Count("pk", filter=Q(is_over_budget=True)),
    }


def _time() -> dict[str, Any]:
    return {
        "slip_known": Count("slip_days"),
        "late": Count("pk", filter=Q(is_late=True)),
        "finishing": Count("pk", filter=Q(is_finishing=True)),
    }


def _quality() -> dict[str, Any]:
    missing = {
        f"missing_{name}": Count("pk", filter=condition)
        for name, condition in MISSING.items()
        if name != "rag_overall"  # a key of the groups
    }
    return {
        **missing,
        "overdue": Count("pk", filter=Q(is_overdue=True)),
        "finish_passed": Count("pk", filter=Q(is_finish_passed=True)),
        "watermelon": Count("pk", filter=Q(is_watermelon=True)),
    }


def _jumps() -> dict[str, Any]:
    return {
        "forecast_jump": Count("pk", filter=Q(is_forecast_jump=True)),
        "date_jump": Count("pk", filter=Q(is_date_jump=True)),
        "budget_then_sum": Sum("then__budget_baseline"),
    }
