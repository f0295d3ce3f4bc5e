"""Forms of portfolios and programmes."""

from __future__ import annotations

from accounts.forms.service import ServiceForm
from portfolio.models import Portfolio, Programme
from portfolio.services import portfolios, programmes


class PortfolioForm(ServiceForm):
    """A portfolio's own fields."""

    model = Portfolio
    model_fields = portfolios.FIELDS


class ProgrammeForm(ServiceForm):
    """A programme's own fields."""

    model = Programme
    model_fields = programmes.FIELDS
