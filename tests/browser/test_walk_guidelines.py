"""A guideline's whole life in the browser: written, reviewed, in force, confirmed, changed."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from guidelines.enums import Kind, VersionState
from guidelines.models import (
    Confirmation,
    Guideline,
    GuidelineImage,
    GuidelineSection,
    GuidelineVersion,
)
from guidelines.services import (
    campaign_rounds,
    campaigns,
    confirmations,
    imports,
    publishing,
    reading,
)
from guidelines.skeleton import skeleton
from tests import factories
from tests.browser import guideline_steps as steps
from tests.browser.conftest import PHONE, WIDE
from tests.browser.walking import Walker, read_pdf, squeezed
from tests.guidelines import factories as guides

TITLE = "Change control"
LINKED = "## Rules\n\nReport. See [changes](guideline:GL-16#limits).\n"
LIMITS = "## Limits\n\nAt most 5 percent.\n"


@dataclass
class Cast:
    author: Any
    second: Any
    lead: Any
    manager: Any
    outsider: Any


@pytest.fixture
def cast(portal):
    return Cast(
        author=factories.user("Anton Author", "pmo_analyst"),
        second=factories.user("Carla Critic", "pmo_analyst"),
        lead=factories.user("Petra Lead", "pmo_lead"),
        manager=factories.user("Max Manager", "project_manager", unit="Roads"),
        outsider=factories.user("Xenia Extern", "external"),
    )


@pytest.fixture
def project(cast):
    """An open project; it gives its manager something that guidelines apply to."""
    made = factories.project(factories.portfolio(), code="P-1", name="Bridge", manager=cast.manager)
    factories.figures(made, state="active")
    return made


@pytest.fixture
def walk(open_page, sign_in_as, check_axe, screenshot):
    """Give a person a browser of their own; what its console reports as an error fails."""
    errors = []

    def _walk(person):
        page = sign_in_as(open_page(reduced_motion="reduce"), person)
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        return Walker(page, check_axe, screenshot, person)

    yield _walk
    assert errors == []


def look_in_both(walker, what):
    """Look at the page in light and in dark."""
    walker.look(what)
    walker.page.emulate_media(color_scheme="dark")
    walker.look(f"{what}-dark")
    walker.page.emulate_media(color_scheme="light")


def test_from_an_empty_page_to_the_quota(walk, cast, project):
    other = guides.published("GL-12", title="Status reporting", owner=cast.lead)
    GuidelineSection.objects.create(guideline=other, anchor="rules", title="Rules", position=1)
    author, second, lead, manager = map(walk, (cast.author, cast.second, cast.lead, cast.manager))
    address = write(author, other.chapter)
    review(author, second, lead, address)
    campaign = publish(author, lead, address)
    read_and_confirm(manager, address)
    see_the_quota(lead, campaign)
    find_nothing(walk(cast.outsider), address, campaign)


def write(author, chapter):
    """With the skeleton, bold words, a link, a table and a picture."""
    address = steps.begin(author, chapter, TITLE, Kind.STANDARD)
    steps.write_below(author, "Summary", "A change needs a request.")
    steps.write_below(author, "Purpose", "Requests keep the baseline honest.")
    steps.write_below(author, "Scope and applicability", "Every running project.")
    steps.write_below(author, "Rules", "The manager ")
    author.page.keyboard.press("Control+B")
    author.page.keyboard.type("must")
    author.page.keyboard.press("End")
    author.page.keyboard.type(" write a request. See ")
    steps.pick_link(author, "gl-12", 1)
    author.page.keyboard.press("Enter")
    author.page.keyboard.press("Enter")
    steps.make_table(author, [["Class", "Limit"], ["A", "5 %"]])
    steps.add_picture(author, "The five steps of a change")
    author.field("audience").fill("Project managers")
    author.press("Save the draft")
    expect(author.page.locator("[data-state]")).to_contain_text(re.compile("^Saved"))

    written = {
        "Summary": "A change needs a request.",
        "Purpose": "Requests keep the baseline honest.",
        "Scope and applicability": "Every running project.",
        "Rules": "The manager **must** write a request. See [Rules](guideline:GL-12#rules)\n\n"
        "| Class | Limit |\n| ----- | ----- |\n| A     | 5 %   |\n\n"
        f"![The five steps of a change](image:{GuidelineImage.objects.get().token})",
    }
    expected = skeleton("en")
    for heading, text in written.items():
        expected = expected.replace(f"## {heading}\n", f"## {heading}\n\n{text}\n", 1)
    assert GuidelineVersion.objects.get(guideline__code="GL-13").body == expected
    return address


def review(author, second, lead, address):
    """Two people decide, after a remark, another wording, and one round back to draft."""
    steps.submit(author, address, second.person, lead.person)
    steps.remark(second, address, "baseline honest", comment="Which baseline?")
    wording = "The project manager **must** write a request"
    steps.remark(second, address, "The manager must write a request", wording=wording)

    author.go(f"{address}review/")
    assert "You wrote in this version" in author.text(".review-side")
    decided = {"decision": "approved", "seen_revision": "1"}
    assert steps.post(author, f"{address}review/decide/", **decided) == 403
    author.press("Accept")
    expect(author.page.get_by_text("The wording is in the text.")).to_be_visible()
    expect(author.page.locator(".review-text")).to_contain_text("The project manager must write")

    lead.go(f"{address}review/")
    steps.decide(lead.page, "Ask for changes", "Say whose baseline.")
    expect(lead.page.get_by_text("The version went back to draft")).to_be_visible()
    author.go(f"{address}review/")
    assert "Say whose baseline." in author.text()
    steps.answer(author, author.page.locator(".thread", has_text="Which"), "That of the project.")
    steps.submit(author, address, second.person, lead.person)
    second.go(f"{address}review/")
    second.page.locator(".thread", has_text="Which").get_by_role("button", name="Resolve").click()
    expect(second.page.locator(".thread", has_text="Which")).to_contain_text("Resolved")
    for reviewer in (second, lead):
        reviewer.go(f"{address}review/")
        steps.decide(reviewer.page, "Approve")
    expect(lead.page.get_by_text("It can be published now.")).to_be_visible()


def publish(author, lead, address):
    """Not by the author; by the lead, who asks the managers. Returns the campaign's address."""
    author.go(f"{address}review/")
    assert steps.reason_of(author, "Publish") == (
        "Your roles do not allow publishing this guideline."
    )
    assert author.fetch(f"{address}publish/")[0] == 403
    lead.follow("Publish")
    assert "Nothing refers to it yet" in lead.text()
    lead.page.get_by_label("Ask readers to confirm this version").check()
    lead.look("publish-first")
    lead.press("Publish")
    lead.page.wait_for_url(re.compile(r"/ask/$"))
    version = GuidelineVersion.objects.get(guideline__code="GL-13")
    assert (version.state, version.effective_on) == (
        VersionState.PUBLISHED,
        timezone.localdate(),
    )
    assert (version.approved_by, version.published_by) == (lead.person, lead.person)
    return steps.ask_managers(lead, "New: requests before work.")


