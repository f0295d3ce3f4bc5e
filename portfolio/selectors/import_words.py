"""The import engine's reasons and fields in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formatting
from portfolio.enums import Rag
from portfolio.importing.fields import FIELDS
from portfolio.importing.reasons import MESSAGES, Reason

KINDS: dict[str, Any] = {
    "date": gettext_lazy("a date"),
    "money": gettext_lazy("an amount"),
    "percent": gettext_lazy("a percentage"),
    "rag": gettext_lazy("a status colour"),
    "choice": gettext_lazy("a known word"),
}
ORDERS: dict[str, Any] = {
    "dmy": gettext_lazy("day month year"),
    "mdy": gettext_lazy("month day year"),
    "ymd": gettext_lazy("year month day"),
}
WORDS: dict[str, dict[str, Any]] = {
    "kind": KINDS,
    "order": ORDERS,
    "colour": dict(Rag.choices),
}
SHAPES: dict[str, Any] = {
    "project": gettext_lazy("one project"),
    "report": gettext_lazy("a project on one report date (history)"),
    "part": gettext_lazy("a phase or milestone of a project"),
}


def sentence(code: str, params: Mapping[str, Any] | None = None) -> str:
    """A reason in words; an unknown code stands for itself."""
    message = MESSAGES.get(code)
    if message is None:
        return code
    values = {name: formatting.day_in_text(value) for name, value in (params or {}).items()}
    if "field" in values:
        values["field"] = _(str(values["field"]))
    for name, words in WORDS.items():
        if name in values:
            values[name] = words.get(str(values[name]), values[name])
    return _(message) % values


def told(reason: Reason) -> str:
    """A reason of the engine in words."""
    return sentence(reason.code, reason.params)


def told_plain(reasons: list[dict[str, Any]]) -> list[str]:
    """Reasons as they are stored (code and params) in words."""
    return [sentence(each["code"], each.get("params")) for each in reasons]


def plain(reason: Reason) -> dict[str, Any]:
    """A reason as it is stored."""
    return {"code": reason.code, "params": dict(reason.params)}


def label(field: str) -> str:
    """The name of a field that a column can fill."""
    return _(FIELDS[field].label) if field in FIELDS else field
