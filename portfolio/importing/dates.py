"""Reads dates in the order that was chosen for their column."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from portfolio.importing.missing import LONGEST_VALUE, find_missing, unreadable
from portfolio.importing.months import MONTHS
from portfolio.importing.outcomes import Outcome, Read, Unreadable
from portfolio.importing.reasons import Reason

ORDERS = ("dmy", "mdy", "ymd")


@dataclass(frozen=True, slots=True)
class DateRule:
    """How a column writes its dates: one order, one end of the fiscal year, one epoch."""

    order: str = "dmy"
    fiscal_year_end: int = 3
    is_1904: bool = False


_TIME = (
    r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"(?: ?[AaPp]\.?[Mm]\.?)?(?: ?Z| ?[+-]\d{2}:?\d{2}| ?UTC| ?Uhr)?)?"
)
_WEEKDAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[a-zé]*\.?,? +(?=\S*\d)", re.I
)
_TRAIL = re.compile(r"(?:\s*(?:\[\w{1,3}\]|\([a-z\d]\)|[*†‡¹²³]+|[.,;]+))+$", re.I)
_WORD = r"([A-Za-zÀ-ÿ]{3,9})\.?"
_YEAR = r"(\d{4}|'?\d{2})"

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_COMPACT = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})([./\- ])(\d{1,2})\2 ?(\d{4}|\d{2})" + _TIME)
_DAY_NAME = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|\.)?[ \-/.]*(?:of )?{_WORD},?[ \-/.]*{_YEAR}" + _TIME, re.I
)
_NAME_DAY = re.compile(
    rf"{_WORD}[ \-]*(\d{{1,2}})(?:st|nd|rd|th)?(?:,|, | )[ ]*(\d{{4}})" + _TIME, re.I
)
_NAME_YEAR = re.compile(rf"{_WORD}[ ,\-/.]*{_YEAR}", re.I)
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_QUARTER = re.compile(r"(?:Q|Quartal |Quarter )([1-4])[ \-/.,]*(\d{4}|'?\d{2})", re.I)
_QUARTER_BACK = re.compile(r"(\d{4})[ \-/.,]*Q([1-4])|([1-4])\. ?Quartal (\d{4})", re.I)
_WEEK = re.compile(r"(?:KW|CW|W|Week|Woche) ?(\d{1,2})[ \-/.,]*(\d{4}|\d{2})", re.I)
_WEEK_BACK = re.compile(r"(\d{4})[ \-/]*(?:W|KW|CW)(\d{1,2})", re.I)
_FISCAL = re.compile(
    r"(?:FY|F/Y|GJ|fiscal year|financial year|Geschäftsjahr|Haushaltsjahr)[ :\-]*"
    r"(\d{4}|\d{2})(?:[/\-–](\d{4}|\d{2}))?",
    re.I,
)
_TWO_YEARS = re.compile(r"((?:19|20)\d{2})[/\-–](\d{4}|\d{2})")
_YEAR_ONLY = re.compile(r"((?:19|20|21)\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


# The shortest head that ends before a word which is no part of a date.
_HEAD = re.compile(r"((?:\S+ ){0,3}?\S*\d\S*)(?= +(?:[(;:–-]|[a-z]{2,}|[A-Z][a-z]+ [a-z]))")


def read_date(text: str, rule: DateRule) -> Outcome:
    """The day a text names, or the reason why it names none."""
    return find_missing(text) or _parse(text, rule)


@lru_cache(maxsize=50_000)
def _parse(text: str, rule: DateRule) -> Outcome:
    if len(text) > LONGEST_VALUE:
        return unreadable(text, "date_unreadable")
    plain = _TRAIL.sub("", _WEEKDAY.sub("", " ".join(text.split()), count=1)).strip()
    found = _exact(plain, rule)
    return found or _with_rest(plain, rule) or unreadable(text, "date_unreadable")


def _exact(text: str, rule: DateRule) -> Outcome | None:
    for pattern, reader in _FORMS:
        match = pattern.fullmatch(text)
        outcome = reader(match, rule) if match else None
        if outcome:
            return outcome
    return None


def _with_rest(text: str, rule: DateRule) -> Outcome | None:
    """A date followed by words: the words are dropped and a note says so."""
    match = _HEAD.match(text)
    if not match:
        return None
    head, rest = match.group(1), text[match.end(1) :]
    if re.search(r"\d", rest):
        return Unreadable("date_several", text)
    outcome = _exact(head.strip(" ,;"), rule)
    if isinstance(outcome, Read):
        return Read(outcome.value, outcome.note or Reason("read_text_dropped"))
    return outcome


def _day(text: str, year: int, month: int, day: int) -> Outcome:
    if not 1900 <= year <= 2199:
        return Unreadable("date_out_of_range", text)
    try:
        return Read(date(year, month, day))
    except ValueError:
        return Unreadable("date_impossible", text)


def full_year(text: str) -> int:
    """A year of two digits lies in 1970 to 2069."""
    year = int(text.strip("'"))
    if year >= 100:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _end_of_month(year: int, month: int, note: str) -> Outcome | None:
    if not (1 <= month <= 12 and 1900 <= year <= 2199):
        return None
    return Read(date(year, month, calendar.monthrange(year, month)[1]), Reason(note))


def _iso(match: re.Match[str], rule: DateRule) -> Outcome:  # noqa: ARG001
    year, month, day = map(int, match.groups())
    return _day(match.string, year, month, day)


def _numeric(match: re.Match[str], rule: DateRule) -> Outcome:
    first, second, year = int(match.group(1)), int(match.group(3)), match.group(4)
    if rule.order == "ymd" and len(year) == 2:
        return _day(match.string, full_year(match.group(1)), second, int(year))
    day, month = (second, first) if rule.order == "mdy" else (first, second)
    if month > 12 >= day:
        return Unreadable("date_wrong_order", match.string)
    return _day(match.string, full_year(year), month, day)


def _day_name(match: re.Match[str], rule: DateRule) -> Outcome | None:  # noqa: ARG001
    month = MONTHS.get(match.group(2).lower())
    if not month:
        return None
    return _day(match.string, full_year(match.group(3)), month, int(match.group(1)))


def _name_day(match: re.Match[str], rule: DateRule) -> Outcome | None:  # noqa: ARG001
    month = MONTHS.get(match.group(1).lower())
    return _day(match.string, int(match.group(3)), month, int(match.group(2))) if month else None


def _name_year(match: re.Match[str], rule: DateRule) -> Outcome | None:  # noqa: ARG001
    month = MONTHS.get(match.group(1).lower())
    return _end_of_month(full_year(match.group(2)), month, "read_end_of_month") if month else None


def _year_month(match: re.Match[str], rule: DateRule) -> Outcome | None:  # noqa: ARG001
    return _end_of_month(int(match.group(1)), int(match.group(2)), "read_end_of_month")


def _month_year(match: re.Match[str], rule: DateRule) -> Outcome | None:  # noqa: ARG001
    return _end_of_month(int(match.group(2)), int(match.group(1)), "read_end_of_month")


def _quarter(match: re.Match[str], rule: DateRule) -> Outcome | None:  # noqa: ARG001
    year = full_year(match.group(2))
    return _end_of_month(year, 3 * int(match.group(1)), "read_end_of_quarter")


def _quarter_back(match: re.Match[str], rule: DateRule) -> Outcome | None:  # noqa: ARG001
    year, quarter = match.group(1) or match.group(4), match.group(2) or match.group(3)
    return _end_of_month(int(year), 3 * int(quarter), "read_end_of_quarter")


def _friday(text: str, year: int, week: int) -> Outcome:
    if not 1900 <= year <= 2199:
        return Unreadable("date_out_of_range", text)
    try:
        return Read(date.fromisocalendar(year, week, 5), Reason("read_end_of_week"))
    except ValueError:
        return Unreadable("date_impossible", text)


def _week(match: re.Match[str], rule: DateRule) -> Outcome:  # noqa: ARG001
    return _friday(match.string, full_year(match.group(2)), int(match.group(1)))


def _week_back(match: re.Match[str], rule: DateRule) -> Outcome:  # noqa: ARG001
    return _friday(match.string, int(match.group(1)), int(match.group(2)))


def _fiscal(match: re.Match[str], rule: DateRule) -> Outcome | None:
    year = full_year(match.group(1))
    if match.group(2):
        if full_year(match.group(2)) % 100 != (year + 1) % 100:
            return None
        year += rule.fiscal_year_end < 12
    return _end_of_month(year, rule.fiscal_year_end, "read_end_of_fiscal_year")


def _serial(match: re.Match[str], rule: DateRule) -> Outcome:
    return serial_day(int(match.group(1)), match.string, rule)


def serial_day(number: int, text: str, rule: DateRule) -> Outcome:
    """The day of a spreadsheet's serial number in the epoch of its workbook."""
    start = date(1904, 1, 1) if rule.is_1904 else date(1899, 12, 30)
    if not 367 <= number <= 109_000:
        return Unreadable("date_unreadable", text)
    return Read(start + timedelta(days=number), Reason("read_serial"))


