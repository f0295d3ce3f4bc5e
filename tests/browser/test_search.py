"""Search in Chromium: suggestions by keyboard, hits and filters, accessible in every shape."""

import pytest

from core.registries import SearchDocument
from tests import factories
from tests.browser.conftest import PHONE, WIDE
from tests.core.searching import TRAM, fill


@pytest.fixture
def person(portal):
    fill(
        {
            pk: [
                SearchDocument(f"GL-{pk} Tram", "", "/inbox/", facets={"kind": ["ab"[pk % 2]]}),
                SearchDocument(f"GL-{pk} Tram", "The tram waits.", "/inbox/", "a", "Rules"),
            ]
            for pk in range(10, 35)
        }
    )
    return factories.user("Petra Lead", "pmo_lead")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_hits_and_suggestions_are_accessible(
    open_page, sign_in_as, check_axe, screenshot, person, theme, viewport
):
    page = sign_in_as(open_page(viewport=viewport, color_scheme=theme), person)
    page.goto(f"/search/?q=tram&type={TRAM}")
    page.locator("#search").fill("gl-1")
    page.locator("#search-suggestions").wait_for()
    screenshot(page, f"search-{theme}-{viewport['width']}")

    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_suggestions_are_walked_by_keyboard(page, sign_in_as, person):
    sign_in_as(page, person).goto("/")
    field = page.locator("#search")
    field.press_sequentially("gl-1")
    page.locator("#search-suggestions").wait_for()

    field.press("ArrowDown")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "suggestion-2"
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "gl-1"

    field.press_sequentially("0")
    page.locator("#search-suggestions").wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/inbox/")


def test_enter_without_a_choice_shows_all_hits_and_a_box_narrows_them(page, sign_in_as, person):
    sign_in_as(page, person).goto("/")
    page.locator("#search").press_sequentially("tram")
    page.locator("#search").press("Enter")
    page.get_by_role("link", name="Show all 25").click()
    page.get_by_label("A 13").check()
    page.wait_for_url("**kind=a**")
    assert page.locator(".hit-title").count() == 13
