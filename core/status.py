"""Status as shape, letter and colour, so that no reader depends on colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Status:
    """How one status value is shown; `word` also names it to screen readers."""

    key: str
    letter: str | Promise
    word: str | Promise


STATUSES: dict[str, Status] = {
    "red": Status("red", pgettext_lazy("status letter", "R"), _("Red")),
    "amber": Status("amber", pgettext_lazy("status letter", "A"), _("Amber")),
    "green": Status("green", pgettext_lazy("status letter", "G"), _("Green")),
    "grey": Status("grey", "–", _("No report")),
    "blue": Status("blue", "✓", _("Done")),
}


def status_of(value: Any) -> Status:
    """The status of this value; grey for none, because unknown is never green."""
    return STATUSES.get(str(value or "grey"), STATUSES["grey"])


def mark(value: Any) -> SafeString:
    """The bare mark: shape with letter, the word hidden for screen readers."""
    status = status_of(value)
    return format_html(
        '<span class="rag rag-{0}" title="{2}"><span aria-hidden="true">{1}</span>'
        '<span class="sr">{2}</span></span>',
        status.key,
        status.letter,
        status.word,
    )


def chip(value: Any, text: str = "") -> SafeString:
    """The mark with its word (or another text) beside it."""
    status = status_of(value)
    return format_html(
        '<span class="chip chip-{0}"><span class="rag rag-{0}" aria-hidden="true">{1}</span>'
        "{2}</span>",
        status.key,
        status.letter,
        text or status.word,
    )
