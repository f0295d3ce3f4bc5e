"""The steps of a guideline's life, each as a person takes it in the browser."""

import csv
import io
import re

from playwright.sync_api import expect

from tests.browser.editing import command, png, until


def begin(walker, chapter, title, kind):
    """A new guideline of the standard sections; ends in the editor. Returns its address."""
    walker.go(chapter.get_absolute_url())
    walker.follow("New guideline")
    walker.field("title").fill(title)
    walker.field("kind").select_option(kind)
    walker.press("Begin writing")
    walker.page.locator("[data-length]:not(:empty)").wait_for()
    return walker.path().removesuffix("edit/")


def write_below(walker, heading, text):
    """Type a paragraph at the head of a section; the caret stays behind its last word."""
    walker.page.evaluate(
        """heading => {
          const cm = document.querySelector('.CodeMirror').CodeMirror;
          cm.setCursor(cm.getValue().split('\\n').indexOf(heading) + 1, 0);
          cm.focus();
        }""",
        f"## {heading}",
    )
    keys = walker.page.keyboard
    keys.press("Enter")
    keys.press("Enter")
    keys.press("ArrowUp")
    keys.type(text)


def pick_link(walker, query, choice):
    """Find a page by its code, and take the entry of this place in the list."""
    keys = walker.page.keyboard
    keys.press("Control+K")
    walker.page.locator("#link-query").wait_for()
    keys.type(query)
    walker.page.locator("#link-results li").nth(choice).wait_for()
    for _step in range(choice):
        keys.press("ArrowDown")
    keys.press("Enter")
    walker.page.locator("#link-dialog").wait_for(state="hidden")


def make_table(walker, cells):
    """A table of these rows, walked with Tab; the caret ends below it."""
    command(walker.page, "table")
    walker.page.locator("#table-columns").fill(str(len(cells[0])))
    walker.page.locator("#table-rows").fill(str(len(cells) - 1))
    keys = walker.page.keyboard
    keys.press("Enter")
    words = [cell for row in cells for cell in row]
    for cell in words[:-1]:
        keys.type(cell)
        keys.press("Tab")
    keys.type(words[-1])
    keys.press("Enter")
    keys.press("Enter")


def add_picture(walker, alt):
    """A picture from a file with the words that stand for it."""
    command(walker.page, "picture")
    dialog = walker.page.locator("#picture-dialog")
    file = {"name": "steps.png", "mimeType": "image/png", "buffer": png((320, 120))}
    dialog.locator("[data-picture-file]").set_input_files(file)
    dialog.locator("#picture-alt").fill(alt)
    dialog.get_by_role("button", name="Insert").click()
    dialog.wait_for(state="hidden")
    until(walker.page, "document.querySelector('[data-preview-page] img')?.naturalWidth === 320")


def submit(walker, address, *reviewers):
    """Hand the draft to exactly these people."""
    walker.go(f"{address}review/")
    walker.follow("Submit for review")
    walker.look("submit")
    for box in walker.page.locator("[name=proposed]").all():
        box.uncheck()
    for person in reviewers:
        walker.page.get_by_label(person.name).check()
    walker.press("Submit for review")
    expect(walker.page.locator(".page-status")).to_contain_text("In review")


def select(page, words):
    """Select these words in the text, as a pointer would."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(
            document.querySelector('[data-review]'), NodeFilter.SHOW_TEXT);
          let whole = '', nodes = [];
          while (walker.nextNode()) {
            nodes.push([walker.currentNode, whole.length]);
            whole += walker.currentNode.data;
          }
          const at = whole.indexOf(words), end = at + words.length - 1;
          const node = place => nodes.findLast(each => each[1] <= place);
          const range = document.createRange();
          range.setStart(node(at)[0], at - node(at)[1]);
          range.setEnd(node(end)[0], end - node(end)[1] + 1);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        words,
    )


def decide(page, choice, reason=""):
    """Say what the reviewer thinks of the version."""
    page.get_by_label(choice).check()
    if reason:
        page.locator("#id_reason").fill(reason)
    page.get_by_role("button", name="Save the decision").click()


def remark(walker, address, words, *, comment="", wording=""):
    """A comment on these words of the text, or another wording for them."""
    walker.go(f"{address}review/")
    select(walker.page, words)
    bar = walker.page.locator("[data-review-toolbar]")
    if wording:
        bar.get_by_role("button", name="Suggest wording").click()
        walker.page.get_by_label("The passage as it should read").fill(wording)
        walker.press("Suggest this wording")
        walker.page.locator(".thread ins").wait_for()
    else:
        bar.get_by_role("button", name="Comment").click()
        walker.page.get_by_label("Comment", exact=True).fill(comment)
        walker.press("Comment", "#review_form")
        walker.page.locator(".thread", has_text=comment).wait_for()


def answer(walker, thread, words):
    """Answer a comment and close it."""
    thread.get_by_text("Answer").first.click()
    thread.get_by_role("textbox", name="Answer").fill(words)
    thread.get_by_role("button", name="Answer").click()
    expect(walker.page.locator(".thread", has_text=words)).to_have_count(1)


def post(walker, path, **values):
    """Send a form that the page does not offer; returns the status."""
    token = walker.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    form = {"csrfmiddlewaretoken": token, **values}
    return walker.page.request.post(path, form=form, max_redirects=0).status


def reason_of(walker, name):
    """Why the control of this name is disabled."""
    return walker.page.locator("[aria-disabled=true]", has_text=name).get_attribute("data-reason")


def ask_managers(walker, message):
    """Ask the managers of projects to confirm; ends on the campaign. Returns its address."""
    walker.page.get_by_label("Managers of open projects to which it applies").check()
    walker.field("message").fill(message)
    walker.press("Show who would be asked")
    walker.look("who-is-asked")
    walker.press("Ask now")
    walker.page.wait_for_url(re.compile(r"/campaigns/\d+/$"))
    return walker.path()


def export_rows(walker, path):
    """The rows of a list's CSV, each by its headings."""
    status, content = walker.fetch(f"{path}?export=csv")
    assert status == 200, path
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
