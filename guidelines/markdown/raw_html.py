"""The author's own HTML, prepared for the sanitiser."""

from __future__ import annotations

import re

from guidelines.markdown import addresses, sanitising
from guidelines.markdown.documents import Code
from guidelines.markdown.page import Page

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
OPENED = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
RAW_TEXT = re.compile(rf"</?({'|'.join(sorted(sanitising.WITH_CONTENT))})\b[^>]*>?", re.I)
ADDRESS = re.compile(r"""\b(href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.I)
HIGHEST = re.compile(r"(</?)h1\b", re.I)


def prepare(page: Page, content: str) -> str:
    """Addresses in our form; what would swallow the rest of the page loses its tags."""
    if "<!--" in content:
        content = COMMENT.sub("", content)
    for found in OPENED.finditer(content):
        name = found[1].lower()
        if name not in sanitising.TAGS and name != "h1":
            page.report(page.line, Code.HTML_REMOVED, name)
    content = HIGHEST.sub(r"\1h2", content)
    content = ADDRESS.sub(lambda found: _address(page, found), content)
    names = [found[1].lower() for found in RAW_TEXT.finditer(content)]
    is_whole = len(names) == 2 and names[0] == names[1]
    return content if is_whole or not names else RAW_TEXT.sub("", content)


def _address(page: Page, found: re.Match[str]) -> str:
    value = (found[2] or found[3] or found[4] or "").strip()
    if found[1].lower() == "href":
        return addresses.attributes(addresses.link(page, value))
    stored = addresses.image(page, value)
    return f'src="image:{stored}"' if stored else 'src=""'
