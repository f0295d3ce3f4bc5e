"""Rows of the library, made in Python: five hundred of them through a template take too long."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from guidelines.selectors import audiences
from guidelines.selectors.library_rows import Row

register = template.Library()
NOTHING = mark_safe("")


@register.filter
def asked_as(why: str) -> str:
    """Why a person is asked to confirm, in the reader's language."""
    return audiences.asked_as(why)


@register.filter
def guide_rows(rows: Iterable[Row]) -> SafeString:
    """List items: code, title, kind and limits, marks."""
    return format_html_join("\n", "{}", ((_row(row),) for row in rows))


def _row(row: Row) -> SafeString:
    return format_html(
        '<li{}><span class="guide-code">{}</span><span class="guide-title"><a href="{}"{}>{}</a>'
        '{}</span><span class="guide-note">{}</span><span class="guide-marks">{}</span></li>',
        mark_safe(' class="is-draft"') if row.is_only_draft else NOTHING,
        row.code,
        row.url,
        format_html(' lang="{}"', row.language) if row.foreign else NOTHING,
        row.title,
        format_html(' <abbr class="note" title="{}">{}</abbr>', row.foreign, row.language.upper())
        if row.foreign
        else NOTHING,
        row.note,
        format_html_join(
            "",
            '<span class="chip chip-{}">{}</span>',
            ((mark.tone, mark.text) for mark in row.marks),
        )
        if row.marks
        else NOTHING,
    )
