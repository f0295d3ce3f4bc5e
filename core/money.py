"""Money as text in the active language: Decimal and currency code in, text out."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import get_language, pgettext

from core import formatting
from core.formatting import NBSP

SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
IN_FRONT = frozenset({"GBP", "USD", "JPY"})  # where English puts the sign before the number
THOUSAND, MILLION, BILLION = Decimal(10**3), Decimal(10**6), Decimal(10**9)
SHORTEN_FROM = Decimal(10**4)


def short(amount: Decimal | int | None, currency: str = "", *, plus: bool = False) -> str:
    """Money to be read at a glance: "9.40 M €", "40.3 k €", "950 €"; "n/a" where unknown."""
    if amount is None:
        return formatting.missing()
    value = Decimal(amount)
    scaled, unit = _scaled(abs(value))
    text = formatting.number(scaled, _places(scaled, unit))
    if unit:
        text = f"{text}{NBSP}{unit}"
    return _with_sign(_with_currency(text, currency), value, plus=plus)


def full(amount: Decimal | int | None, currency: str = "", *, plus: bool = False) -> str:
    """Money to the cent where there are cents: "9,400,000 €", "12.50 €"."""
    if amount is None:
        return formatting.missing()
    value = formatting.rounded(Decimal(amount), 2)
    places = 0 if value == value.to_integral_value() else 2
    text = formatting.number(abs(value), places)
    return _with_sign(_with_currency(text, currency), value, plus=plus)


def sign_of(currency: str) -> str:
    """The sign of the currency, or its code."""
    return SIGNS.get(currency, currency)


def _scaled(value: Decimal) -> tuple[Decimal, str]:
    """The value in the unit in which it is read, chosen after rounding (never "1000.0 M")."""
    if formatting.rounded(value, 0) < SHORTEN_FROM:
        return value, ""
    if formatting.rounded(value / THOUSAND, 1) < THOUSAND:
        return value / THOUSAND, pgettext("thousand, after a number", "k")
    if formatting.rounded(value / MILLION, 1) < THOUSAND:
        return value / MILLION, pgettext("million, after a number", "M")
    return value / BILLION, pgettext("billion, after a number", "bn")


def _places(scaled: Decimal, unit: str) -> int:
    if not unit:
        return 0
    return 1 if unit == pgettext("thousand, after a number", "k") or scaled >= 100 else 2


def _with_currency(text: str, currency: str) -> str:
    if not currency:
        return text
    sign = sign_of(currency)
    if currency in IN_FRONT and (get_language() or "en").startswith("en"):
        return f"{sign}{text}"
    return f"{text}{NBSP}{sign}"


def _with_sign(text: str, value: Decimal, *, plus: bool) -> str:
    if value < 0:
        return f"{formatting.MINUS}{text}"
    return f"+{text}" if plus and value > 0 else text