def read_and_confirm(manager, address):
    """From the inbox to the text, and from the text to the confirmation."""
    manager.go("/inbox/")
    manager.press(re.compile("GL-13"))
    manager.page.wait_for_url(f"**{address}**")
    assert manager.heading() == f"GL-13 {TITLE}"
    contents = manager.page.locator("[data-contents] a")
    assert contents.all_inner_texts()[:4] == [
        "Summary",
        "Purpose",
        "Scope and applicability",
        "Rules",
    ]
    assert manager.rows() == [["A", "5 %"]]
    assert manager.page.locator(".prose img").get_attribute("alt") == "The five steps of a change"
    link = manager.page.locator(".prose").get_by_role("link", name="Rules", exact=True)
    assert manager.fetch(link.get_attribute("href"))[0] == 200
    assert "1 open project follows this guideline" in manager.text(".reader-side")
    card = manager.page.locator("#confirmation")
    expect(card).to_contain_text("New: requests before work.")
    card.get_by_role("button", name="I have read and understood v1").click()
    expect(card).to_contain_text("You confirmed v1 on")


def see_the_quota(lead, campaign):
    """On the campaign's page, as CSV and as evidence."""
    lead.go(campaign)
    assert "1 of 1" in lead.text()
    (row,) = steps.export_rows(lead, campaign)
    given = Confirmation.objects.get()
    assert (row["Name"], row["Unit"], row["State"]) == ("Max Manager", "Roads", "Confirmed")
    assert row["Confirmed"].startswith(f"{timezone.localtime(given.confirmed_at):%Y-%m-%d}")
    lead.press("Make the evidence")
    lead.follow("Open the result")
    link = lead.page.locator("#evidence a").first
    link.wait_for()
    status, content = lead.fetch(link.get_attribute("href"))
    assert (status, content[:5]) == (200, b"%PDF-")
    _pages, text = read_pdf(content)
    moment = date_format(timezone.localtime(given.confirmed_at), "SHORT_DATETIME_FORMAT")
    for told in ("GL-13", TITLE, "Max Manager", "Roads", "v1", moment, given.text_sha256[:10]):
        assert squeezed(told) in text, told


