"""Portfolios at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone

from portfolio.enums import Rag
from portfolio.models import Portfolio
from portfolio.selectors.figures import figures_as_of


@dataclass(frozen=True)
class Glance:
    """A portfolio with the number of its open projects by status, as of today."""

    portfolio: Portfolio
    counts: dict[str, int]
    newest: date | None

    @property
    def total(self) -> int:
        """The number of open projects."""
        return sum(self.counts.values())

    @property
    def by_status(self) -> list[tuple[str, int]]:
        """Red first; statuses without a project are left out."""
        order = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY)
        return [(rag.value, self.counts[rag]) for rag in order if self.counts.get(rag)]


def at_a_glance(user: Any) -> list[Glance]:
    """Every visible portfolio, as of today; two queries and the list of reporting periods."""
    rows = figures_as_of(user, timezone.localdate()).filter(is_open=True).order_by()
    counts: dict[int, dict[str, int]] = {}
    newest: dict[int, date] = {}
    found = rows.values_list("project__portfolio", "rag_shown")
    for pk, rag, count, day in found.annotate(n=Count("pk"), newest=Max("report_on")):
        counts.setdefault(pk, {})[rag] = count
        newest[pk] = max(day, newest.get(pk, day))
    visible = Portfolio.objects.visible_to(user).select_related("owner").order_by("name")
    return [Glance(each, counts.get(each.pk, {}), newest.get(each.pk)) for each in visible]
