"""Reporting in Chromium: the form fits the chosen cadence without script, pages pass axe."""

import pytest

from stakeholders.models import ReportRun
from tests import factories
from tests.browser.conftest import PHONE, WIDE
from tests.stakeholders import builders


@pytest.fixture
def pmo(portal):
    return factories.user("Petra Lead", "pmo_lead")


@pytest.fixture
def run(pmo):
    """A finished run with two editions, one delivery and one that could not be made."""
    portfolio, reader = factories.portfolio(), factories.user("Eva Executive", "executive")
    stranger = factories.user("Xaver Extern", "external")
    builders.reported_project(portfolio, "P-RED")
    builders.reported_project(portfolio, "P-SEC", access="restricted")
    report = builders.definition(portfolio, by=pmo, recipients=[reader, stranger])
    return builders.finished_run(report, by=pmo)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_are_accessible(open_page, sign_in_as, check_axe, screenshot, pmo, run, viewport):
    assert ReportRun.objects.get().state == "done"
    page = sign_in_as(open_page(viewport=viewport), pmo)
    report = f"/reports/{run.definition_id}/"
    addresses = ("/reports/", report, f"{report}edit/", f"/reports/runs/{run.pk}/")
    for address in (*addresses, "/reports/archive/", "/reports/mine/"):
        page.goto(address)
        screenshot(page, address.strip("/").replace("/", "-") + f"-{viewport['width']}")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_form_shows_only_what_the_choice_needs(page, sign_in_as, pmo):
    sign_in_as(page, pmo).goto("/reports/new/")
    once = page.locator("[name=once_at]")
    day = page.locator("[name=day]")
    assert (day.is_visible(), once.is_visible()) == (True, False)
    page.get_by_label("Once, at a given date and time").check()
    assert (day.is_visible(), once.is_visible()) == (False, True)
    programme = page.locator("[name=programme]")
    assert not programme.is_visible()
    page.get_by_label("Programme", exact=True).first.check()
    assert programme.is_visible()
    page.get_by_label("Working day of the month").check()
    page.locator("[name=name]").fill("Weekly")
    page.get_by_role("button", name="Show the next dates").click()
    dates = page.get_by_role("status").get_by_role("listitem")
    dates.first.wait_for()
    assert dates.count() == 5
    assert page.locator("[name=name]").input_value() == "Weekly"


def test_an_internal_report_for_people_outside_warns_before_it_is_saved(page, sign_in_as, pmo):
    factories.user("Xaver Extern", "external")
    sign_in_as(page, pmo).goto("/reports/new/")
    warnings = page.locator(".external-warning")

    def shown():
        return [warnings.nth(place).is_visible() for place in range(warnings.count())]

    assert shown() == [False, False]
    page.get_by_role("checkbox", name="Petra Lead").check()
    assert shown() == [False, False]
    page.get_by_label("Xaver Extern (external)").check()
    assert shown() == [True, True]
    page.locator("[name=classification]").select_option("confidential")
    assert shown() == [False, False]