def find_nothing(outsider, address, campaign):
    """Who was given nothing: no page, no hit, no entry in the side bar."""
    outsider.go("/search/?q=Change")
    assert TITLE not in outsider.text()
    assert "Method" not in outsider.text("#side")
    for path in (address, f"{address}review/", f"{address}versions/", campaign):
        assert outsider.fetch(path)[0] == 404, path


@pytest.fixture
def rule(cast, project):
    """GL-16 in force, confirmed by the manager who was asked; GL-12 links to a section of it."""
    body = guides.BODY + LIMITS
    made = guides.published("GL-16", owner=cast.lead, title=TITLE, body=body)
    guides.published("GL-12", title="Status reporting", owner=cast.lead, body=LINKED)
    due_on = timezone.localdate() + timedelta(days=14)
    audience = {"sources": ["portfolio.managers"]}
    campaigns.create(made.current, by=cast.lead, audience=audience, due_on=due_on)
    confirmations.confirm(made.current, by=cast.manager)
    return made


def test_a_material_change_says_what_it_touches_and_asks_anew(walk, cast, rule):
    changed = guides.next_draft(
        rule, by=cast.author, body=guides.BODY, change_note="The limit is gone."
    )
    guides.in_state(changed, VersionState.APPROVED)
    lead, manager = walk(cast.lead), walk(cast.manager)
    address = rule.get_absolute_url()
    tomorrow = timezone.localdate() + timedelta(days=1)

    lead.go(f"{address}publish/")
    touched = lead.text(".touched")
    for told in (
        "1 open project follows this guideline",
        "GL-12 Status reporting",
        "links to what v2 no longer has: limits",
        "1 of 1 have confirmed",
    ):
        assert told in touched, told
    look_in_both(lead, "publish")
    lead.field("effective_on").fill(tomorrow.isoformat())
    lead.page.locator("[name=is_material][value=yes]").check()
    assert lead.field("ask_again").is_checked()
    lead.press("Publish")
    expect(lead.page.get_by_text("takes effect on its day").first).to_be_visible()

    manager.go(address)
    assert f"Version 2 takes effect on {date_format(tomorrow, 'SHORT_DATE_FORMAT')}" in (
        manager.text(".reader-main")
    )
    assert "You confirmed v1" in manager.text("#confirmation")

    assert publishing.publish_due() == 0
    assert publishing.publish_due(tomorrow) == 1
    campaign_rounds.run()
    first, second = rule.versions.order_by("number").values_list("campaigns__pk", flat=True)
    lead.go(f"/guidelines/campaigns/{second}/")
    assert "0 of 1" in lead.text()
    lead.go(f"/guidelines/campaigns/{first}/")
    assert lead.text(".page-status").startswith("Closed")

    manager.go(address)
    changes = manager.page.locator(".changed")
    assert "What changed in v2: The limit is gone." in manager.text(".changed")
    manager.press("I have read and understood v2")
    expect(manager.page.locator("#confirmation")).to_contain_text("You confirmed v2 on")
    changes.get_by_role("link", name="Compare with v1").click()
    expect(manager.page.locator("del").first).to_contain_text("Limits")
    look_in_both(manager, "compare")
    lead.go(f"/guidelines/campaigns/{second}/")
    assert "1 of 1" in lead.text()


