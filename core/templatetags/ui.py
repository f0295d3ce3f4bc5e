"""Template tags of the design system; loaded as a builtin in every template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, RadioSelect, Select, SelectMultiple
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import charts, formatting, icons, money, shell, status

register = template.Library()

SHOWN_HASH = 12  # characters of a checksum

# --- values ---------------------------------------------------------------------------


@register.filter(name="money")
def money_filter(amount: Decimal | None, currency: str = "") -> str:
    """Money at a glance: `{{ figures.spent|money:project.currency }}`."""
    return money.short(amount, currency)


@register.filter
def money_full(amount: Decimal | None, currency: str = "") -> str:
    """Money in full."""
    return money.full(amount, currency)


@register.filter
def money_signed(amount: Decimal | None, currency: str = "") -> str:
    """A difference of money at a glance, with its sign."""
    return money.short(amount, currency, plus=True)


@register.filter
def percent(share: Decimal | float | None, places: int = 0) -> str:
    """A share of 1 as per cent."""
    return formatting.percent(share, places)


@register.filter
def percent_points(value: Decimal | float | None, places: int = 0) -> str:
    """A value stored as 0 to 100 as per cent."""
    return formatting.percent_points(value, places)


@register.filter
def number(value: Decimal | float | None, places: int = 0) -> str:
    """A number with separators."""
    return formatting.number(value, places)


@register.filter
def signed(value: Decimal | float | None, places: int = 0) -> str:
    """A difference with its sign."""
    return formatting.signed(value, places)


@register.filter
def slip(days: int | None) -> str:
    """A shift in calendar days."""
    return formatting.slip(days)


@register.filter
def slip_short(days: int | None) -> str:
    """A shift in calendar days, for narrow columns."""
    return formatting.slip_short(days)


@register.filter
def date_or_na(value: date | None, reason: str = "") -> Any:
    """The day, or "n/a" with the reason."""
    return na(formatting.day(value), reason)


@register.filter
def na(value: Any, reason: str = "") -> Any:
    """The value; where it is unknown "n/a" with the reason for eyes, pointer and screen reader."""
    if not formatting.is_missing(value):
        return value
    if not reason:
        return format_html('<span class="na">{}</span>', formatting.missing())
    return format_html(
        '<span class="na" title="{1}">{0}<span class="sr">: {1}</span></span>',
        formatting.missing(),
        reason,
    )


@register.filter
def must_be_filled(field: BoundField) -> bool:
    """Whether a field is to be marked as required: one that cannot stay empty needs no mark."""
    widget: Any = field.field.widget
    is_needed = field.field.required or widget.attrs.get("aria-required") == "true"
    if isinstance(widget, RadioSelect):
        return is_needed and not field.value()
    if isinstance(widget, Select) and not isinstance(widget, SelectMultiple):
        return is_needed and any(value in ("", None) for value, _label in widget.choices)
    return bool(is_needed)


# --- small marks ----------------------------------------------------------------------


@register.simple_tag
def rag(value: Any) -> SafeString:
    """The status mark: shape, letter and hidden word."""
    return status.mark(value)


@register.simple_tag
def rag_chip(value: Any, text: str = "") -> SafeString:
    """The status mark with its word, or with another text."""
    return status.chip(value, text)


@register.simple_tag
def chip(text: Any, tone: str = "neutral") -> SafeString:
    """A short label; tone: neutral, green, amber, red, grey or blue."""
    return format_html('<span class="chip chip-{}">{}</span>', tone, text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon; put words beside it or into the control's label."""
    return icons.icon(name)


@register.simple_tag
def short_hash(value: str) -> SafeString:
    """A checksum's beginning; the whole is in the tooltip and goes to the clipboard."""
    label = _("Copy the whole hash")
    return format_html(
        '<span class="hash"><code title="{0}">{1}</code><button class="btn btn-icon btn-small" '
        'type="button" data-copy="{0}" data-copied="{2}" aria-label="{3}" title="{3}">{4}'
        "</button></span>",
        value,
        value[:SHOWN_HASH],
        _("Copied"),
        label,
        icons.icon("copy"),
    )


@register.simple_tag
def progress(value: Any, label: str, maximum: int = 100) -> SafeString:
    """A progress bar with its label; without a value the work has no known end."""
    known = "" if value is None else format_html(' value="{}"', value)
    return format_html(
        '<progress class="progress" max="{}"{} aria-label="{}"></progress>', maximum, known, label
    )