def _year_only(match: re.Match[str], rule: DateRule) -> Outcome | None:  # noqa: ARG001
    return _end_of_month(int(match.group(1)), 12, "read_end_of_year")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], DateRule], Outcome | None]], ...] = (
    (_ISO, _iso),
    (_COMPACT, _iso),
    (_NUMERIC, _numeric),
    (_DAY_NAME, _day_name),
    (_NAME_DAY, _name_day),
    (_NAME_YEAR, _name_year),
    (_QUARTER, _quarter),
    (_QUARTER_BACK, _quarter_back),
    (_WEEK, _week),
    (_WEEK_BACK, _week_back),
    (_FISCAL, _fiscal),
    (_YEAR_MONTH, _year_month),
    (_TWO_YEARS, _fiscal),
    (_MONTH_YEAR, _month_year),
    (_YEAR_ONLY, _year_only),
    (_SERIAL, _serial),
)


def order_evidence(text: str) -> str:
    """Which order the text proves: "dmy", "mdy", "ymd", "either", or "" if it is not numeric."""
    match = _NUMERIC.fullmatch(_TRAIL.sub("", text[:LONGEST_VALUE].strip()))
    if not match:
        return ""
    first, second = int(match.group(1)), int(match.group(3))
    if first > 12 >= second:
        return "ymd" if first > 31 else "dmy"
    if second > 12 >= first:
        return "mdy"
    # Dots are the sign of the day-month order wherever they are used.
    return "dmy" if match.group(2) == "." else "either"


def is_fiscal(text: str) -> bool:
    """Whether the text names a fiscal year, whose last month must be known."""
    match = _FISCAL.match(text) or _TWO_YEARS.match(text)
    return bool(match and isinstance(_fiscal(match, DateRule()), Read))