def test_a_restricted_guideline_vanishes_for_who_may_not_read_it(walk, cast, rule):
    """Its reader follows a link, then it is restricted, then it is given to them by name."""
    lead, manager = walk(cast.lead), walk(cast.manager)
    address = rule.get_absolute_url()
    linking = Guideline.objects.get(code="GL-12").get_absolute_url()
    manager.go(linking)
    manager.follow("changes", ".prose")
    assert manager.heading() == f"GL-16 {TITLE}"

    lead.go(f"{address}properties/")
    lead.page.get_by_label("Restricted").check()
    lead.press("Change access")
    manager.go(linking)
    assert manager.text(".prose").endswith("See (not available to you).")
    assert manager.fetch(address)[0] == 404
    for path in ("/guidelines/", "/guidelines/confirmations/", "/search/?q=Change", "/"):
        manager.go(path)
        assert TITLE not in manager.text(), path

    lead.go(f"{address}properties/")
    readers = lead.page.get_by_role("region", name="May read")
    readers.get_by_label("Person or group").select_option(f"person:{cast.manager.pk}")
    readers.get_by_role("button", name="Give").click()
    manager.go(linking)
    manager.follow("changes", ".prose")
    assert manager.heading() == f"GL-16 {TITLE}"


def test_the_pages_around_the_walk_are_accessible(walk, cast, rule):
    """Those that no other test holds against axe; light and dark, and on a phone."""
    guides.next_draft(rule, by=cast.lead, body=guides.BODY, change_note="The limit is gone.")
    said = {"is_helpful": False, "comment": "Where is the limit?"}
    reading.give_feedback(rule.current, by=cast.manager, **said)
    book, linking = rule.chapter.handbook, Guideline.objects.get(code="GL-12")
    choices = imports.Choices(name="GL-20.md")
    made = imports.check(book, b"# New\n\n## Rules\n\nA.\n", choices, by=cast.lead)
    lead = walk(cast.lead)
    address = rule.get_absolute_url()
    for name, path in {
        "versions": f"{address}versions/",
        "version": f"{address}versions/1/",
        "side-by-side": f"{address}compare/?view=side",
        "source": f"{address}compare/?of=source",
        "new-guideline": f"{rule.chapter.get_absolute_url()}new/",
        "ask": f"/guidelines/versions/{linking.current_id}/ask/",
        "my-confirmations": "/guidelines/confirmations/",
        "feedback": "/guidelines/feedback/",
        "imports": "/guidelines/imports/",
        "import-upload": f"{book.get_absolute_url()}import/",
        "import": made.get_absolute_url(),
    }.items():
        assert lead.go(path) == 200, path
        look_in_both(lead, name)
        lead.page.set_viewport_size(PHONE)
        assert lead.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
        lead.page.set_viewport_size(WIDE)


def test_the_tab_of_the_page_is_in_view_on_a_phone(open_page, sign_in_as, cast):
    page = sign_in_as(open_page(viewport=PHONE), cast.lead)
    page.goto("/guidelines/imports/")
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)
    page.goto("/guidelines/work/")
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)
