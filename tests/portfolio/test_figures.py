"""Reports of figures: intervals, what is carried over, rules, events."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core import chain
from core.models import Event, Notification
from portfolio.models import FOREVER, ProjectFigures
from portfolio.services import figures
from portfolio.services.figures import Report
from tests import factories

BACKWARDS = "The finish is before the start."
JAN, FEB, MAR, APR = (date(2026, month, 28) for month in (1, 2, 3, 4))


@pytest.fixture
def project(db, manager, sponsor):
    return factories.project(
        factories.portfolio(), code="TRM-07", name="Tram control", manager=manager, sponsor=sponsor
    )


def intervals(project):
    rows = ProjectFigures.objects.filter(project=project).order_by("report_on")
    return list(rows.values_list("report_on", "superseded_on"))


def test_reports_in_any_order_form_one_chain(project, pmo):
    for day in (FEB, APR, JAN, MAR):
        figures.report(project, day, {"rag_overall": "green"}, by=pmo)
    assert intervals(project) == [(JAN, FEB), (FEB, MAR), (MAR, APR), (APR, FOREVER)]


def test_a_report_of_the_same_date_corrects_the_row(project, pmo):
    first = figures.report(project, JAN, {"rag_overall": "green", "spent": Decimal(5)}, by=pmo)
    again = figures.report(project, JAN, {"spent": Decimal(7)}, by=pmo)
    assert again.pk == first.pk
    row = ProjectFigures.objects.get(project=project)
    assert (row.rag_overall, row.spent, row.superseded_on) == ("green", Decimal(7), FOREVER)


def test_a_new_report_starts_from_the_facts_but_not_from_the_opinions(project, pmo):
    values = {
        "phase": "Executing",
        "budget_baseline": Decimal("9.4e6"),
        "rag_overall": "red",
        "narrative": "Late.",
        "comments": {"cost": "Over."},
        "reasons": {"spent": "TBD"},
    }
    figures.report(project, JAN, values, by=pmo)
    row = figures.report(project, FEB, {"percent_complete": Decimal(40)}, by=pmo)
    row.refresh_from_db()
    assert (row.phase, row.budget_baseline) == ("Executing", Decimal("9400000"))
    assert (row.rag_overall, row.narrative, row.comments) == ("grey", "", {})
    assert row.reasons == {"spent": "TBD"}


def test_a_back_dated_report_starts_from_the_row_before_it(project, pmo):
    figures.report(project, JAN, {"phase": "Initiating"}, by=pmo)
    figures.report(project, MAR, {"phase": "Executing"}, by=pmo)
    assert figures.report(project, FEB, {}, by=pmo).phase == "Initiating"


def test_a_reason_goes_when_the_figure_comes(project, pmo):
    figures.report(project, JAN, {"spent": None, "reasons": {"spent": "TBD"}}, by=pmo)
    row = figures.report(project, JAN, {"spent": Decimal(3)}, by=pmo)
    assert (row.spent, row.reasons) == (Decimal(3), {})


def test_withdrawing_hands_over_to_the_row_before(project, pmo):
    for day in (JAN, FEB, MAR):
        figures.report(project, day, {}, by=pmo)
    figures.withdraw(ProjectFigures.objects.filter(project=project, report_on=FEB), by=pmo)
    assert intervals(project) == [(JAN, MAR), (MAR, FOREVER)]


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"spent": Decimal(-1)}, {"spent": ["Money cannot be negative."]}),
        (
            {"start_baseline": FEB, "finish_baseline": JAN},
            {"finish_baseline": [BACKWARDS]},
        ),
        *(
            ({f"start_{start}": FEB, f"finish_{finish}": JAN}, {f"finish_{finish}": [BACKWARDS]})
            for finish in ("forecast", "actual")
            for start in ("baseline", "forecast", "actual")
        ),
        (
            {"percent_complete": Decimal(101)},
            {"percent_complete": ["Ensure this value is less than or equal to 100."]},
        ),
        ({"comments": {"mood": "x"}}, {"comments": ["Unknown dimension: mood."]}),
        ({"rag_overall": "blue"}, {"rag_overall": ["Value 'blue' is not a valid choice."]}),
        ({"colour": "red"}, {"colour": ["There is no figure of this name."]}),
        (
            {"start_actual": "soon"},
            {
                "start_actual": [
                    "“soon” value has an invalid date format. It must be in YYYY-MM-DD format."
                ]
            },
        ),
    ],
)
def test_rules(project, pmo, values, errors):
    with pytest.raises(ValidationError) as caught:
        figures.report(project, JAN, values, by=pmo)
    assert caught.value.message_dict == errors
    assert not ProjectFigures.objects.exists()


def test_a_finish_is_held_against_the_best_known_start(project, pmo):
    early = {"start_actual": JAN, "start_forecast": MAR, "start_baseline": MAR}
    row = figures.report(project, MAR, {**early, "finish_forecast": FEB}, by=pmo)
    assert row.finish_forecast == FEB
    late = {"start_actual": MAR, "start_baseline": JAN, "finish_baseline": FEB}
    row = figures.report(project, MAR, {**late, "finish_forecast": MAR}, by=pmo)
    assert (row.finish_baseline, row.finish_forecast) == (FEB, MAR)


def test_a_bulk_error_names_project_and_date(project, pmo):
    reports = [Report(project, JAN, {}), Report(project, FEB, {"spent": Decimal(-1)})]
    with pytest.raises(ValidationError) as caught:
        figures.report_many(reports, by=pmo)
    assert caught.value.messages == ["TRM-07, 2026-02-28, spent: Money cannot be negative."]


def test_turning_red_tells_manager_and_sponsor_once(project, pmo, manager, sponsor):
    for day, status in ((JAN, "amber"), (FEB, "red"), (MAR, "red")):
        figures.report(project, day, {"rag_overall": status}, by=pmo)
    chain.follow_pending()
    assert list(Event.objects.order_by("pk").values_list("name", flat=True)) == [
        "portfolio.figures_reported",
        "portfolio.status_turned_red",
        "portfolio.figures_reported",
    ]
    told = Notification.objects.values_list("recipient_id", "url")
    assert set(told) == {(person.pk, f"/projects/{project.pk}/") for person in (manager, sponsor)}


def test_a_back_dated_red_is_no_news(project, pmo):
    for day, status in ((JAN, "amber"), (MAR, "green"), (FEB, "red")):
        figures.report(project, day, {"rag_overall": status}, by=pmo)
    assert not Event.objects.filter(name="portfolio.status_turned_red").exists()


def test_nothing_is_recorded_when_nothing_changes(project, pmo):
    figures.report(project, JAN, {"rag_overall": "green"}, by=pmo)
    figures.report(project, JAN, {"rag_overall": "green"}, by=pmo)
    assert Event.objects.count() == 1


def test_bulk_says_what_it_did(project, pmo):
    figures.report(project, JAN, {"spent": Decimal(1)}, by=pmo)
    other = factories.project(project.portfolio)
    written = figures.report_many(
        [
            Report(other, FEB, {"spent": Decimal(3)}),
            Report(project, JAN, {"spent": Decimal(2)}),
            Report(other, JAN, {}),
        ],
        by=pmo,
    )
    found = [(w.figures.project_id, w.figures.report_on, w.is_new, w.before) for w in written]
    assert found == [
        (project.pk, JAN, False, {"spent": Decimal(1)}),
        (other.pk, JAN, True, {}),
        (other.pk, FEB, True, {}),
    ]
    assert intervals(other) == [(JAN, FEB), (FEB, FOREVER)]


def test_bulk_query_count_does_not_grow(project, pmo, django_assert_num_queries):
    projects = [factories.project(project.portfolio) for _ in range(4)]
    lock = connection.vendor == "postgresql"  # the audit log's own
    for some in (projects[:1], projects[1:]):
        with django_assert_num_queries(12 + lock):
            figures.report_many([Report(p, JAN, {}) for p in some], by=pmo)


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2200, 1, 1)])
def test_a_day_without_room_for_a_period_before_and_after_is_refused(project, pmo, day):
    with pytest.raises(ValidationError) as caught:
        figures.report(project, day, {}, by=pmo)
    assert list(caught.value.message_dict) == ["report_on"]
    assert not project.figures.exists()


days = st.integers(0, 40).map(lambda n: date(2026, 1, 1) + timedelta(days=n))


class IntervalProperties(TestCase):
    @settings(deadline=None, max_examples=60)
    @given(reports=st.lists(days, max_size=12), gone=st.sets(days, max_size=5))
    def test_each_day_from_the_first_report_on_has_exactly_the_newest_row(self, reports, gone):
        project = factories.project(factories.portfolio())
        for day in reports:
            figures.report(project, day, {"phase": day.isoformat()}, by=None)
        figures.withdraw(ProjectFigures.objects.filter(report_on__in=gone), by=None)
        left = set(reports) - gone
        for offset in range(0, 45, 3):
            day = date(2026, 1, 1) + timedelta(days=offset)
            valid = ProjectFigures.objects.as_of(day).values_list("phase", flat=True)
            newest = max((d for d in left if d <= day), default=None)
            assert list(valid) == ([newest.isoformat()] if newest else [])
