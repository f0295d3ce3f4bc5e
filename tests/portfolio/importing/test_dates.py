from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.importing.dates import DateRule, order_evidence, read_date
from portfolio.importing.outcomes import Missing, Read, Unreadable

pytestmark = pytest.mark.pure

MDY = DateRule("mdy")
DMY = DateRule("dmy")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-04-01", date(2021, 4, 1)),
        ("1996-06-28T00:00:00Z", date(1996, 6, 28)),
        ("20260331", date(2026, 3, 31)),
        ("31.12.26", date(2026, 12, 31)),
        ("31/12/1999 12:00:00 AM", date(1999, 12, 31)),
        ("01.03.2026 14:00 Uhr", date(2026, 3, 1)),
        ("March 31, 2017", date(2017, 3, 31)),
        ("31. März 2017", date(2017, 3, 31)),
        ("1er mars 2024", date(2024, 3, 1)),
        ("31-Mar-69", date(2069, 3, 31)),
        ("31-Mar-70", date(1970, 3, 31)),
        ("Friday, 31 March 2017", date(2017, 3, 31)),
        ("15 Aug 2024 [3]", date(2024, 8, 15)),
    ],
)
def test_days(text: str, expected: date) -> None:
    assert read_date(text, DMY) == Read(expected)


@pytest.mark.parametrize(
    ("text", "expected", "note"),
    [
        ("Mar-26", date(2026, 3, 31), "read_end_of_month"),
        ("Februar 2024", date(2024, 2, 29), "read_end_of_month"),
        ("2026-02", date(2026, 2, 28), "read_end_of_month"),
        ("Q3 2026", date(2026, 9, 30), "read_end_of_quarter"),
        ("2026 Q1", date(2026, 3, 31), "read_end_of_quarter"),
        ("KW 12/2026", date(2026, 3, 20), "read_end_of_week"),
        ("FY25/26", date(2026, 3, 31), "read_end_of_fiscal_year"),
        ("2016-17", date(2017, 3, 31), "read_end_of_fiscal_year"),
        ("2021 (a)", date(2021, 12, 31), "read_end_of_year"),
        ("44561", date(2021, 12, 31), "read_serial"),
        ("31 December 2026 subject to approval", date(2026, 12, 31), "read_text_dropped"),
    ],
)
def test_vague_days_say_what_was_assumed(text: str, expected: date, note: str) -> None:
    outcome = read_date(text, DMY)
    assert isinstance(outcome, Read)
    assert (outcome.value, outcome.note and outcome.note.code) == (expected, note)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12/31/1999", "date_wrong_order"),
        ("30.02.2026", "date_impossible"),
        ("2016-i7", "date_unreadable"),
        ("April 2020 (ground) June 2029 (space)", "date_several"),
        ("PNS", "code_word"),
        ("implementation completed by 2019", "text_instead"),
        ("Fiscal Year 2016/07", "date_unreadable"),
        ("1/1/1850", "date_out_of_range"),
    ],
)
def test_what_is_no_date_says_why(text: str, code: str) -> None:
    outcome = read_date(text, DMY)
    assert isinstance(outcome, Unreadable)
    assert (outcome.code, outcome.raw) == (code, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing_blank"),
        ("-", "missing_dash"),
        ("?", "missing_dash"),
        ("n/a", "missing_not_applicable"),
        ("TBD (dependent on another plan)", "missing_undecided"),
        ("To be determined", "missing_undecided"),
        ("Exempt under Section 43 of the Act", "missing_exempt"),
        ("Not available at this point of time", "missing_not_provided"),
    ],
)
def test_intended_blanks(text: str, code: str) -> None:
    assert read_date(text, DMY) == Missing(code, text)


def test_one_order_for_the_column() -> None:
    assert read_date("03/04/2026", DMY) == Read(date(2026, 4, 3))
    assert read_date("03/04/2026", MDY) == Read(date(2026, 3, 4))
    assert [order_evidence(t) for t in ("03/04/2026", "13/04/2026", "04/13/2026", "x")] == [
        "either",
        "dmy",
        "mdy",
        "",
    ]


def test_epoch_and_fiscal_year_of_the_column() -> None:
    assert read_date("43100", DateRule(is_1904=True)).value == date(2022, 1, 1)  # type: ignore[union-attr]
    assert read_date("FY25/26", DateRule(fiscal_year_end=6)).value == date(2026, 6, 30)  # type: ignore[union-attr]


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_written_dates_are_read_back(day: date) -> None:
    assert read_date(day.isoformat(), DMY) == Read(day)
    assert read_date(day.strftime("%d.%m.%Y"), DMY) == Read(day)
    assert read_date(day.strftime("%m/%d/%Y"), MDY) == Read(day)
    assert read_date(day.strftime("%d %B %Y"), MDY) == Read(day)
    assert read_date(day.strftime("%b %d, %Y"), DMY) == Read(day)


@given(st.text(max_size=60) | st.from_regex(r"[0-9]{1,5}[-/. ][0-9A-Za-z]{1,5}[-/. ]?[0-9]{0,5}"))
def test_never_raises(text: str) -> None:
    assert isinstance(read_date(text.strip(), DMY), Read | Missing | Unreadable)