# --- page frame -----------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def side_links(context: Context) -> list[shell.Section]:
    """The side bar of this person, with the current item marked."""
    return shell.sections(context.get("navigation") or [], context["request"].path)


@register.simple_tag
def crumbs(*parts: Any) -> SafeString:
    """Breadcrumb from label and address in turn; a last label without address is this page."""
    pairs = [(parts[i], parts[i + 1]) for i in range(0, len(parts) - 1, 2)]
    items = format_html_join("", '<li><a href="{1}">{0}</a></li>', pairs)
    here = format_html('<li aria-current="page">{}</li>', parts[-1]) if len(parts) % 2 else ""
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol>{}{}</ol></nav>', _("Breadcrumb"), items, here
    )


# --- components -----------------------------------------------------------------------


@register.simple_block_tag
def card(
    content: SafeString,
    title: str = "",
    *,
    span: int = 12,
    href: str = "",
    link: str = "",
    tone: str = "",
    id: str = "",  # noqa: A002 - the HTML attribute's name
) -> SafeString:
    """A titled box on the 12-column grid; `href` and `link` make the link at its head."""
    return format_html(
        '<section class="card span-{}{}"{}>{}{}</section>',
        span,
        f" card-{tone}" if tone else "",
        format_html(' id="{}"', id) if id else "",
        _card_head(title, href, link),
        content,
    )


def _card_head(title: str, href: str, link: str) -> SafeString:
    if not title:
        return mark_safe("")
    anchor = format_html('<a href="{}">{}</a>', href, link or _("All")) if href else ""
    return format_html('<header class="card-head"><h2>{}</h2>{}</header>', title, anchor)


@register.simple_tag
def chart(drawing: charts.Chart, palette: str = "screen", *, table: bool = True) -> SafeString:
    """A chart with its name and numbers; palette "print" for PDF."""
    colours = charts.PRINT if palette == "print" else charts.SCREEN
    return charts.render(drawing, colours, with_table=table)


@register.inclusion_tag("core/components/figure.html")
def figure(value: Any, label: str, *, href: str = "", note: str = "", tone: str = "") -> Any:
    """A key figure with what it means; `tone` colours the note: good, bad or empty."""
    return {"value": value, "label": label, "href": href, "note": note, "tone": tone}


@register.inclusion_tag("core/components/empty_state.html")
def empty_state(title: str, text: str = "", *, href: str = "", action: str = "") -> Any:
    """Says why there is nothing here and what to do about it."""
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("core/components/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: str) -> Any:
    """Tabs as links; an item has label, url, is_current and optionally count."""
    return {"items": list(items), "label": label}


@register.inclusion_tag("core/components/track.html")
def track(steps: Iterable[Mapping[str, Any]], label: str) -> Any:
    """Phases in their order; a step has label and state: done, now or next."""
    return {"steps": list(steps), "label": label}


@register.inclusion_tag("core/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, name: str = "page") -> Any:
    """Links to the pages of a Django `Page`, keeping the rest of the query."""
    here = page.number
    numbers = page.paginator.get_elided_page_range(here, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "previous": _page_query(context, name, here - 1),
        "next": _page_query(context, name, here + 1),
        "links": [
            {
                "label": item,
                "query": _page_query(context, name, item) if isinstance(item, int) else None,
                "is_current": item == here,
            }
            for item in numbers
        ],
    }


def _page_query(context: Context, name: str, target: int) -> str:
    params = context["request"].GET.copy()
    params[name] = str(target)
    return f"?{params.urlencode()}"


@register.inclusion_tag("core/components/confirm.html", takes_context=True)
def confirm(
    context: Context,
    url: str,
    label: str,
    question: str,
    *,
    text: str = "",
    tone: str = "danger",
    disabled_reason: str = "",
) -> Any:
    """A button that posts to the address after the question was answered with yes."""
    return {
        "url": url,
        "label": label,
        "question": question,
        "text": text,
        "tone": tone,
        "disabled_reason": disabled_reason,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("core/components/disabled_button.html")
def disabled_button(label: str, reason: str) -> Any:
    """A control this person may not use now, with the reason in words."""
    return {"label": label, "reason": reason}


@register.inclusion_tag("core/components/form_fields.html")
def form_fields(form: Any) -> Any:
    """Error summary with links, then every visible field, then the hidden ones."""
    return {"form": form}
