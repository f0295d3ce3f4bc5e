"""Putting a handbook in order in Chromium: buttons, keyboard, pointer, and without script."""

import pytest
from playwright.sync_api import expect

from guidelines.models import Term
from tests import factories
from tests.browser.conftest import PHONE, WIDE
from tests.guidelines import factories as guides


@pytest.fixture
def keeper(portal):
    return factories.user("Petra Lead", "pmo_lead")


@pytest.fixture
def book(keeper):
    control, plan = guides.chapter("Control"), guides.chapter("Plan")
    for code, inside in (("A-1", control), ("B-2", control), ("C-3", control), ("D-4", plan)):
        guides.published(code, inside=inside, title=f"Title {code}", owner=keeper)
    return control.handbook


def address(book):
    return f"/guidelines/handbooks/{book.pk}/order/"


def order(book):
    return {
        each.title: list(each.guidelines.order_by("position").values_list("code", flat=True))
        for each in book.chapters.order_by("position")
    }


def handle(page, code):
    row = page.locator("li.order-row").filter(has_text=f"Title {code}")
    return row.locator("[data-handle]")


def drag(page, source, target, *, below=False):
    """Move the pointer from the middle of one thing to the upper or lower half of another."""
    start, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    y = end["y"] + end["height"] * (0.9 if below else 0.1)
    page.mouse.move(end["x"] + end["width"] / 2, y, steps=8)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_are_accessible(
    open_page, sign_in_as, check_axe, screenshot, keeper, book, viewport, scheme
):
    rule = book.chapters.get(title="Plan").guidelines.get()
    term = Term.objects.create(
        name="baseline", slug="baseline", definition="The plan.", synonyms=["yardstick"]
    )
    page = sign_in_as(open_page(viewport=viewport, color_scheme=scheme), keeper)
    addresses = {
        "order": address(book),
        "properties": f"/guidelines/{rule.pk}/properties/",
        "chapter-access": f"/guidelines/chapters/{rule.chapter_id}/access/",
        "move": f"/guidelines/{rule.pk}/move/",
        "all": "/guidelines/all/",
        "glossary": "/glossary/",
        "term": f"/glossary/{term.pk}/",
        "blocks": "/guidelines/blocks/",
    }
    for name, url in addresses.items():
        page.goto(url)
        screenshot(page, f"keeping-{name}-{viewport['width']}-{scheme}")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_buttons_keep_the_focus_and_tell_what_happened(page, sign_in_as, keeper, book):
    sign_in_as(page, keeper).goto(address(book))
    down = page.get_by_role("button", name="Move A-1 down")
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-order-status]")).to_have_text("A-1 is now number 2 of 3 in Control.")
    expect(page.get_by_role("button", name="Move A-1 down")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-order-status]")).to_have_text("A-1 is now number 3 of 3 in Control.")
    expect(page.get_by_role("button", name="Move A-1 down")).to_be_focused()
    assert order(book)["Control"] == ["B-2", "C-3", "A-1"]
    page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert order(book)["Control"] == ["B-2", "A-1", "C-3"]


def test_a_row_is_dragged_within_and_between_chapters(page, sign_in_as, keeper, book):
    sign_in_as(page, keeper).goto(address(book))
    drag(page, handle(page, "C-3"), handle(page, "A-1"))
    page.mouse.up()
    expect(page.locator("[data-order-status]")).to_have_text("C-3 is now number 1 of 3 in Control.")
    assert order(book) == {"Control": ["C-3", "A-1", "B-2"], "Plan": ["D-4"]}
    drag(page, handle(page, "A-1"), handle(page, "D-4"), below=True)
    page.mouse.up()
    expect(page.locator("[data-order-status]")).to_have_text("A-1 is now number 2 of 2 in Plan.")
    assert order(book) == {"Control": ["C-3", "B-2"], "Plan": ["D-4", "A-1"]}


def test_escape_puts_a_dragged_row_back(page, sign_in_as, keeper, book):
    sign_in_as(page, keeper).goto(address(book))
    drag(page, handle(page, "C-3"), handle(page, "A-1"))
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator("li.order-row .order-code").first).to_have_text("A-1")
    assert order(book)["Control"] == ["A-1", "B-2", "C-3"]


def test_chapters_are_dragged_too(page, sign_in_as, keeper, book):
    sign_in_as(page, keeper).goto(address(book))
    heads = page.locator(".order-chapter > header")
    drag(page, heads.nth(1).locator("[data-handle]"), heads.nth(0).locator("h2"))
    page.mouse.up()
    expect(page.locator("[data-order-status]")).to_have_text(
        "Plan is now number 1 of 2 in Handbook."
    )
    assert list(order(book)) == ["Plan", "Control"]


def test_it_works_without_script(open_page, sign_in_as, keeper, book):
    page = sign_in_as(open_page(java_script_enabled=False), keeper)
    page.goto(address(book))
    expect(page.locator("[data-handle]").first).to_be_hidden()
    page.get_by_role("button", name="Move B-2 up").click()
    expect(page.get_by_text("B-2 is now number 1 of 3 in Control.")).to_be_visible()
    page.get_by_role("link", name="To chapter … A-1").click()
    page.get_by_label("Chapter").select_option(label="Handbook: Plan")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("A-1 is now number 2 of 2 in Plan.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    assert order(book) == {"Control": ["B-2", "A-1", "C-3"], "Plan": ["D-4"]}
