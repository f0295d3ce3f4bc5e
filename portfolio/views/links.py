"""Addresses of the project list that show exactly the projects behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from portfolio.models import Portfolio, Programme


@dataclass(frozen=True)
class Links:
    """The scope and the days of a page, carried into every link."""

    day: date
    compare: date | None = None
    portfolio: Portfolio | None = None
    programme: Programme | None = None

    def projects(self, *, scope: str = "open", **filters: Any) -> str:
        """The project list of this scope and day with these filters."""
        return f"{reverse('project_list')}?{urlencode(self._query(scope, filters), doseq=True)}"

    def milestones(self, **filters: Any) -> str:
        """The milestone list of this scope with these filters."""
        return f"{reverse('milestone_list')}?{urlencode({**self._place(), **filters}, doseq=True)}"

    def _query(self, scope: str, filters: dict[str, Any]) -> dict[str, Any]:
        query: dict[str, Any] = {**self._place(), "day": self.day.isoformat()}
        if scope:
            query["scope"] = scope
        if "movement" in filters and self.compare:
            query["compare"] = self.compare.isoformat()
        return {**query, **filters}

    def _place(self) -> dict[str, Any]:
        if self.programme:
            return {"programme": self.programme.pk}
        return {"portfolio": self.portfolio.pk} if self.portfolio else {}
