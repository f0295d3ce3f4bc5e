"""Filters of the printed report: values as text on paper, anchors of projects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import formatting, money
from core.charts.text import ELLIPSIS
from core.status import status_of
from stakeholders.report.data import Project

register = template.Library()
SHAPES = {"red": "◆", "amber": "▲", "green": "●", "grey": "–"}


@register.simple_tag
def cols(*millimetres: float) -> SafeString:
    """The widths of a printed table's columns; a table that has them all is drawn directly."""
    widths = format_html_join("", '<col style="width:{}mm">', ((one,) for one in millimetres))
    return format_html("<colgroup>{}</colgroup>", widths)


@register.filter
def rag_text(rag: str) -> str:
    """Shape and word of a status."""
    return f"{SHAPES.get(rag, SHAPES['grey'])} {status_of(rag).word}"


@register.filter
def rating(rag: str) -> str:
    """The same for a single dimension, which is not rated rather than not reported."""
    unrated = _("Not rated")
    return rag_text(rag) if rag in {"red", "amber", "green"} else f"– {unrated}"


@register.filter
def rag_class(rag: str) -> str:
    """The look of a status cell."""
    return {"red": "rag-r", "amber": "rag-a", "green": "rag-g"}.get(rag, "rag-n")


@register.filter
def amount(value: Decimal | None, owner: Any) -> str:
    """Money in the currency of a project or of a sum."""
    return money.short(value, owner.currency)


@register.filter
def amount_signed(value: Decimal | None, owner: Any) -> str:
    """A difference of money, with its sign."""
    return money.short(value, owner.currency, plus=True)


@register.filter
def percent_signed(value: Decimal | None) -> str:
    """A difference in per cent, with its sign."""
    if value is None:
        return formatting.missing()
    return f"{formatting.signed(value, 1)}{formatting.NBSP}%"


@register.filter
def day(value: date | None) -> str:
    """A date."""
    return formatting.day(value)


@register.filter
def or_na(value: str) -> str:
    """The text, or "n/a"."""
    return value or formatting.missing()


@register.filter
def shortened(text: str, longest: int) -> str:
    """The text, cut at a word where it is too long."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;.") + ELLIPSIS


@register.filter
def anchor(project: Project) -> str:
    """Where the project's page begins."""
    return f"project-{project.id}"


@register.filter
def row_anchor(project: Project) -> str:
    """The project's row in the portfolio table."""
    return f"row-{project.id}"


@register.filter
def text_anchor(project: Project) -> str:
    """The project's full text in the annex."""
    return f"text-{project.id}"
