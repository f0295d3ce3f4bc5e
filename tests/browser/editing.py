"""Hands on the editor: its text, its caret and its toolbar."""

from io import BytesIO

import pytest
from PIL import Image


def until(page, condition):
    """Wait for a condition; the policy bars the library's own way of polling."""
    for _attempt in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never: {condition}")


def text_of(page):
    """What stands in the editor."""
    return page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")


def put(page, text, line=None, ch=0):
    """Replace the text and set the caret: on the last line, or on this one."""
    page.evaluate(
        """([text, line, ch]) => {
          const cm = document.querySelector('.CodeMirror').CodeMirror;
          cm.setValue(text);
          cm.setCursor(line ?? cm.lastLine(), ch);
          cm.focus();
        }""",
        [text, line, ch],
    )


def command(page, name):
    """Press a button of the toolbar."""
    page.locator(f'[data-command="{name}"]').click()


def png(size=(40, 30)):
    """The bytes of a small picture."""
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return out.getvalue()
