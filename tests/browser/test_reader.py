"""Reading guidelines in Chromium: contents, terms, addresses, feedback, with and without script."""

import pytest
from playwright.sync_api import expect

from guidelines.models import Favourite, Feedback, GuidelineSection, Term
from tests import factories
from tests.browser.conftest import PHONE, WIDE
from tests.guidelines import factories as guides

PARAGRAPH = "Every project keeps a baseline that only an approved request may change. " * 12
SECTIONS = ("Summary", "Purpose", "Rules", "Steps", "Roles")
BODY = "\n\n".join(f"## {title}\n\n{PARAGRAPH}\n\n{PARAGRAPH}" for title in SECTIONS)
TABLE = "\n\n## Limits\n\n| Class | Manager | Sponsor |\n|---|---|---|\n| A | 5 % | above |\n"


@pytest.fixture
def reader(portal):
    return factories.user("Mia Member", "team_member")


@pytest.fixture
def rule(reader):
    """A guideline in its second version with a term, a table and a section that is gone."""
    owner = factories.user("Petra Lead", "pmo_lead")
    Term.objects.create(
        name="baseline", slug="baseline", definition="The approved version of scope and plan."
    )
    guideline = guides.published(
        "GL-16", owner=owner, methods=["waterfall"], body=BODY + "\n\n## Old limits\n\nOld.\n"
    )
    draft = guides.next_draft(guideline, body=BODY + TABLE, change_note="New limits.")
    guides.publish(draft)
    GuidelineSection.objects.create(
        guideline=guideline, anchor="old-limits", title="Old limits", is_current=False
    )
    return guideline


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_are_accessible(
    open_page, sign_in_as, check_axe, screenshot, reader, rule, viewport, scheme
):
    page = sign_in_as(open_page(viewport=viewport, color_scheme=scheme), reader)
    addresses = (
        rule.get_absolute_url(),
        "/guidelines/",
        rule.chapter.handbook.get_absolute_url(),
        rule.chapter.get_absolute_url(),
    )
    for number, address in enumerate(addresses):
        page.goto(address)
        screenshot(page, f"reader-{number}-{viewport['width']}-{scheme}")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_contents_follow_the_scroll(page, sign_in_as, reader, rule):
    sign_in_as(page, reader).goto(rule.get_absolute_url())
    current = page.locator("[data-contents] [aria-current]")
    expect(current).to_have_text("Summary")
    page.locator("#steps").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('steps').scrollIntoView()")
    expect(current).to_have_text("Steps")
    page.locator("[data-contents]").get_by_role("link", name="Limits").click()
    expect(current).to_have_text("Limits")


def test_the_contents_fold_on_a_phone(open_page, sign_in_as, reader, rule):
    page = sign_in_as(open_page(viewport=PHONE), reader)
    page.goto(rule.get_absolute_url())
    link = page.locator("[data-contents]").get_by_role("link", name="Rules")
    expect(link).to_be_hidden()
    page.get_by_text("On this page").click()
    link.click()
    expect(link).to_be_hidden()
    expect(page.locator("#rules")).to_be_in_viewport()


def test_a_term_explains_itself_to_pointer_and_keyboard(page, sign_in_as, reader, rule):
    sign_in_as(page, reader).goto(rule.get_absolute_url())
    term, tip = page.locator("a.term").first, page.get_by_role("tooltip")
    term.hover()
    expect(tip).to_have_text("The approved version of scope and plan.")
    tip.hover()
    page.wait_for_timeout(400)
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    term.focus()
    expect(tip).to_be_visible()
    assert term.get_attribute("aria-describedby") == tip.get_attribute("id")
    assert "/glossary/" in term.get_attribute("href")


def test_a_heading_gives_its_address(open_page, sign_in_as, reader, rule, portal):
    page = sign_in_as(open_page(permissions=["clipboard-read", "clipboard-write"]), reader)
    page.goto(rule.get_absolute_url())
    page.get_by_role("link", name="Link to section Rules").click()
    expect(page.locator("[data-reader-status]")).to_have_text(
        "The address of this section was copied."
    )
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{portal}{rule.get_absolute_url()}#rules"


def test_an_old_link_says_that_its_section_is_gone(page, sign_in_as, reader, rule):
    gone = page.get_by_text("The section “Old limits” is no longer part of this guideline.")
    sign_in_as(page, reader).goto(f"{rule.get_absolute_url()}#rules")
    expect(gone).to_be_hidden()
    page.goto(f"/guidelines/code/{rule.code}/#old-limits")
    expect(gone).to_be_visible()
    page.get_by_role("link", name="Read it in v1").click()
    expect(page.locator("#old-limits")).to_be_in_viewport()


def test_keeping_at_hand_and_saying_what_helped(page, sign_in_as, reader, rule):
    sign_in_as(page, reader).goto(rule.get_absolute_url())
    page.get_by_role("button", name="Favourite").click()
    expect(page.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    assert Favourite.objects.filter(person=reader, guideline=rule).exists()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Comment for the owner").fill("Which board?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You found this version not helpful.")).to_be_visible()
    assert Feedback.objects.get().comment == "Which board?"


def test_the_page_works_without_script(open_page, sign_in_as, reader, rule):
    page = sign_in_as(open_page(java_script_enabled=False), reader)
    page.goto(rule.get_absolute_url())
    page.get_by_text("On this page").click()
    page.get_by_role("button", name="Favourite").click()
    assert Favourite.objects.count() == 1
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You found this version helpful.")).to_be_visible()
    page.goto("/guidelines/?q=change")
    page.get_by_role("combobox", name="Method").select_option("scrum")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("No guideline matches these filters.")).to_be_visible()


def test_filters_narrow_the_library_at_once(page, sign_in_as, reader, rule):
    guides.published("GL-17", title="Quality", methods=["scrum"])
    guides.published("GL-18", title="Sprints", methods=["scrum"])
    sign_in_as(page, reader).goto("/guidelines/")
    page.get_by_role("combobox", name="Method").select_option("scrum")
    expect(page.get_by_role("link", name="Change control")).to_be_hidden()
    expect(page.get_by_role("link", name="Quality")).to_be_visible()
    assert "method=scrum" in page.url
    page.get_by_role("button", name="Close all chapters").click()
    expect(page.get_by_role("link", name="Quality")).to_be_hidden()
