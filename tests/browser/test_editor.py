"""Writing a guideline in the browser: nothing typed is lost, and two people never overwrite."""

from base64 import b64encode

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from guidelines.models import (
    GuidelineImage,
    GuidelineSection,
    GuidelineVersion,
    TextBlock,
    WorkingCopy,
)
from tests import factories as people
from tests.browser.conftest import PHONE
from tests.browser.editing import command, png, put, text_of, until
from tests.guidelines import factories

BODY = "## Summary\n\n- Short.\n\n## Rules\n\nThe manager must write it down.\n"


@pytest.fixture
def writer():
    return people.user("Petra Lead", "pmo_lead")


@pytest.fixture
def draft(writer):
    return factories.draft("GL-16", by=writer, body=BODY)


@pytest.fixture
def write(sign_in_as, draft):
    """Open the editor in a tab; wait until the portal has rendered the text."""
    tabs = []

    def _open(page, user):
        tabs.append(page)
        sign_in_as(page, user)
        page.goto(f"/guidelines/{draft.guideline_id}/edit/")
        page.locator("[data-length]:not(:empty)").wait_for()
        return page

    yield _open
    for page in tabs:  # what a closing page still sends would meet the database being emptied
        if not page.is_closed():
            page.context.set_offline(True)


def paste(page, *, html="", text="", picture=""):
    page.evaluate(
        """([html, text, picture]) => {
          const data = new DataTransfer();
          if (html) data.setData('text/html', html);
          if (text) data.setData('text/plain', text);
          if (picture) {
            const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
            data.items.add(new File([bytes], 'screen.png', { type: 'image/png' }));
          }
          const target = document.querySelector('.CodeMirror').CodeMirror.getInputField();
          target.dispatchEvent(new ClipboardEvent('paste', {
            clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [html, text, picture],
    )


def test_the_toolbar_writes_markdown_and_the_preview_follows(page, write, writer):
    write(page, writer)
    put(page, "")
    page.keyboard.type("Baseline")
    page.keyboard.press("Control+Shift+2")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("one")
    command(page, "list")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("plain ")
    page.keyboard.press("Control+B")
    page.keyboard.type("strong")

    assert text_of(page).startswith("## Baseline\n\n- one\n  - two\n")
    assert text_of(page).endswith("plain **strong**")
    page.locator("[data-preview-page] strong", has_text="strong").wait_for()
    assert page.locator("[data-preview-page] h2").inner_text().startswith("Baseline")
    assert page.locator("[data-preview-page] ul ul li").inner_text() == "two"


def test_tab_leaves_the_text_and_escape_frees_it_from_a_list(page, write, writer):
    write(page, writer)
    put(page, "plain")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.CodeMirror')")

    put(page, "- item")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.CodeMirror')")
    assert text_of(page) == "- item"

    put(page, "plain")
    page.keyboard.press("Alt+F10")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.command") == "italic"
    page.keyboard.press("Escape")
    assert page.evaluate("Boolean(document.activeElement.closest('.CodeMirror'))")


def test_notes_footnotes_and_definitions(page, write, writer):
    write(page, writer)
    put(page, "Watch this")
    page.keyboard.press("Control+A")
    command(page, "admonition")
    page.locator("[data-note-kind]").select_option("WARNING")
    page.locator("#note-dialog").get_by_role("button", name="Insert").click()
    assert text_of(page) == "> [!WARNING]\n> Watch this\n"

    put(page, "A claim", ch=7)
    page.keyboard.press("Alt+Shift+F")
    page.keyboard.type("Proof.")
    assert text_of(page) == "A claim[^1]\n\n[^1]: Proof.\n"

    put(page, "")
    page.keyboard.press("Alt+Shift+D")
    page.keyboard.type("Float")
    assert text_of(page).startswith("Float\n: Its meaning")


def test_a_pasted_picture_asks_for_its_words_and_lands_in_the_text(page, write, writer):
    write(page, writer)
    put(page, "Before")
    paste(page, picture=b64encode(png()).decode())
    dialog = page.locator("#picture-dialog")
    dialog.wait_for()
    page.keyboard.press("Enter")
    dialog.get_by_role("alert").wait_for()

    page.locator("#picture-alt").fill("The five steps of a change")
    page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")

    picture = GuidelineImage.objects.get()
    assert text_of(page) == f"Before\n\n![The five steps of a change](image:{picture.token})\n"
    shown = page.locator("[data-preview-page] img")
    shown.wait_for()
    assert shown.get_attribute("alt") == "The five steps of a change"
    until(page, "document.querySelector('[data-preview-page] img').naturalWidth === 40")


def test_the_link_picker_finds_a_section_by_keyboard(page, write, writer):
    other = factories.published("GL-12", title="Status reporting")
    GuidelineSection.objects.create(guideline=other, anchor="rules", title="Rules", position=1)
    write(page, writer)
    put(page, "See ", ch=4)
    page.keyboard.press("Control+K")
    page.locator("#link-query").wait_for()
    page.keyboard.type("gl-12")
    page.locator("#link-results li").nth(1).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.locator("#link-dialog").wait_for(state="hidden")
    assert text_of(page) == "See [Rules](guideline:GL-12#rules)"


def test_a_text_block_is_included_live(page, write, writer):
    TextBlock.objects.create(
        key="rule-words", title="Rule words", body="Must binds.", released_at=timezone.now()
    )
    write(page, writer)
    put(page, "Before")
    command(page, "block")
    page.locator("#block-results li").wait_for()
    page.keyboard.press("Enter")

    assert text_of(page) == "Before\n\n[[block:rule-words]]\n"
    page.locator("[data-preview-page]", has_text="Must binds.").wait_for()


def test_a_table_is_made_walked_and_read_from_a_spreadsheet(page, write, writer):
    write(page, writer)
    put(page, "")
    command(page, "table")
    page.locator("#table-columns").fill("2")
    page.locator("#table-rows").fill("1")
    page.keyboard.press("Enter")
    page.keyboard.type("Class")
    page.keyboard.press("Tab")
    page.keyboard.type("Limit")
    page.keyboard.press("Tab")
    page.keyboard.type("A")
    page.keyboard.press("Tab")
    page.keyboard.type("2 %")
    page.keyboard.press("Tab")
    page.keyboard.type("B")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert text_of(page) == (
        "| Class | Limit |\n| ----- | ----- |\n| A     | 2 %   |\n| B     |       |\n\n"
    )

    put(page, "")
    paste(page, text="Class\tLimit\nA\t2 | 3\n")
    assert text_of(page) == "| Class | Limit  |\n| ----- | ------ |\n| A     | 2 \\| 3 |\n"

    put(page, "")
    paste(page, html="<table><tr><th>x</th></tr><tr><td>1</td></tr></table>", text="x\n1")
    assert text_of(page) == "| x   |\n| --- |\n| 1   |\n"


def test_find_and_replace(page, write, writer):
    write(page, writer)
    put(page, "Risk, risks and RISK.")
    page.keyboard.press("Control+F")
    page.keyboard.type("risk")
    count = page.locator("[data-find-count]")
    assert count.inner_text().endswith("3")
    page.locator("[data-find-word]").check()
    assert count.inner_text().endswith("2")
    page.locator("[data-find-case]").check()
    assert count.inner_text() == "Not found"
    page.locator("[data-find-case]").uncheck()
    page.locator("[data-find-replacement]").fill("threat")
    page.locator("[data-find-all]").click()
    assert count.inner_text() == "Replaced: 2"
    page.keyboard.press("Escape")

    assert text_of(page) == "threat, risks and threat."
    assert page.locator("[data-find]").is_hidden()


def test_what_was_typed_survives_a_killed_page(open_page, write, writer, draft):
    page = write(open_page(), writer)
    put(page, BODY + "\nTyped and not saved.\n")
    page.locator("[data-state]", has_text="not saved yet").wait_for()
    page.context.close()

    again = write(open_page(), writer)
    assert text_of(again).endswith("Typed and not saved.\n")
    again.locator("[data-copy-notice]").wait_for()
    draft.refresh_from_db()
    assert draft.body == BODY

    again.keyboard.press("Control+S")
    again.locator("[data-state]", has_text="Saved").wait_for()
    draft.refresh_from_db()
    assert draft.body == BODY + "\nTyped and not saved.\n"
    assert not WorkingCopy.objects.exists()


def test_without_the_portal_the_browser_keeps_the_text(page, write, writer):
    write(page, writer)
    page.context.set_offline(True)
    put(page, "Written on a train.")
    page.keyboard.press("Control+S")
    page.locator("[data-state]", has_text="No connection: kept in this browser").wait_for()
    Session.objects.all().delete()
    page.context.set_offline(False)
    page.keyboard.press("Control+S")
    page.locator("[data-state]", has_text="You are signed out").wait_for()
    page.goto("about:blank")

    write(page, writer)
    page.locator("[data-browser-use]").click()
    assert text_of(page) == "Written on a train."


def test_two_writers_end_with_both_texts(open_page, write, writer, draft):
    anton = people.user("Anton Analyst", "pmo_analyst")
    mine, theirs = write(open_page(), writer), write(open_page(), anton)
    put(mine, BODY.replace("Short.", "Short and clear."))
    mine.locator("[data-state]", has_text="not saved yet").wait_for()
    put(theirs, BODY.replace("write it down", "write it down at once"))
    theirs.locator("[data-others]", has_text="Petra Lead is editing too").wait_for()
    theirs.keyboard.press("Control+S")
    theirs.locator("[data-state]", has_text="Saved").wait_for()

    mine.locator(".CodeMirror").click()
    mine.keyboard.press("Control+S")
    mine.get_by_role("button", name="Merge both and save").click()
    mine.locator("[data-length]:not(:empty)").wait_for()

    merged = (
        "## Summary\n\n- Short and clear.\n\n## Rules\n\nThe manager must write it down at once.\n"
    )
    assert text_of(mine) == merged
    assert GuidelineVersion.objects.get(pk=draft.pk).body == merged


def test_what_both_changed_is_decided_passage_by_passage(open_page, write, writer, draft):
    anton = people.user("Anton Analyst", "pmo_analyst")
    mine, theirs = write(open_page(), writer), write(open_page(), anton)
    put(theirs, BODY.replace("Short.", "Theirs."))
    theirs.keyboard.press("Control+S")
    theirs.locator("[data-state]", has_text="Saved").wait_for()
    put(mine, BODY.replace("Short.", "Mine."))
    mine.keyboard.press("Control+S")
    mine.get_by_label("Both, mine first").check()
    mine.get_by_role("button", name="Save this text").click()
    mine.locator("[data-length]:not(:empty)").wait_for()

    assert text_of(mine) == BODY.replace("- Short.", "- Mine.\n- Theirs.")


def test_escape_leaves_the_full_screen_but_first_the_search(page, write, writer):
    write(page, writer)
    put(page, "Risk")
    page.keyboard.press("Alt+Shift+M")
    page.keyboard.press("Control+F")
    page.keyboard.type("risk")
    page.keyboard.press("Escape")
    assert page.locator(".editor.is-full").count() == 1
    assert page.locator(".editor-hit").count() == 0
    page.keyboard.press("Escape")
    assert page.locator(".editor.is-full").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, write, writer, check_axe, screenshot, scheme):
    page = write(open_page(color_scheme=scheme), writer)
    check_axe(page)
    page.keyboard.press("Alt+Shift+H")
    put(page, BODY + "\n[nowhere](guideline:GL-99)\n")
    check_axe(page)
    screenshot(page, f"editor-{scheme}")


def test_on_a_phone_nothing_runs_out_of_the_page(open_page, write, writer, screenshot):
    page = write(open_page(viewport=PHONE), writer)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("[data-preview]").is_hidden()
    command(page, "preview")
    page.locator("[data-preview]").wait_for()
    screenshot(page, "editor-phone")


def test_both_panes_scroll_along(page, write, writer):
    body = "\n\n".join(f"## Section {number}\n\nText {number}." for number in range(60))
    write(page, writer)
    put(page, body, line=0)
    page.locator("[data-preview-page] h2", has_text="Section 59").wait_for()
    page.evaluate(
        "(() => { const cm = document.querySelector('.CodeMirror').CodeMirror;"
        " cm.scrollTo(null, cm.heightAtLine(120, 'local')); })()"
    )
    until(page, "document.querySelector('[data-preview]').scrollTop > 500")
    heading = page.locator("[data-preview-page] h2", has_text="Section 30").bounding_box()
    pane = page.locator("[data-preview]").bounding_box()
    assert abs(heading["y"] - pane["y"]) < 60

    page.locator("[data-preview]").hover()
    page.mouse.wheel(0, -20_000)
    until(page, "document.querySelector('.CodeMirror-scroll').scrollTop < 60")
