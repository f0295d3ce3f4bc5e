"""The form that reports a project's figures: what it starts from, refuses and says."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.services import figures
from tests import factories
from tests.portfolio.forms import form_of

TODAY = timezone.localdate()


@pytest.fixture
def tram(db, manager):
    project = factories.project(factories.portfolio(), "TRM-07", manager=manager)
    values = {
        "state": "active",
        "phase": "Executing",
        "rag_overall": "amber",
        "budget_baseline": D("9400000"),
        "finish_baseline": date(2026, 11, 14),
        "finish_forecast": date(2026, 12, 18),
        "reasons": {"spent": "Exempt under Section 43"},
    }
    figures.report(project, TODAY - timedelta(days=10), values, by=manager)
    return project


def test_a_manager_reports_from_the_report_before(tram, sign_in, manager):
    client, url = sign_in(manager), reverse("project_report", args=[tram.pk])
    sent = form_of(client, url)
    assert (sent["report_on"], sent["phase"], sent["budget_baseline"]) == (
        TODAY,
        "Executing",
        "9,400,000",
    )
    sent |= {"rag_overall": "red", "comment_cost": "Claim", "percent_complete": "40"}
    assert client.post(url, sent).status_code == 302
    row = tram.figures.get(report_on=TODAY)
    assert (row.rag_overall, row.comments, row.percent_complete) == ("red", {"cost": "Claim"}, 40)
    assert row.reasons == {"spent": "Exempt under Section 43"}


@pytest.mark.parametrize(("state", "is_warned"), [("active", True), ("closed", False)])
def test_a_forecast_that_has_passed_is_kept_with_a_warning(
    state, is_warned, tram, sign_in, manager
):
    client, url = sign_in(manager), reverse("project_report", args=[tram.pk])
    passed = TODAY - timedelta(days=3)
    sent = {**form_of(client, url), "finish_forecast": passed.isoformat(), "state": state}
    page = client.post(url, sent, follow=True).content.decode()
    assert tram.figures.get(report_on=TODAY).finish_forecast == passed
    assert ("has passed: the project is marked for it." in page) == is_warned


def test_what_was_said_before_is_shown_but_not_said_again(tram, sign_in, manager):
    figures.report(tram, TODAY - timedelta(days=10), {"narrative": "<b>Late."}, by=manager)
    client, url = sign_in(manager), reverse("project_report", args=[tram.pk])
    assert form_of(client, url)["narrative"] == ""
    assert "&lt;b&gt;Late." in client.get(url).content.decode()
    again = f"{url}?on={(TODAY - timedelta(days=10)).isoformat()}"
    assert form_of(client, again)["narrative"] == "<b>Late."
    assert "Said on" not in client.get(again).content.decode()


def test_the_form_refuses_the_future_and_what_the_service_refuses(tram, sign_in, manager):
    client, url = sign_in(manager), reverse("project_report", args=[tram.pk])
    sent = form_of(client, url)
    late = client.post(url, {**sent, "report_on": (TODAY + timedelta(days=1)).isoformat()})
    wrong = client.post(url, {**sent, "budget_baseline": "-1", "start_baseline": "2030-01-01"})
    assert late.context["form"].errors == {"report_on": ["The report date is in the future."]}
    assert wrong.context["form"].errors == {
        "budget_baseline": ["Money cannot be negative."],
        "finish_baseline": ["The finish is before the start."],
        "finish_forecast": ["The finish is before the start."],
    }
    assert tram.figures.count() == 1


def test_a_wrong_report_is_withdrawn(tram, sign_in, manager):
    wrong = figures.report(tram, TODAY, {"rag_overall": "red"}, by=manager)
    client = sign_in(manager)
    url = reverse("project_report_withdraw", args=[tram.pk, wrong.pk])
    assert url in client.get(reverse("project_report", args=[tram.pk])).content.decode()
    assert [client.post(url).status_code for _ in range(2)] == [302, 404]
    assert tram.figures.get().rag_overall == "amber"


def test_the_only_report_of_a_project_stays_so_that_no_list_loses_it(tram, sign_in, manager):
    client, only = sign_in(manager), tram.figures.get()
    url = reverse("project_report_withdraw", args=[tram.pk, only.pk])
    form = reverse("project_report", args=[tram.pk]) + f"?on={only.report_on.isoformat()}"
    page = client.get(form).content.decode()
    assert (url in page, "only report. Correct it instead." in page) == (False, True)
    answer = client.post(url, follow=True).content.decode()
    assert "only report. Correct it instead." in answer
    assert tram.figures.get() == only
