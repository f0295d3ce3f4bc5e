"""Create, change and delete programmes."""

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
from portfolio.models import Portfolio, Programme

FIELDS = ("name", "description", "owner")


@transaction.atomic
def create(portfolio: Portfolio, *, by: Any, **values: Any) -> Programme:
    """A new programme of the portfolio."""
    programme = Programme(portfolio=portfolio)
    _apply(programme, values)
    with revision(by=by, comment=_("Created")):
        programme.save()
    record("portfolio.programme_created", programme, by=by, data=_link(programme), search=True)
    return programme


@transaction.atomic
def update(programme: Programme, *, by: Any, **values: Any) -> Programme:
    """Change what is given; nothing happens when nothing differs."""
    changes = _apply(programme, values)
    if changes:
        with revision(by=by, comment=_("Changed")):
            programme.save(update_fields=[*changes])
        data = {"changes": changes, **_link(programme)}
        record("portfolio.programme_changed", programme, by=by, data=data, search=True)
    return programme


@transaction.atomic
def delete(programme: Programme, *, by: Any) -> None:
    """Delete an empty programme."""
    if programme.projects.exists():
        raise ValidationError(_("Only an empty programme can be deleted. Move its projects first."))
    record("portfolio.programme_deleted", programme, by=by, search=True)
    try:
        programme.delete()
    except ProtectedError as error:
        raise ValidationError(_("This programme has reports and is kept with them.")) from error


def _apply(programme: Programme, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    errors = Errors()
    changes = assign(programme, values, FIELDS, errors)
    same = Programme.objects.filter(portfolio=programme.portfolio, name=programme.name)
    if (
        errors.require(programme, "name", _("A programme needs a name."))
        and same.exclude(pk=programme.pk).exists()
    ):
        errors.add("name", _("This portfolio has a programme of this name already."))
    errors.raise_if_any()
    return changes


def _link(programme: Programme) -> dict[str, str]:
    return {"url": reverse("programme", args=[programme.pk])}
