"""Looks at all cells of a column: what they can be read as, and what they prove."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.importing.amounts import is_number
from portfolio.importing.cells import Cell
from portfolio.importing.choices import CHOICES, read_choice
from portfolio.importing.dates import DateRule, read_date
from portfolio.importing.fields import Field, Kind
from portfolio.importing.missing import find_missing, unreadable
from portfolio.importing.outcomes import Read
from portfolio.importing.ratings import RatingRule, is_fill, read_rating

ENOUGH = 0.5
_BARE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Profile:
    """Counts over the filled cells of a column."""

    texts: Counter[str]
    numbers: tuple[Decimal, ...]
    typed_dates: int
    currencies: Counter[str]
    fills: int
    filled: int
    distinct: int
    telling: int
    shares: dict[str, float]
    mean_length: float

    @property
    def uniqueness(self) -> float:
        """The share of different values among the filled cells."""
        return self.distinct / self.filled if self.filled else 0.0


def profile(cells: Iterable[Cell]) -> Profile:
    """The profile of a column; equal texts are judged once."""
    texts: Counter[str] = Counter()
    numbers: list[Decimal] = []
    currencies: Counter[str] = Counter()
    typed_dates = fills = 0
    for cell in cells:
        if isinstance(cell.value, Decimal) and not cell.text.endswith("%"):
            numbers.append(cell.value)
            currencies[cell.currency] += bool(cell.currency)
        elif isinstance(cell.value, date):
            typed_dates += 1
        elif cell.text:
            texts[cell.text] += 1
        fills += is_fill(cell.fill)
    return _finish(texts, numbers, typed_dates, +currencies, fills)


def _finish(
    texts: Counter[str],
    numbers: list[Decimal],
    typed_dates: int,
    currencies: Counter[str],
    fills: int,
) -> Profile:
    readable: Counter[str] = Counter(date=typed_dates, number=len(numbers))
    telling = typed_dates + len(numbers)
    for text, count in texts.items():
        if not find_missing(text) and not _is_code_word(text):
            telling += count
        for kind in _kinds(text):
            readable[kind] += count
    for number in numbers:
        readable["date_number"] += 1900 <= number <= 2199 or 20_000 <= number <= 80_000
        readable["rating"] += number in {1, 2, 3, 4, 5}
    filled = texts.total() + len(numbers) + typed_dates
    distinct = len(texts) + len(set(numbers)) + min(typed_dates, 1)
    length = sum(len(text) * count for text, count in texts.items()) / max(texts.total(), 1)
    shares = {kind: min(1.0, count / max(telling, 1)) for kind, count in readable.items()}
    return Profile(
        texts,
        tuple(numbers),
        typed_dates,
        currencies,
        fills,
        filled,
        distinct,
        telling,
        shares,
        length,
    )


def _is_code_word(text: str) -> bool:
    return len(text) <= 8 and unreadable(text, "").code == "code_word" and not _rated(text)


def _rated(text: str) -> bool:
    return isinstance(read_rating(text, RatingRule(levels=5)), Read)


def _kinds(text: str) -> Iterable[str]:
    """The kinds a text can be read as."""
    has_digit = any(character.isdigit() for character in text[:80])
    if has_digit and len(text) <= 80 and _is_dated(text):
        yield "date_number" if _BARE.fullmatch(text) else "date"
    if has_digit and len(text) <= 60 and is_number(text):
        yield "number"
    if len(text) <= 80 and _rated(text):
        yield "rating"
    for code, words in CHOICES.items():
        if isinstance(read_choice(text, words), Read):
            yield code


def _is_dated(text: str) -> bool:
    return any(isinstance(read_date(text, DateRule(order)), Read) for order in ("dmy", "mdy"))


def fit(column: Profile, field: Field) -> float:
    """The share of telling cells that the field can read."""
    shares = column.shares
    match field.kind:
        case Kind.DATE:
            return min(1.0, shares.get("date", 0.0) + shares.get("date_number", 0.0))
        case Kind.MONEY | Kind.PERCENT:
            return shares.get("number", 0.0)
        case Kind.RAG:
            return shares.get("rating", 0.0)
        case Kind.CHOICE:
            return shares.get(field.code, 0.0)
        case Kind.TEXT:
            return _text_fit(column, field)


def _text_fit(column: Profile, field: Field) -> float:
    if field.code == "code":
        return 1.0 if column.mean_length <= 60 and not column.shares.get("date") else 0.0
    is_wordless = max(column.shares.get("number", 0.0), column.shares.get("date", 0.0)) > 0.9
    # Grades such as A, B, C are no words for a category.
    is_letter = field.code == "category" and column.mean_length < 1.5
    return 0.0 if is_wordless or is_letter else 1.0
