"""Reads numbers, amounts of money and percentages in the conventions of their column."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from portfolio.importing.currencies import CODES, currencies_of, settle
from portfolio.importing.missing import LONGEST_VALUE, find_missing, unreadable
from portfolio.importing.outcomes import Money, Outcome, Read, Unreadable
from portfolio.importing.reasons import Reason

PLACES = Decimal("0.0001")
LIMIT = Decimal(10) ** 15

SCALES: dict[str, int] = {
    **dict.fromkeys(("k", "t", "th", "tsd", "tausend", "thousand", "thousands", "thds"), 10**3),
    **dict.fromkeys(("lakh", "lakhs"), 10**5),
    **dict.fromkeys(
        ("m", "mn", "mm", "mio", "mill", "mln", "million", "millions", "millionen"), 10**6
    ),
    **dict.fromkeys(("crore", "crores", "cr"), 10**7),
    **dict.fromkeys(
        ("b", "bn", "bln", "billion", "billions", "mrd", "mia", "milliarde", "milliarden"), 10**9
    ),
    **dict.fromkeys(("tn", "trn", "trillion", "trillions"), 10**12),
}
_ABOUT = frozenset(
    {"~", "≈", "c", "ca", "circa", "approx", "approximately", "about", "rund", "etwa"}
)
_MINUS = frozenset("-−–")
_SHORT = frozenset("ktm")
_PLAIN = _ABOUT | _MINUS | frozenset("()+%")

_FOOTNOTE = re.compile(r"(?:\s*(?:\[\w{1,3}\]|(?<=[\da-z%])\s*\((?:[a-z]|\d)\)|[*†‡¹²³]+))+$", re.I)
_ASIDE = re.compile(r"(?<=\S)\s*\([^()\d]{3,}\)$|\s*[;,] [^\d]+$")
_SHAPE = re.compile(r"(?P<before>\D*?)(?P<number>[.,]?\d[\d.,'’` ]*)(?P<after>[^\d]*)")
_TOKEN = re.compile(r"[a-z]{0,3}\$|[£€¥₹₽₩₺₪~≈%()+\-−–]|[^\W\d_]+", re.I)
_THOUSANDS = re.compile(r"(?<![\d.,])'?000s?\b")
_SWISS_ZERO = re.compile(r"(?<=\d)[.,][-–—]{1,2}$")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E[+-]?\d{1,2}", re.I)
_GROUPED = {
    ".": re.compile(
        r"(?:\d{1,3}([,'’` ])\d{3}(?:\1\d{3})*|\d{1,2}(?:,\d{2})+,\d{3}|\d*)(?:\.\d+)?"
    ),
    ",": re.compile(r"(?:\d{1,3}([.'’` ])\d{3}(?:\1\d{3})*|\d*)(?:,\d+)?"),
}


@dataclass(frozen=True, slots=True)
class NumberRule:
    """How a column writes numbers: one decimal sign, one unit, one currency, one percent scale."""

    decimal: str = "."
    scale: int = 1
    currency: str = ""
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class _Parts:
    number: Decimal
    scale: int = 0
    currencies: tuple[str, ...] = ()
    is_percent: bool = False
    is_about: bool = False


def read_money(text: str, rule: NumberRule) -> Outcome:
    """The amount in units of its currency, or the reason why there is none."""
    return find_missing(text) or _money(text, rule)


def read_percent(text: str, rule: NumberRule) -> Outcome:
    """A percentage from 0 to 100, or the reason why there is none."""
    return find_missing(text) or _percent(text, rule)


def read_number(text: str, rule: NumberRule) -> Outcome:
    """A plain number, or the reason why there is none."""
    missing = find_missing(text)
    if missing:
        return missing
    parts = _parse(text, rule.decimal)
    return parts if isinstance(parts, Unreadable) else Read(parts.number * (parts.scale or 1))


@lru_cache(maxsize=100_000)
def _money(text: str, rule: NumberRule) -> Outcome:
    parts = _parse(text, rule.decimal)
    if isinstance(parts, Unreadable):
        return parts
    if parts.is_percent:
        return Unreadable("money_is_percent", text)
    return money_of(parts.number, rule, parts.scale, parts.currencies, is_about=parts.is_about)


def money_of(
    number: Decimal,
    rule: NumberRule,
    own_scale: int = 0,
    currencies: tuple[str, ...] = (),
    *,
    is_about: bool = False,
) -> Outcome:
    """A number as money: the cell's own unit and currency win over the column's."""
    amount = number * (own_scale or rule.scale)
    if abs(amount) >= LIMIT:
        return Unreadable("number_too_large", str(number))
    currency = settle(currencies, rule.currency) if currencies else rule.currency
    own = own_scale and own_scale != rule.scale
    note = Reason("read_own_scale") if own else Reason("read_about") if is_about else None
    return Read(Money(amount.quantize(PLACES), currency), note)


def _percent(text: str, rule: NumberRule) -> Outcome:
    parts = _parse(text, rule.decimal)
    if isinstance(parts, Unreadable):
        return parts
    if parts.currencies or parts.scale:
        return Unreadable("number_unreadable", text)
    return percent_of(parts.number, rule, is_marked=parts.is_percent)


def percent_of(number: Decimal, rule: NumberRule, *, is_marked: bool = False) -> Outcome:
    """A number as percentage; a share of one is stretched unless the cell says %."""
    value = number * 100 if rule.is_share and not is_marked else number
    if abs(value) >= 10**6:
        return Unreadable("number_too_large", str(number))
    return Read(value.quantize(PLACES).normalize() + 0)


@lru_cache(maxsize=100_000)
def _parse(text: str, decimal: str) -> _Parts | Unreadable:
    if len(text) > LONGEST_VALUE:
        return unreadable(text, "number_unreadable")
    plain = _ASIDE.sub("", _FOOTNOTE.sub("", " ".join(text.split())))
    plain = _SWISS_ZERO.sub("", plain)
    if _SCIENTIFIC.fullmatch(plain):
        return _Parts(Decimal(plain.replace(",", ".")), is_about=True)
    match = _SHAPE.fullmatch(plain)
    if not match:
        has_two = re.match(r"\D{0,4}\d[\d.,']*\D{1,12}\d", plain)
        return unreadable(text, "number_several" if has_two else "number_unreadable")
    number = _number(match["number"].strip(), decimal)
    if number is None:
        return Unreadable("number_wrong_decimal", text)
    return _dressed(number, match["before"], match["after"]) or unreadable(
        text, "number_unreadable"
    )


def _number(digits: str, decimal: str) -> Decimal | None:
    if not _GROUPED[decimal].fullmatch(digits):
        return None
    plain = re.sub(r"[,'’` ]" if decimal == "." else r"[.'’` ]", "", digits)
    return Decimal(plain.replace(",", "."))


def _dressed(number: Decimal, before: str, after: str) -> _Parts | None:
    """The number with all that stands around it understood, else None."""
    front, back = _words(before), _words(after)
    if front is None or back is None:
        return None
    words = [(word, False) for word in front] + [(word, True) for word in back]
    units = [_unit(word, is_back=is_back) for word, is_back in words if word not in _PLAIN]
    known = [unit for unit in units if unit]
    scales, currencies = [u[0] for u in known if u[0]], [u[1] for u in known if u[1]]
    sign = _sign(front, back)
    # "M465" is a code; only beside a currency may a letter in front be a unit.
    is_code = not currencies and any(word in _SHORT for word in front)
    if is_code or len(known) < len(units) or len(scales) > 1 or len(currencies) > 1 or not sign:
        return None
    both = front + back
    return _Parts(
        number * sign,
        scales[0] if scales else 0,
        currencies[0] if currencies else (),
        "%" in both,
        not _ABOUT.isdisjoint(both),
    )


def _sign(front: list[str], back: list[str]) -> int:
    """1 or -1 as minus signs or brackets say; 0 where they contradict each other."""
    minus = sum(word in _MINUS for word in front + back)
    is_bracketed = "(" in front and ")" in back
    if minus > 1 or ("(" in front) != (")" in back) or (minus and is_bracketed):
        return 0
    return -1 if minus or is_bracketed else 1


def _words(text: str) -> list[str] | None:
    rest = _TOKEN.sub("", text).strip(" .:/")
    return None if rest else [word.casefold() for word in _TOKEN.findall(text)]


def _unit(word: str, *, is_back: bool) -> tuple[int, tuple[str, ...]] | None:
    """The scale and the currencies a word means; None for any other word."""
    currencies = currencies_of(word)
    if currencies:
        return 0, currencies
    if word in SCALES and (is_back or word in {"k", "t", "m", "mio", "tsd", "mrd"}):
        return SCALES[word], ()
    code = word[-3:].upper()
    if code in CODES and word[:-3] in SCALES:
        return SCALES[word[:-3]], (code,)
    return None


def decimal_evidence(text: str) -> str:
    """Which decimal sign the text proves: ".", ",", "either", or "" if it holds no number."""
    short = text if len(text) <= LONGEST_VALUE else ""
    match = _SHAPE.fullmatch(_FOOTNOTE.sub("", " ".join(short.split())))
    if not match:
        return ""
    digits = match["number"].strip()
    fits = [sign for sign in (".", ",") if _GROUPED[sign].fullmatch(digits)]
    if len(fits) == 1:
        return fits[0]
    return "either" if fits and re.search(r"[.,]", digits) else ""


def is_number(text: str) -> bool:
    """Whether the text can be read as a number or amount in either convention."""
    return any(isinstance(_parse(text, sign), _Parts) for sign in ".,")


def unit_of(text: str) -> tuple[int, tuple[str, ...]]:
    """The scale and currencies that words such as "(£m)" or "in TEUR" name; 0 and () if none."""
    found = [_unit(w, is_back=True) for w in _words(re.sub(r"[^\w$£€¥₹₽₩₺₪]|\d", " ", text)) or []]
    scales = [unit[0] for unit in found if unit and unit[0]]
    currencies = [unit[1] for unit in found if unit and unit[1]]
    thousands = 1000 if _THOUSANDS.search(text) else 0
    return scales[0] if scales else thousands, currencies[0] if currencies else ()


def own_unit(text: str) -> tuple[int, tuple[str, ...]]:
    """The scale and currencies that one cell names beside its number."""
    parts = _parse(text, ".")
    if isinstance(parts, Unreadable):
        parts = _parse(text, ",")
    return (0, ()) if isinstance(parts, Unreadable) else (parts.scale, parts.currencies)
