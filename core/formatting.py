"""Numbers, shares and days as text in the active language; used on pages and in PDF alike."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

NBSP = "\N{NO-BREAK SPACE}"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MINUS = "\N{MINUS SIGN}"


class Missing(str):
    """The text of a value that is not known; the filter `na` adds the reason to it."""

    __slots__ = ()


def missing() -> Missing:
    """What stands in the place of an unknown value."""
    return Missing(_("n/a"))


def is_missing(value: object) -> bool:
    """Whether a value or its text stands for "not known"."""
    return value is None or value == "" or isinstance(value, Missing)


def rounded(value: Decimal, places: int) -> Decimal:
    """The value rounded half up, as people round."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: Decimal | float | None, places: int = 0) -> str:
    """A number with separators of the language and a real minus sign."""
    if value is None:
        return missing()
    exact = rounded(Decimal(str(value)), places)
    text = formats.number_format(abs(exact), decimal_pos=places, force_grouping=True)
    return f"{MINUS}{text}" if exact < 0 else text


def signed(value: Decimal | float | None, places: int = 0) -> str:
    """A difference: always with its sign, except zero."""
    text = number(value, places)
    return f"+{text}" if value is not None and rounded(Decimal(str(value)), places) > 0 else text


def percent(share: Decimal | float | None, places: int = 0) -> str:
    """A share of 1 as per cent: 0.19 is "19 %"."""
    if share is None:
        return missing()
    return f"{number(Decimal(str(share)) * 100, places)}{NBSP}%"


def percent_points(value: Decimal | float | None, places: int = 0) -> str:
    """A value that is stored as 0 to 100, with the sign of per cent."""
    if value is None:
        return missing()
    return f"{number(value, places)}{NBSP}%"


def day(value: date | None) -> str:
    """A day in the language's order with the month as a word where the language has it so."""
    if value is None:
        return missing()
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, "DATE_FORMAT").replace(" ", NBSP)


def day_in_text(value: Any) -> Any:
    """A day that is kept as ISO text, as the reader writes days; any other value as it is."""
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        return value
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def slip(days: int | None) -> str:
    """A shift in calendar days: "+34 days", "on time" for none."""
    if days is None:
        return missing()
    if days == 0:
        return _("on time")
    unit = ngettext("%(count)s day", "%(count)s days", abs(days)) % {"count": signed(days)}
    return unit.replace(" ", NBSP)


def slip_short(days: int | None) -> str:
    """A shift in calendar days for narrow columns: "+34 d", "0 d" for none."""
    if days is None:
        return missing()
    return (pgettext("calendar days, short", "%(count)s d") % {"count": signed(days)}).replace(
        " ", NBSP
    )


def plain(value: Any) -> str:
    """Any value as text of its kind, for tables that hold several kinds."""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return number(value, max(0, -int(value.as_tuple().exponent)))
    return missing() if is_missing(value) else str(value)
