"""An upgrade changes a shipped guideline: the PMO compares three texts and decides."""

import pytest

from guidelines.enums import VersionState
from tests import factories
from tests.browser.conftest import PHONE, WIDE
from tests.guidelines.shipped_release import BODY, Release, edit, gl16, load


@pytest.fixture
def lead(portal, tmp_path, settings):
    """The PMO lead, when a release has changed two rules of which one was changed here."""
    settings.GUIDELINE_CONTENT = tmp_path / "content"
    (settings.GUIDELINE_CONTENT / "en").mkdir(parents=True)
    release = Release(settings.GUIDELINE_CONTENT)
    person = factories.user("Petra Lead", "pmo_lead")
    load()
    edit(gl16(), "10 working", "8 working")
    both = BODY.replace("10 working", "12 working").replace("5 working", "3 working")
    release.write("GL-16", both, title="Changes")
    return person


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_are_accessible(open_page, sign_in_as, check_axe, screenshot, lead, viewport, scheme):
    page = sign_in_as(open_page(viewport=viewport, color_scheme=scheme), lead)
    for address in ("/guidelines/shipped/", f"/guidelines/shipped/{gl16().shipped.pk}/"):
        page.goto(address)
        screenshot(page, f"shipped-{len(address)}-{viewport['width']}-{scheme}")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_lead_takes_the_change_over_and_declines_it(page, sign_in_as, lead):
    sign_in_as(page, lead).goto("/")
    page.get_by_role("link", name="GL-16").first.click()
    assert page.locator("main ins").all_inner_texts() == ["3", "12", "8", "3"]
    page.get_by_role("button", name="Take over as a draft").click()
    draft = gl16().versions.get(state=VersionState.DRAFT)
    assert "within 3 working days" in draft.body
    assert "within 8 working days" in draft.body
    page.get_by_role("link", name="GL-16").first.click()
    page.get_by_role("button", name="Decline").click()
    page.get_by_role("dialog").get_by_role("button", name="Decline").click()
    page.get_by_text("The shipped change was declined.").wait_for()
    assert not gl16().versions.open().exists()
