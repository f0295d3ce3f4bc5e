"""Due times: calendar rules, month ends, working days, both changes of the clock."""

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakeholders import calendars
from stakeholders.domain.cadence import Calendar, Rule, missed_since, next_due, upcoming

pytestmark = pytest.mark.pure
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    ZoneInfo(name)
    for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
]


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def local_days(rule, after, count):
    return [due.astimezone(rule.zone).date() for due in upcoming(rule, after, count)]


def test_day_31_is_the_last_day_of_shorter_months():
    rule = Rule("day_of_month", BERLIN, time(7), day=31)
    assert local_days(rule, utc(2028, 1, 1), 4) == [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
    ]


def test_a_due_day_on_a_weekend_or_holiday_moves_only_where_wanted():
    rule = Rule("day_of_month", BERLIN, time(7), day=1, calendar=calendars.calendar_of("DE-BY"))
    after = utc(2026, 10, 31)
    assert local_days(rule, after, 1) == [date(2026, 11, 1)]  # a Sunday, All Saints' Day
    shifted = replace(rule, is_shifted=True)
    assert local_days(shifted, after, 3) == [
        date(2026, 11, 2),
        date(2026, 12, 1),
        date(2027, 1, 4),
    ]


def test_the_shift_may_cross_the_end_of_the_month():
    rule = Rule("day_of_month", BERLIN, time(7), day=31, is_shifted=True)
    assert local_days(rule, utc(2026, 10, 15), 3) == [
        date(2026, 11, 2),
        date(2026, 11, 30),
        date(2026, 12, 31),
    ]


def test_working_days_leave_out_the_holidays_of_the_region():
    rule = Rule("working_day", BERLIN, time(7), day=7)
    after = utc(2026, 4, 30)
    assert local_days(rule, after, 1) == [date(2026, 5, 11)]
    german = replace(rule, calendar=calendars.calendar_of("DE"))
    assert local_days(german, after, 1) == [date(2026, 5, 12)]  # 1 May is a holiday


def test_a_month_with_fewer_working_days_ends_the_count_at_its_last():
    rule = Rule("working_day", BERLIN, time(7), day=23)
    assert local_days(rule, utc(2026, 2, 1), 1) == [date(2026, 2, 27)]


def test_every_week_on_its_day():
    rule = Rule("weekday", BERLIN, time(16, 30), day=5)
    assert upcoming(rule, utc(2026, 11, 27, 15, 30), 2) == [
        utc(2026, 12, 4, 15, 30),
        utc(2026, 12, 11, 15, 30),
    ]


def test_once_and_never_again():
    rule = Rule("once", BERLIN, once_at=datetime(2026, 12, 1, 9, tzinfo=BERLIN))
    assert next_due(rule, utc(2026, 11, 1)) == utc(2026, 12, 1, 8)
    assert next_due(rule, utc(2026, 12, 1, 8)) is None
    assert next_due(Rule("once", BERLIN), utc(2026, 12, 1)) is None


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 3, 29), time(2, 30), utc(2026, 3, 29, 1, 30)),  # 02:30 is skipped: 03:30
        (date(2026, 10, 25), time(2, 30), utc(2026, 10, 25, 0, 30)),  # twice: the first one
        (date(2026, 10, 25), time(3, 0), utc(2026, 10, 25, 2, 0)),
        (date(2026, 3, 29), time(7, 0), utc(2026, 3, 29, 5, 0)),
    ],
)
def test_changes_of_the_clock(day, at, expected):
    rule = Rule("day_of_month", BERLIN, at, day=day.day)
    before = datetime.combine(day, time(0), tzinfo=UTC) - timedelta(hours=3)
    assert next_due(rule, before) == expected


def test_the_repeated_hour_is_due_once():
    rule = Rule("day_of_month", BERLIN, time(2, 30), day=25)
    assert missed_since(rule, utc(2026, 10, 24), utc(2026, 10, 26)) == [utc(2026, 10, 25, 0, 30)]


def test_missed_dues_are_listed_oldest_first_with_both_bounds():
    rule = Rule("weekday", UTC, time(7), day=1)
    assert missed_since(rule, utc(2026, 11, 2, 7), utc(2026, 11, 16, 7)) == [
        utc(2026, 11, 9, 7),
        utc(2026, 11, 16, 7),
    ]


def test_a_long_row_of_holidays_never_makes_a_due_time_disappear_or_go_back():
    idle = Calendar(holidays={date(2026, 11, 2) + timedelta(days=n) for n in range(19)})
    rule = Rule("weekday", UTC, time(7), day=1, is_shifted=True, calendar=idle)
    assert local_days(rule, utc(2026, 11, 1), 3) == [
        date(2026, 11, 23),
        date(2026, 11, 30),
        date(2026, 12, 7),
    ]


moments = st.integers(0, 9 * 366 * 24 * 60).map(
    lambda minutes: utc(2024, 1, 1) + timedelta(minutes=minutes)
)
rules = st.builds(
    Rule,
    kind=st.sampled_from(["day_of_month", "working_day", "weekday"]),
    zone=st.sampled_from(ZONES),
    at=st.times(),
    day=st.integers(1, 7),
    is_shifted=st.booleans(),
    calendar=st.sampled_from([Calendar(), calendars.calendar_of("DE-BY")]),
) | st.builds(
    Rule,
    kind=st.just("day_of_month"),
    zone=st.sampled_from(ZONES),
    at=st.times(),
    day=st.integers(1, 31),
    is_shifted=st.booleans(),
)


@settings(deadline=None)
@given(rules, moments)
def test_the_next_due_time_is_later_and_nothing_lies_between(rule, after):
    due = next_due(rule, after)
    assert due > after
    assert missed_since(rule, after, due) == [due]
    assert missed_since(rule, after, due - timedelta(microseconds=1)) == []


@settings(deadline=None)
@given(rules, moments)
def test_due_times_show_the_wanted_time_on_the_local_clock(rule, after):
    local = next_due(rule, after).astimezone(rule.zone)
    shown = local.replace(tzinfo=None)
    wanted = datetime.combine(local.date(), rule.at)
    is_gap = timedelta(0) < shown - wanted <= timedelta(hours=1)
    assert shown == wanted or is_gap
    assert local.fold == 0
    if rule.is_shifted or rule.kind == "working_day":
        assert rule.calendar.is_working_day(local.date())


@settings(deadline=None)
@given(st.integers(1, 31), moments, st.sampled_from(ZONES))
def test_a_monthly_rule_is_due_in_every_month(day, after, zone):
    rule = Rule("day_of_month", zone, time(12), day=day)
    days = local_days(rule, after, 14)
    months = [(one.year, one.month) for one in days]
    steps = [b[0] * 12 + b[1] - a[0] * 12 - a[1] for a, b in pairwise(months)]
    assert steps == [1] * 13
    assert all(one.day == min(day, monthrange(one.year, one.month)[1]) for one in days)


def test_calendars_of_countries_and_regions():
    assert calendars.is_known("DE-BY")
    assert calendars.is_known("GB")
    assert not calendars.is_known("DE-XX")
    assert not calendars.is_known("ZZ")
    assert ("DE", "Germany") in calendars.countries()
    assert calendars.regions("AT")[:2] == ["1", "2"]
    assert not calendars.calendar_of("GB-ENG").is_working_day(date(2026, 12, 28))
    assert calendars.calendar_of("").is_working_day(date(2026, 12, 28))
