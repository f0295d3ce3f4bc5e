"""Figures as of a day: what is shown, what is stale, what moved."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from portfolio.enums import Access
from portfolio.selectors.figures import default_comparison, default_day, figures_as_of
from portfolio.services import figures
from tests import factories

SEP, OCT, NOV = date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 15)


@pytest.fixture
def portfolio(db):
    return factories.portfolio(report_every_days=31)


@pytest.fixture
def tram(portfolio, pmo):
    project = factories.project(portfolio, "TRM-07")
    then = {
        "rag_overall": "green",
        "finish_baseline": date(2026, 11, 14),
        "finish_forecast": date(2026, 11, 14),
        "budget_baseline": D("9.4e6"),
        "budget_forecast": D("9.5e6"),
    }
    now = {
        "rag_overall": "red",
        "finish_forecast": date(2026, 12, 18),
        "budget_forecast": D("11.3e6"),
    }
    figures.report(project, SEP, then, by=pmo)
    figures.report(project, OCT, now, by=pmo)
    return project


def the_row(user, day, *names, **options):
    return figures_as_of(user, day, **options).values_list(*names).get()


def test_time_and_money(tram, executive):
    names = ("slip_days", "is_late", "cost_variance", "cost_variance_percent", "is_over_budget")
    assert the_row(executive, OCT, *names) == (34, True, D("1.9e6"), D("20.2"), True)
    assert the_row(executive, SEP, *names) == (0, False, D("1e5"), D("1.1"), True)


def test_unknown_is_empty_and_zero_baseline_has_no_percentage(portfolio, executive):
    factories.figures(factories.project(portfolio), budget_baseline=0, budget_forecast=5)
    names = ("slip_days", "is_late", "cost_variance", "cost_variance_percent", "says_red")
    assert the_row(executive, OCT, *names) == (None, False, D(5), None, False)


@pytest.mark.parametrize(
    ("day", "shown", "overdue"),
    [
        (date(2026, 12, 1), "red", False),  # 31 days old
        (date(2026, 12, 2), "red", True),  # 32
        (date(2026, 12, 16), "red", True),  # 46
        (date(2026, 12, 17), "grey", True),  # 47: over 1.5 periods
    ],
)
def test_an_old_report_is_shown_grey(tram, executive, day, shown, overdue):
    assert the_row(executive, day, "rag_shown", "is_overdue") == (shown, overdue)


def test_the_period_is_the_portfolios_own(tram, executive, pmo):
    slow = factories.project(factories.portfolio("Slow", report_every_days=365))
    figures.report(slow, OCT, {"rag_overall": "green"}, by=pmo)
    rows = figures_as_of(executive, date(2027, 5, 1)).order_by("project__code")
    assert list(rows.values_list("project", "rag_shown")) == [
        (slow.pk, "green"),
        (tram.pk, "grey"),
    ] or list(rows.values_list("project", "rag_shown")) == [(tram.pk, "grey"), (slow.pk, "green")]


def test_a_closed_project_owes_no_report(tram, executive, pmo):
    figures.report(tram, NOV, {"state": "closed", "rag_overall": "green"}, by=pmo)
    names = ("rag_shown", "is_overdue", "is_open")
    assert the_row(executive, date(2027, 12, 31), *names) == ("green", False, False)


def test_green_while_the_figures_say_red(tram, executive, pmo):
    figures.report(tram, NOV, {"rag_overall": "green"}, by=pmo)
    assert the_row(executive, NOV, "is_watermelon", "says_red") == (True, True)
    assert the_row(executive, OCT, "is_watermelon", "says_red") == (False, True)


@pytest.mark.parametrize(
    ("values", "passed"),
    [
        ({"finish_forecast": NOV - timedelta(1)}, True),
        ({"finish_forecast": NOV}, False),
        ({"finish_forecast": None, "finish_baseline": OCT}, False),
        ({"finish_forecast": OCT, "finish_actual": OCT}, False),
        ({"finish_forecast": OCT, "state": "on_hold"}, True),
        ({"finish_forecast": OCT, "state": "closed"}, False),
    ],
)
def test_an_open_project_after_its_finish_date_is_marked(tram, executive, pmo, values, passed):
    figures.report(tram, NOV, values, by=pmo)
    assert the_row(executive, NOV, "is_finish_passed") == (passed,)


def test_comparison(tram, executive):
    names = ("rag_then", "change", "is_new_red", "is_entered", "finish_moved", "forecast_moved")
    names += ("forecast_moved_percent", "is_forecast_jump", "is_date_jump")
    assert the_row(executive, OCT, *names, compare=SEP) == (
        "green",
        "worse",
        True,
        False,
        34,
        D("1.8e6"),
        D("18.9"),
        True,
        True,
    )


def test_entered_and_left(tram, portfolio, executive, pmo):
    fresh = factories.project(portfolio, "NEW-01")
    figures.report(fresh, OCT, {"rag_overall": "red"}, by=pmo)
    figures.report(tram, OCT, {"state": "closed"}, by=pmo)
    names = ("project__code", "is_entered", "is_left", "is_new_red", "change")
    rows = figures_as_of(executive, OCT, compare=SEP).order_by("project__code")
    assert list(rows.values_list(*names)) == [
        ("NEW-01", True, False, True, ""),
        ("TRM-07", False, True, False, "worse"),
    ]


def test_visibility_goes_with_the_project(tram, executive, stranger, sponsor, pmo):
    tram.access = Access.RESTRICTED
    tram.sponsor = sponsor
    tram.save()
    seen = {user: figures_as_of(user, OCT).count() for user in (executive, stranger, sponsor, pmo)}
    assert seen == {executive: 0, stranger: 0, sponsor: 1, pmo: 1}


def test_default_dates(tram, portfolio, executive, pmo):
    assert default_day(executive, portfolio) == OCT
    assert default_comparison(executive, OCT, portfolio) == SEP
    assert default_comparison(executive, SEP, portfolio) is None


def test_one_query_within_a_portfolio(tram, portfolio, executive, django_assert_num_queries):
    list(executive.role_assignments.all())
    figures_as_of(executive, OCT, portfolio)
    with django_assert_num_queries(1):
        list(figures_as_of(executive, OCT, portfolio, compare=SEP))
