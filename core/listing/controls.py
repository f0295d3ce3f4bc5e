"""Long rows of small controls as HTML, made in Python: a list page has hundreds of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from core.listing.facets import Option
    from core.listing.panels import Choice


def boxes(name: str, options: Iterable[Option]) -> SafeString:
    """A tick box for each option of a filter."""
    opening = f'<label><input type="checkbox" name="{escape(name)}" value="'
    return _joined(
        f'{opening}{escape(option.value)}"{" checked" if option.is_on else ""}> '
        f"{escape(option.label)}</label>"
        for option in options
    )


def options_of_select(label: str, options: Iterable[Option]) -> SafeString:
    """The options of a filter's select; the empty one names the filter."""
    return _joined(
        f'<option value="{escape(option.value)}"{" selected" if option.is_on else ""}>'
        f"{escape(option.label if option.value else f'{label}: {option.label}')}</option>"
        for option in options
    )


def columns(choices: Iterable[Choice]) -> SafeString:
    """The column chooser's items: a tick box and, for a chosen column, its moves."""
    left, right = _("Move %(column)s to the left"), _("Move %(column)s to the right")
    return _joined(
        f'<li><label><input type="checkbox" name="cols" value="{escape(choice.column.key)}"'
        f"{' checked' if choice.is_on else ''}> {escape(choice.column.label)}</label>"
        f"{_move(choice, choice.earlier_url, left, '↑')}"
        f"{_move(choice, choice.later_url, right, '↓')}</li>"
        for choice in choices
    )


def _move(choice: Choice, url: str, label: str, arrow: str) -> str:
    if not url:
        return ""
    name = escape(label % {"column": choice.column.label})
    return f'<a href="{escape(url)}" aria-label="{name}">{arrow}</a>'


def _joined(pieces: Iterable[str]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308 - every value in the pieces was escaped
