"""What a set of figures must fulfil, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Errors
from portfolio.enums import Dimension, Rag
from portfolio.models import ProjectFigures

MONEY = ("budget_baseline", "budget_forecast", "spent", "benefits")
SPANS = ("baseline", "forecast", "actual")
DATES = tuple(f"{end}_{kind}" for end in ("start", "finish") for kind in SPANS)
RAGS = ("rag_overall", *(f"rag_{dimension}" for dimension in Dimension.values))
OPINIONS = (*RAGS, "comments", "narrative")
FACTS = ("phase", "state", "project_class", *DATES, *MONEY, "percent_complete")
FIELDS = (*FACTS, *OPINIONS, "reasons")
ALWAYS_FILLED = ("state",)  # a reason beside it says why it is assumed


def apply(figures: ProjectFigures, values: Mapping[str, Any]) -> None:
    """Put the values on the row and check the whole; raises ValidationError by field."""
    errors = Errors()
    for name in values.keys() - set(FIELDS):
        errors.add(name, _("There is no figure of this name."))
    given = [name for name in FIELDS if name in values]
    for name in given:
        if name != "reasons":
            setattr(figures, name, _filled(name, values[name]))
    figures.reasons = _reasons(figures, values)
    errors.clean(figures, (name for name in given if name not in ("comments", "reasons")))
    _check(figures, errors)
    errors.raise_if_any()


def _filled(name: str, value: Any) -> Any:
    """No status means grey, other unknown figures stay empty; decimals are rounded as stored."""
    if isinstance(value, Decimal) and value.is_finite():
        places = Decimal("0.01") if name == "percent_complete" else Decimal("0.0001")
        return value.quantize(places, ROUND_HALF_UP)
    if value is None and name in RAGS:
        return Rag.GREY
    if value is None and name in ("phase", "project_class", "narrative"):
        return ""
    return value


def _reasons(figures: ProjectFigures, values: Mapping[str, Any]) -> dict[str, str]:
    """Why a figure is empty: kept while it stays unreported, gone once it has a value."""
    kept = {name: why for name, why in figures.reasons.items() if name not in values}
    told = values.get("reasons") or {}
    return {
        name: str(why)
        for name, why in {**kept, **told}.items()
        if name in ALWAYS_FILLED or getattr(figures, name, None) in (None, "", Rag.GREY)
    }


def _check(figures: ProjectFigures, errors: Errors) -> None:
    for name in MONEY:
        amount = getattr(figures, name)
        if amount is not None and not isinstance(amount, str) and amount < 0:
            errors.add(name, _("Money cannot be negative."))
    for kind in SPANS:
        if _is_before(getattr(figures, f"finish_{kind}"), _start(figures, kind)):
            errors.add(f"finish_{kind}", _("The finish is before the start."))
    comments = figures.comments
    unknown = set(comments) - set(Dimension.values) if isinstance(comments, dict) else {"?"}
    if unknown:
        message = _("Unknown dimension: %(names)s.") % {"names": ", ".join(sorted(unknown))}
        errors.add("comments", message)


def _start(figures: ProjectFigures, kind: str) -> Any:
    """The start that a finish of this kind follows: the best known, or the baseline's own."""
    if kind == "baseline":
        return figures.start_baseline
    return figures.start_actual or figures.start_forecast or figures.start_baseline


def _is_before(finish: Any, start: Any) -> bool:
    """Whether both are known and the wrong way round; what is no date was noted already."""
    if finish is None or start is None or isinstance(finish, str) or isinstance(start, str):
        return False
    return bool(finish < start)
