"""How the tokens inside a line are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from guidelines.markdown import addresses, headings, raw_html
from guidelines.markdown.documents import Code
from guidelines.markdown.page import Page, Rule, text
from guidelines.markdown.parsing import Token

MISSING_NOTE = re.compile(r"\[\^([^\]\s]+)\]")


def write(page: Page, tokens: Sequence[Token]) -> str:
    """The content of one paragraph, heading or cell."""
    out: list[str] = []
    for at, token in enumerate(tokens):
        rule = RULES.get(token.type)
        if rule is not None:
            out.append(rule(page, tokens, at))
        else:
            out.append(f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>")
    return "".join(out)


def _text(page: Page, tokens: Sequence[Token], at: int) -> str:
    content = tokens[at].content
    if "[^" in content:
        for found in MISSING_NOTE.finditer(content):
            page.report(page.line, Code.UNKNOWN_FOOTNOTE, found[1])
    return text(content)


def _code(_page: Page, tokens: Sequence[Token], at: int) -> str:
    return f"<code>{text(tokens[at].content)}</code>"


def _html(page: Page, tokens: Sequence[Token], at: int) -> str:
    return raw_html.prepare(page, tokens[at].content)


def _softbreak(page: Page, _tokens: Sequence[Token], _at: int) -> str:
    page.line += 1
    return "\n"


def _hardbreak(page: Page, _tokens: Sequence[Token], _at: int) -> str:
    page.line += 1
    return "<br>\n"


def _link_open(page: Page, tokens: Sequence[Token], at: int) -> str:
    attributes = tokens[at].attrs
    address = addresses.link(page, str(attributes.get("href", "")))
    page.links.append("</a>" if address else "")
    if not address:
        return ""
    title = attributes.get("title")
    named = f' title="{escape(str(title))}"' if title else ""
    return f"<a {addresses.attributes(address)}{named}>"


def _link_close(page: Page, _tokens: Sequence[Token], _at: int) -> str:
    return page.links.pop()


def _image(page: Page, tokens: Sequence[Token], at: int) -> str:
    """A picture; its title is a caption where it stands alone (block_rules writes the figure)."""
    attributes = tokens[at].attrs
    source, caption = str(attributes.get("src", "")), str(attributes.get("title") or "")
    alt = headings.text_of(tokens[at].children)
    if not alt:
        page.report(page.line, Code.IMAGE_WITHOUT_ALT, source)
    stored = addresses.image(page, source)
    if not stored:
        return f'<span class="image-missing">{text(alt)}</span>'
    target = page.images[stored]
    size = f' width="{target.width}" height="{target.height}"' if target.width else ""
    tag = f'<img src="image:{stored}" alt="{escape(alt)}"{size} loading="lazy"'
    if caption and len(tokens) == 1:
        return f"{tag}><figcaption>{text(caption)}</figcaption>"
    return f'{tag} title="{escape(caption)}">' if caption else f"{tag}>"


def _footnote_ref(page: Page, tokens: Sequence[Token], at: int) -> str:
    number, again = note(tokens[at])
    page.ids |= {f"fn:{number}", f"fnref:{number}{again}"}
    label = page.label("footnote", number=number)
    place = f'href="#fn:{number}" id="{page.trusted}fnref:{number}{again}"'
    return f'<sup class="footnote-ref"><a {place} aria-label="{label}">{number}</a></sup>'


def note(token: Token) -> tuple[int, str]:
    """(number of a footnote, which of several references to it)."""
    again = int(token.meta.get("subId") or 0)
    return int(token.meta["id"]) + 1, f":{again + 1}" if again else ""


RULES: dict[str, Rule] = {
    "text": _text,
    "text_special": _text,
    "code_inline": _code,
    "html_inline": _html,
    "softbreak": _softbreak,
    "hardbreak": _hardbreak,
    "link_open": _link_open,
    "link_close": _link_close,
    "image": _image,
    "footnote_ref": _footnote_ref,
}
