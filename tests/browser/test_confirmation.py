"""Two people: one asks for confirmations, the other reads and confirms, with and without script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guidelines.models import Campaign, Confirmation
from guidelines.services import campaigns
from tests import factories as people
from tests.browser.conftest import PHONE
from tests.guidelines import factories


@pytest.fixture
def keeper():
    return people.user("Petra Lead", "pmo_lead")


@pytest.fixture
def reader():
    return people.user("Max Manager", "project_manager", unit="Roads")


@pytest.fixture
def rule(portal, keeper, reader):
    return factories.published("GL-16", owner=keeper, title="Change control")


def ask(rule, keeper, reader, **values):
    due_on = timezone.localdate() + timedelta(days=14)
    audience = {"people": [reader.pk]}
    return campaigns.create(
        rule.current, by=keeper, audience=audience, **{"due_on": due_on, **values}
    )


def test_asking_reading_confirming(open_page, sign_in_as, check_axe, rule, keeper, reader):
    office, desk = sign_in_as(open_page(), keeper), sign_in_as(open_page(), reader)
    office.goto(f"/guidelines/versions/{rule.current_id}/ask/")
    check_axe(office)
    office.get_by_label("Project manager").check()
    office.locator("[name=message]").fill("The limit changed.")
    office.get_by_role("button", name="Show who would be asked").click()
    assert office.locator("#preview-title").inner_text() == "1 person would be asked"
    check_axe(office)
    assert not Campaign.objects.exists()
    office.get_by_role("button", name="Ask now").click()
    office.get_by_text("1 person is asked.").wait_for()
    check_axe(office)

    desk.goto("/")
    desk.get_by_role("heading", name="To confirm (1)").wait_for()
    desk.locator("main").get_by_role("link", name="GL-16 Change control").first.click()
    card = desk.locator("#confirmation")
    assert "The limit changed." in card.inner_text()
    assert not Confirmation.objects.exists()
    check_axe(desk)
    card.get_by_role("button", name="I have read and understood v1").click()
    desk.get_by_text("Your confirmation is kept. Thank you.").wait_for()
    assert "You confirmed v1 on" in card.inner_text()
    assert Confirmation.objects.get().person == reader
    desk.goto("/guidelines/confirmations/")
    assert "In force" in desk.locator("main").inner_text()
    check_axe(desk)

    office.reload()
    assert "1 of 1" in office.locator("main").inner_text()


def test_without_script_on_a_phone(open_page, sign_in_as, rule, keeper, reader):
    ask(rule, keeper, reader)
    page = sign_in_as(open_page(viewport=PHONE, java_script_enabled=False), reader)
    page.goto(f"/guidelines/{rule.pk}/")
    page.get_by_role("button", name="I have read and understood v1").click()
    assert "You confirmed v1 on" in page.locator("#confirmation").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [None, PHONE])
def test_the_campaign_is_legible(
    open_page, sign_in_as, check_axe, screenshot, rule, keeper, reader, scheme, viewport
):
    made = ask(rule, keeper, reader, due_on=timezone.localdate())
    Campaign.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    options = {"viewport": viewport} if viewport else {}
    page = sign_in_as(open_page(color_scheme=scheme, **options), keeper)
    for path, name in (
        ("/guidelines/campaigns/", "campaigns"),
        (made.get_absolute_url(), "campaign"),
        (f"/guidelines/campaigns/people/{made.requests.get().pk}/", "campaign-person"),
        (f"/guidelines/campaigns/{made.pk}/end/", "campaign-end"),
    ):
        page.goto(path)
        check_axe(page)
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) == 0, path
        screenshot(page, f"{name}-{scheme}-{'phone' if viewport else 'wide'}")
