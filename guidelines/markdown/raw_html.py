"""The author's own HTML, prepared for the sanitiser."""

from __future__ import annotations

import re

from guidelines.markdown import addresses, sanitising
from guidelines.markdown.documents import Code
from guidelines.markdown.page import Page

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
# Also forced by the sanitiser, but then in an order that changes from run to run.
FORCED = {"img": ' loading="lazy"', "input": ' type="checkbox" disabled=""'}
RAW_TEXT = re.compile(rf"</?({'|'.join(sorted(sanitising.WITH_CONTENT))})\b[^>]*>?", re.I)
ADDRESS = re.compile(r"""\b(href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.I)


def prepare(page: Page, content: str) -> str:
    """Addresses in our form; what would swallow the rest of the page loses its tags."""
    if "<!--" in content:
        content = COMMENT.sub("", content)
    content = TAG.sub(lambda found: _tag(page, found), content)
    content = ADDRESS.sub(lambda found: _address(page, found), content)
    names = [found[1].lower() for found in RAW_TEXT.finditer(content)]
    is_whole = len(names) == 2 and names[0] == names[1]
    return content if is_whole or not names else RAW_TEXT.sub("", content)


def _tag(page: Page, found: re.Match[str]) -> str:
    """The tag, or nothing: the sanitiser would tear the paragraph around one it takes out."""
    end, name, rest = found[1], found[2].lower(), found[3]
    if name == "h1":
        return f"<{end}h2{rest}>"
    if name in FORCED:
        return f"<{end}{name}{FORCED[name]}{rest}>"
    if name in sanitising.TAGS:
        return found[0]
    if not end:
        page.report(page.line, Code.HTML_REMOVED, name)
    return found[0] if name in sanitising.WITH_CONTENT else ""


def _address(page: Page, found: re.Match[str]) -> str:
    value = (found[2] or found[3] or found[4] or "").strip()
    if found[1].lower() == "href":
        return addresses.attributes(addresses.link(page, value))
    stored = addresses.image(page, value)
    return f'src="image:{stored}"' if stored else 'src=""'
