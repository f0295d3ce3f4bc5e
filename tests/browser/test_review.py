"""A review in Chromium: one writes, two review and suggest, one accepts, both approve, one puts it
in force; and the same by mouse, by keyboard and without script."""

import pytest
from playwright.sync_api import expect

from guidelines.enums import VersionState
from guidelines.models import GuidelineVersion
from guidelines.services import reviewing
from tests import factories
from tests.browser.conftest import PHONE, WIDE
from tests.browser.guideline_steps import decide, select
from tests.guidelines import factories as guides

BODY = """## Summary

- A change needs a request.

## Purpose

Requests keep the baseline honest.

## Scope and applicability

Every running project.

## Rules

The manager **must** write a request before work starts. See [the rules](#rules).

| Class | Limit |
|---|---|
| A | 5 % |
"""
RULE = "The manager must write a request"


@pytest.fixture
def author(portal):
    return factories.user("Anton Author", "pmo_analyst")


@pytest.fixture
def carla(portal):
    return factories.user("Carla Critic", "pmo_analyst")


@pytest.fixture
def petra(portal):
    return factories.user("Petra Lead", "pmo_lead")


@pytest.fixture
def draft(author, carla, petra):
    return guides.draft("GL-16", by=author, owner=petra, body=BODY)


@pytest.fixture
def in_review(draft, author, carla, petra):
    return reviewing.submit(draft, by=author, reviewers=[carla, petra])


def address(version, page="review"):
    return f"/guidelines/{version.guideline_id}/{page}/"


def test_from_draft_to_force_with_three_people(
    open_page, sign_in_as, screenshot, author, carla, petra, draft
):
    writing, second, lead = (sign_in_as(open_page(), person) for person in (author, carla, petra))
    writing.goto(address(draft))
    writing.get_by_role("link", name="Submit for review").click()
    expect(writing.get_by_text("The draft has everything that a review needs.")).to_be_visible()
    expect(writing.get_by_label("Petra Lead")).to_be_checked()
    writing.get_by_role("button", name="Submit for review").click()
    expect(writing.get_by_text("You wrote in this version")).to_be_visible()

    second.goto(address(draft))
    select(second, RULE)
    second.locator("[data-review-toolbar]").get_by_role("button", name="Suggest wording").click()
    wording = second.get_by_label("The passage as it should read")
    expect(wording).to_have_value("The manager **must** write a request")
    wording.fill("The project manager **must** write a request")
    second.get_by_role("button", name="Suggest this wording").click()
    expect(second.locator(".thread ins")).to_have_text("project ")

    lead.goto(address(draft))
    decide(lead, "Ask for changes", "Name the limits of class B too.")
    expect(lead.get_by_text("The version went back to draft")).to_be_visible()

    writing.reload()
    expect(writing.get_by_text("Name the limits of class B too.").first).to_be_visible()
    writing.get_by_role("button", name="Accept").click()
    expect(writing.get_by_text("The wording is in the text.")).to_be_visible()
    expect(writing.locator(".review-text")).to_contain_text("The project manager must write")
    writing.get_by_role("link", name="Submit for review").click()
    writing.get_by_role("button", name="Submit for review").click()
    for page in (second, lead):
        page.goto(address(draft))
        screenshot(page, "review-decision")
        decide(page, "Approve")
    expect(lead.get_by_text("It can be published now.")).to_be_visible()

    lead.get_by_role("link", name="Publish").click()
    screenshot(lead, "publish")
    lead.get_by_role("button", name="Publish").click()
    expect(lead.get_by_text("Version 1 is in force.")).to_be_visible()
    version = GuidelineVersion.objects.get()
    assert version.state == VersionState.PUBLISHED
    assert (version.approved_by, version.published_by) == (petra, petra)


def test_comment_by_keyboard_alone(page, sign_in_as, carla, in_review):
    sign_in_as(page, carla).goto(address(in_review))
    page.get_by_role("link", name="Comment on this paragraph (line 7)").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Comment", exact=True)
    expect(field).to_be_focused()
    page.keyboard.type("Why honest?")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    thread = page.locator("#line_7 .thread")
    expect(thread).to_contain_text("Why honest?")
    expect(thread).to_contain_text("Requests keep the baseline honest.")
    thread.get_by_text("Answer").first.click()
    thread.get_by_role("textbox", name="Answer").fill("Because it is compared.")
    thread.get_by_role("button", name="Answer").click()
    thread.get_by_role("button", name="Resolve").click()
    expect(thread).to_contain_text("Resolved")


def test_the_shortcut_takes_the_selected_words(page, sign_in_as, carla, in_review):
    sign_in_as(page, carla).goto(address(in_review))
    select(page, "baseline honest")
    page.keyboard.press("Control+Alt+m")
    expect(page.locator("[data-quote]")).to_have_text("baseline honest")
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#review_form")).to_have_count(0)
    expect(page.get_by_role("link", name="Comment on this paragraph (line 7)")).to_be_focused()


def test_everything_works_without_script(open_page, sign_in_as, carla, in_review):
    page = sign_in_as(open_page(java_script_enabled=False), carla)
    page.goto(address(in_review))
    page.get_by_role("link", name="Comment on this paragraph (line 15)").click()
    page.get_by_label("Comment", exact=True).fill("Who checks?")
    page.get_by_role("button", name="Comment", exact=True).click()
    assert page.locator("#line_15 .thread").inner_text().count("Who checks?") == 1
    page.get_by_role("link", name="Source").click()
    assert "| A | 5 % |" in page.locator(".review-text").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_are_accessible(
    open_page, sign_in_as, check_axe, screenshot, author, carla, petra, in_review, viewport, scheme
):
    reviewing.comment(
        in_review, by=carla, body="So?", quote="before work starts", suggestion="at once"
    )
    reviewing.resolve(reviewing.comment(in_review, by=carla, body="Fine."), by=author)
    approved = guides.in_state(guides.draft("GL-17", body=BODY), VersionState.APPROVED)
    old = guides.published("GL-18", owner=petra, body="## Rules\n\n[x](guideline:GL-99)\n")
    work = guides.next_draft(old, by=petra)
    page = sign_in_as(open_page(viewport=viewport, color_scheme=scheme), petra)
    addresses = (
        address(in_review),
        f"{address(in_review)}?comment=15",
        address(approved, "publish"),
        address(work, "submit"),
        f"/guidelines/{old.pk}/care/",
        f"/guidelines/{old.pk}/retire/",
        "/guidelines/work/",
        "/guidelines/ageing/",
        "/guidelines/broken-links/",
    )
    for number, where in enumerate(addresses):
        page.goto(where)
        screenshot(page, f"review-{number}-{viewport['width']}-{scheme}")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
