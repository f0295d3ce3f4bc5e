"""Table cells as HTML, made in Python: one page of a list is thousands of small texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import formatting, money, status
from core.listing.columns import Column, Reader, Row

Writer = Callable[[Any, Row], str]  # a known value and its row -> text or safe HTML


def table_rows(
    reader: Reader, tuples: list[Any], row_url: Callable[[Row], str | None]
) -> list[SafeString]:
    """The rows of one page as `<tr>` elements; the first column links to the row's page."""
    getters = reader.getters(tuples)
    cells = [
        _cell_maker(column, row_url if position == 0 and not column.link else column.link)
        for position, column in enumerate(reader.columns)
    ]
    makers = list(zip(getters, cells, strict=True))
    made = []
    for values in tuples:
        row = Row(values, reader.index)
        url = row_url(row)
        opening = format_html('<tr data-href="{}">', url) if url else "<tr>"
        content = "".join([cell(getter(values), row) for getter, cell in makers])
        made.append(mark_safe(f"{opening}{content}</tr>"))  # noqa: S308 - made by format_html
    return made


def _cell_maker(
    column: Column, link: Callable[[Row], str | None] | None
) -> Callable[[Any, Row], str]:
    """A function from value and row to the finished `<td>`."""
    write = _writer(column)
    classes = " ".join(
        filter(None, [f"cell-{column.kind}", "num" if column.is_right else "", f"col-{column.key}"])
    )

    opening = format_html('<td class="{}">', classes)

    def cell(value: Any, row: Row) -> str:
        known = value is not None and value != ""
        content: str = write(value, row) if known else _unknown(column, row)
        url = link(row) if link else None
        if url:
            content = format_html('<a href="{}">{}</a>', url, content)
        return f"{opening}{conditional_escape(content)}</td>"

    return cell


def _unknown(column: Column, row: Row) -> str:
    """An empty cell for text; "n/a" with the reason for what should be known."""
    reason = column.reason(row) if column.reason else ""
    if not reason and column.kind in {"text", "choice"}:
        return ""
    if column.kind == "rag":
        return status.mark(None)
    reason = reason or _("not given")
    return format_html(
        '<span class="na" title="{1}">{0}<span class="sr"> ({1})</span></span>',
        formatting.missing(),
        reason,
    )


def _writer(column: Column) -> Writer:
    """The text of a known value by the column's kind; repeated values are written once."""
    if column.render:
        return column.render
    if column.kind == "money":
        return lambda value, row: _money(value, row[column.currency] if column.currency else "")
    if column.kind == "choice":
        labels = {key: str(label) for key, label in column.choices}
        return lambda value, _row: labels.get(value, str(value))
    write = _PLAIN[column.kind](column)
    memo: dict[Any, str] = {}

    def remembered(value: Any, _row: Row) -> str:
        if value not in memo:
            memo[value] = conditional_escape(write(value))
        return memo[value]

    return remembered


def _money(amount: Any, currency: str) -> str:
    """Money to be read at a glance; the full amount in the tooltip."""
    return format_html(
        '<span title="{}">{}</span>', money.full(amount, currency), money.short(amount, currency)
    )


def _moment(value: Any) -> str:
    text = formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    return text.replace(" ", formatting.NBSP)


def _yes_no(value: Any) -> str:
    return _("Yes") if value else _("No")


_PLAIN: dict[str, Callable[[Column], Callable[[Any], str]]] = {
    "text": lambda _column: str,
    "number": lambda column: lambda value: formatting.number(value, column.decimals),
    "percent": lambda column: lambda value: formatting.percent_points(value, column.decimals),
    "share": lambda column: lambda value: formatting.percent(value, column.decimals),
    "date": lambda _column: formatting.day,
    "datetime": lambda _column: _moment,
    "bool": lambda _column: _yes_no,
    "rag": lambda _column: status.mark,
}
