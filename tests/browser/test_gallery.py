"""The gallery in Chromium: accessible in light, dark and on a phone, and alive by keyboard."""

import pytest

from tests import factories
from tests.browser.conftest import PHONE, WIDE


@pytest.fixture
def person(portal):
    return factories.user("Petra Lead", "pmo_lead")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_gallery_is_accessible(
    open_page, sign_in_as, check_axe, screenshot, person, theme, viewport
):
    page = sign_in_as(open_page(viewport=viewport, color_scheme=theme), person)
    page.goto("/ui/")
    screenshot(page, f"gallery-{theme}-{viewport['width']}")

    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_chosen_theme_wins_over_the_device(open_page, sign_in_as, person):
    person.theme = "dark"
    person.save()
    page = sign_in_as(open_page(color_scheme="light"), person)
    page.goto("/ui/")

    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(16, 23, 31)"


def test_menu_on_a_phone_opens_and_closes_by_keyboard(open_page, sign_in_as, person):
    page = sign_in_as(open_page(viewport=PHONE), person)
    page.goto("/ui/")
    assert not page.locator("#side").is_visible()

    page.get_by_role("button", name="Menu", exact=True).press("Enter")
    assert page.locator("#side").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#side").is_visible()


def test_slash_focuses_the_search_but_not_while_typing(page, sign_in_as, person):
    sign_in_as(page, person).goto("/ui/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"

    page.locator("#new_comment").fill("and")
    page.keyboard.type("/or")
    assert page.locator("#new_comment").input_value() == "and/or"


def test_confirm_asks_before_it_posts(page, sign_in_as, person):
    sign_in_as(page, person).goto("/ui/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else 0)

    page.get_by_role("button", name="Delete").last.click()
    dialog = page.get_by_role("dialog", name="Delete this portfolio?")
    dialog.get_by_role("button", name="Cancel").click()
    assert (dialog.count(), sent) == (0, [])

    page.get_by_role("button", name="Delete").last.click()
    with page.expect_request(lambda request: request.method == "POST"):
        dialog.get_by_role("button", name="Delete").click()


def test_leaving_a_changed_form_is_questioned(page, sign_in_as, person):
    sign_in_as(page, person).goto("/ui/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.locator("#new_name").fill("changed")
    page.goto("/inbox/")
    assert asked == ["beforeunload"]


def test_arrow_keys_move_between_rows(page, sign_in_as, person):
    sign_in_as(page, person).goto("/ui/")
    links = page.locator("tr[data-href] a")
    links.nth(0).focus()
    page.keyboard.press("ArrowDown")
    assert links.nth(1).evaluate("link => link === document.activeElement")


def test_error_summary_leads_to_the_field(page, sign_in_as, person):
    sign_in_as(page, person).goto("/ui/")
    page.locator(".error-summary a", has_text="Budget").click()
    assert page.evaluate("document.activeElement.id") == "wrong_budget"


def test_boxes_that_scroll_are_reachable_and_others_are_not(open_page, sign_in_as, person):
    wide = sign_in_as(open_page(), person)
    wide.goto("/ui/")
    phone = sign_in_as(open_page(viewport=PHONE), person)
    phone.goto("/ui/")

    roadmap = "[aria-label='Roadmap'].table-box"
    phone.wait_for_selector(f"{roadmap}[tabindex='0']")
    assert wide.locator(f"{roadmap}[tabindex]").count() == 0
