"""Status rules against the reference's worked examples."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain import slip, status, variance

pytestmark = pytest.mark.pure
EXAMPLE_6 = {
    "schedule": "amber",
    "cost": "green",
    "scope": "green",
    "risk": "red",
    "benefits": "green",
    "resources": "amber",
}
ratings = st.dictionaries(
    st.sampled_from(list(status.WEIGHTS)), st.sampled_from(["green", "amber", "red", "grey"])
)


def test_example_6():
    assert status.score(EXAMPLE_6) == D("0.65")
    assert status.weighted(EXAMPLE_6) == "amber"
    assert status.worst(EXAMPLE_6) == "red"
    assert status.health_index(EXAMPLE_6) == D("67.5")


def test_example_17():
    assert status.trend([D(80), D(75), D(72), D("67.5")]) == "worsening"


@pytest.mark.parametrize(
    ("indices", "word"),
    [
        ([], None),
        ([D(80)], None),
        ([D(80), None], None),
        ([None, D(80)], None),
        ([D(80), D(85)], "improving"),
        ([D(80), D("84.9")], "stable"),
        ([D(80), D(75)], "worsening"),
        ([D(0), D(90), D(90), D(90), D(90)], "stable"),
    ],
)
def test_trend(indices, word):
    assert status.trend(indices) == word


def test_knock_outs():
    assert status.weighted({**dict.fromkeys(status.WEIGHTS, "green"), "benefits": "red"}) == "amber"
    two = {**dict.fromkeys(status.WEIGHTS, "green"), "scope": "red", "resources": "red"}
    assert status.weighted(two) == "red"


def test_unrated_is_undefined_not_green():
    assert (status.score({}), status.weighted({}), status.worst({"cost": "grey"})) == (
        None,
        "grey",
        "grey",
    )
    assert status.health_index({}) is None


@pytest.mark.parametrize(("rated", "index"), [(3, None), (4, 50)])
def test_a_few_ratings_are_no_health(rated, index):
    named = ["schedule", "cost", "scope", "quality"][:rated]
    ratings = {**dict.fromkeys(status.WEIGHTS, "grey"), **dict.fromkeys(named, "amber")}
    assert status.health_index(ratings) == index


@given(ratings)
def test_health_is_between_0_and_100_and_worst_is_never_better(given_ratings):
    index = status.health_index(given_ratings)
    assert index is None or 0 <= index <= 100
    order = ["grey", "green", "amber", "red"]
    worst, weighted = status.worst(given_ratings), status.weighted(given_ratings)
    assert order.index(worst) >= order.index(weighted)


@pytest.mark.parametrize(
    ("days", "by_slip"),
    [(None, "grey"), (-30, "green"), (7, "green"), (8, "amber"), (28, "amber"), (29, "red")],
)
def test_slip_threshold(days, by_slip):
    assert status.by_slip(days) == by_slip


@pytest.mark.parametrize(
    ("percent", "by_overrun"),
    [(None, "grey"), ("-3", "green"), ("5.0", "green"), ("5.1", "amber"), ("10.1", "red")],
)
def test_overrun_threshold(percent, by_overrun):
    assert status.by_overrun(percent and D(percent)) == by_overrun


def test_age_of_reports():
    day = date(2026, 10, 31)
    assert status.due_since(day, 31) == date(2026, 9, 30)
    assert status.stale_since(day, 31) == date(2026, 9, 15)  # 46 days old; 46.5 are allowed
    assert status.stale_since(day, 30) == date(2026, 9, 16)


def test_variance():
    assert variance.variance(D(110), D(100)) == 10
    assert variance.variance_percent(D(110), D(96)) == D("14.6")
    assert variance.variance_percent(D("1.29"), D("1.20")) == D("7.5")
    assert variance.variance_percent(D(1), D(0)) is None
    assert variance.variance(None, D(1)) is None
    assert variance.percent_of(D("0.5"), D(1000)) == D("0.1")


def test_slip():
    assert slip.slip_days(date(2026, 12, 18), date(2026, 11, 14)) == 34
    assert slip.slip_days(None, date(2026, 11, 14)) is None
    assert slip.expected(None, date(2026, 1, 2)) == date(2026, 1, 2)
    assert slip.expected(date(2026, 1, 1), date(2026, 1, 2)) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("now", "before", "steps"),
    [
        ("red", "green", 2),
        ("amber", "green", 1),
        ("green", "amber", -1),
        ("red", "red", 0),
        ("grey", "green", 0),
        ("red", "grey", 0),
        ("red", None, 0),
    ],
)
def test_steps_between_two_statuses(now, before, steps):
    assert status.step(now, before) == steps
