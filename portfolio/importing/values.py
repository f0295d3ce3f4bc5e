"""Reads one cell as the kind of value its field wants."""

import html
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portfolio.importing import amounts, dates, ratings
from portfolio.importing.amounts import NumberRule
from portfolio.importing.cells import Cell
from portfolio.importing.choices import CHOICES, read_choice
from portfolio.importing.dates import DateRule
from portfolio.importing.fields import Field, Kind
from portfolio.importing.missing import find_missing_text
from portfolio.importing.outcomes import Missing, Outcome, Read, Unreadable
from portfolio.importing.ratings import RatingRule

_TAG = re.compile(r"</?(?:p|br|div|span|b|i|u|em|strong|ul|ol|li|a|font|h[1-6])\b[^<>]*>", re.I)
_BREAK_TAG = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Rules:
    """The conventions of one column, each chosen once for all its cells."""

    date: DateRule = field(default_factory=DateRule)
    number: NumberRule = field(default_factory=NumberRule)
    rating: RatingRule = field(default_factory=RatingRule)


def read_cell(cell: Cell, target: Field, rules: Rules) -> Outcome:
    """The value of a cell for a field, or the reason why the field stays empty; never raises."""
    if cell.error:
        return Unreadable(cell.error, cell.text)
    if cell.value is None or isinstance(cell.value, bool):
        return _read_text(cell, target, rules)
    return _read_typed(cell, target, rules)


def _read_text(cell: Cell, target: Field, rules: Rules) -> Outcome:
    match target.kind:
        case Kind.DATE:
            return dates.read_date(cell.text, rules.date)
        case Kind.MONEY:
            return amounts.read_money(cell.text, rules.number)
        case Kind.PERCENT:
            return amounts.read_percent(cell.text, rules.number)
        case Kind.RAG:
            filled = ratings.read_fill(cell.fill, rules.rating) if not cell.text else None
            return filled or ratings.read_rating(cell.text, rules.rating)
        case Kind.CHOICE:
            return read_choice(cell.text, CHOICES[target.code])
        case Kind.TEXT:
            return find_missing_text(cell.text) or Read(plain_text(cell.text))


def _read_typed(cell: Cell, target: Field, rules: Rules) -> Outcome:
    """Cells that a workbook holds as numbers or dates need no convention of writing."""
    value = cell.value
    if isinstance(value, date):
        return Read(value) if target.kind is Kind.DATE else _not_a_date_field(cell, target, rules)
    if not isinstance(value, Decimal):
        return Missing("missing_blank")
    match target.kind:
        case Kind.DATE:
            return _date_of_number(value, cell, rules)
        case Kind.MONEY if not cell.text.endswith("%"):
            own = (cell.currency,) if cell.currency else ()
            return amounts.money_of(value, rules.number, 0, own)
        case Kind.PERCENT if not cell.text.endswith("%"):
            return amounts.percent_of(value, rules.number)
        case _:
            return _read_text(cell, target, rules)


def _not_a_date_field(cell: Cell, target: Field, rules: Rules) -> Outcome:
    if target.kind is Kind.TEXT:
        return Read(cell.text)
    return _read_text(Cell(cell.text), target, rules)


def _date_of_number(value: Decimal, cell: Cell, rules: Rules) -> Outcome:
    if 1900 <= value <= 2199 or value != int(value):
        return dates.read_date(cell.text.partition(".")[0], rules.date)
    return dates.serial_day(int(value), cell.text, rules.date)


def plain_text(text: str) -> str:
    """The text without HTML tags and entities."""
    if "<" in text and _TAG.search(text):
        text = _TAG.sub("", _BREAK_TAG.sub("\n", text))
    return html.unescape(text).strip() if "&" in text else text.strip()
