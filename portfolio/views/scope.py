"""As of which day, and compared with which, an address asks for figures."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from portfolio.filters import iso_date
from portfolio.models import Portfolio, Programme
from portfolio.selectors.figures import default_comparison, default_day


def day_of(
    request: HttpRequest, portfolio: Portfolio | None = None, programme: Programme | None = None
) -> date:
    """The day in the address, else the newest report date."""
    return iso_date(request.GET.get("day")) or default_day(request.user, portfolio, programme)


def compare_of(
    request: HttpRequest,
    day: date,
    portfolio: Portfolio | None = None,
    programme: Programme | None = None,
) -> date | None:
    """The compared day in the address, else about one period before; None where there is none."""
    asked = iso_date(request.GET.get("compare"))
    if asked is not None and asked < day:
        return asked
    return default_comparison(request.user, day, portfolio, programme)
