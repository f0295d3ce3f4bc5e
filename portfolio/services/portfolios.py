"""Create, change and delete portfolios."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import gettext as _

from core.changes import assign
from core.errors import Errors
from core.events import record
from core.versions import revision
from portfolio.models import Portfolio
from portfolio.services import currencies

FIELDS = ("name", "description", "owner", "currency", "report_every_days")


@transaction.atomic
def create(*, by: Any, **values: Any) -> Portfolio:
    """A new portfolio."""
    portfolio = Portfolio()
    _apply(portfolio, values)
    with revision(by=by, comment=_("Created")):
        portfolio.save()
    record("portfolio.portfolio_created", portfolio, by=by, data=_link(portfolio), search=True)
    return portfolio


@transaction.atomic
def update(portfolio: Portfolio, *, by: Any, **values: Any) -> Portfolio:
    """Change what is given; nothing happens when nothing differs."""
    changes = _apply(portfolio, values)
    if changes:
        with revision(by=by, comment=_("Changed")):
            portfolio.save(update_fields=[*changes])
        data = {"changes": changes, **_link(portfolio)}
        record("portfolio.portfolio_changed", portfolio, by=by, data=data, search=True)
    return portfolio


@transaction.atomic
def delete(portfolio: Portfolio, *, by: Any) -> None:
    """Delete an empty portfolio."""
    if portfolio.projects.exists():
        raise ValidationError(_("Only an empty portfolio can be deleted. Move its projects first."))
    record("portfolio.portfolio_deleted", portfolio, by=by, search=True)
    try:
        portfolio.delete()
    except ProtectedError as error:
        raise ValidationError(_("This portfolio has reports and is kept with them.")) from error


def _apply(portfolio: Portfolio, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    errors = Errors()
    changes = assign(portfolio, values, FIELDS, errors)
    currencies.check(portfolio.currency, "currency", errors)
    same = Portfolio.objects.filter(name=portfolio.name).exclude(pk=portfolio.pk)
    if errors.require(portfolio, "name", _("A portfolio needs a name.")) and same.exists():
        errors.add("name", _("There is a portfolio of this name already."))
    errors.raise_if_any()
    return changes


def _link(portfolio: Portfolio) -> dict[str, str]:
    return {"url": reverse("portfolio", args=[portfolio.pk])}
