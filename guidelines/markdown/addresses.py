"""Where links and pictures of a text may lead."""

from __future__ import annotations

import re
from html import escape

from guidelines.markdown import references, sanitising
from guidelines.markdown.documents import Code, UsedReference
from guidelines.markdown.page import Page

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
TOKEN = re.compile(r"image:([\w-]+)\Z")


def link(page: Page, href: str) -> str:
    """The address for the page that is sanitised next; empty, and told: it leads nowhere."""
    if href.startswith("#"):
        return _own_place(page, href[1:])
    reference = references.parse(href)
    if reference is not None:
        page.references.append(UsedReference(reference, page.line))
        if page.heading:
            page.report(page.line, Code.LINK_IN_HEADING, href)
        return f"ref:{reference.href}"
    if href.lower().startswith(sanitising.WEB):
        return href
    code = Code.REFUSED_LINK if SCHEME.match(href) else Code.RELATIVE_LINK
    page.report(page.line, code, href)
    return ""


def attributes(address: str) -> str:
    """href, and for the web that the other side learns nothing of this page."""
    outside = f' rel="{sanitising.RELATION}"' if address.lower().startswith("http") else ""
    return f'href="{escape(address)}"{outside}'


def _own_place(page: Page, anchor: str) -> str:
    """A place of this page, also by the anchor that other tools make of the same heading."""
    if anchor in page.ids:
        return f"#{anchor}"
    if anchor in page.user_ids:
        return f"#{sanitising.USER_ID}{anchor}"
    if anchor.lower() in page.aliases:
        return f"#{page.aliases[anchor.lower()]}"
    page.report(page.line, Code.UNKNOWN_ANCHOR, f"#{anchor}")
    return ""


def image(page: Page, source: str) -> str:
    """The token of a stored picture; empty, and told: there is none."""
    found = TOKEN.match(source)
    if found is None:
        page.report(page.line, Code.IMAGE_OUTSIDE, source)
        return ""
    if found[1] not in page.images:
        page.report(page.line, Code.IMAGE_UNKNOWN, source)
        return ""
    page.used_images[found[1]] = None
    return found[1]
