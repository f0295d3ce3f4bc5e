"""References in cached HTML become links, reader by reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape

from guidelines.markdown import references
from guidelines.markdown.references import Reference

ATTRIBUTES = r'((?:[^>"]|"[^"]*")*?)'
PLACEHOLDER = re.compile(rf'<a {ATTRIBUTES}href="ref:([^"]*)"{ATTRIBUTES}>(.*?)</a>', re.S)


@dataclass(frozen=True)
class Target:
    """Where a reference leads for this reader (place included), and what is found there."""

    url: str
    title: str = ""


Resolve = Callable[[frozenset[Reference]], Mapping[Reference, Target]]


def fill(html: str, resolve: Resolve, *, missing: str) -> str:
    """The page with links to what this reader may see; of anything else not even the link's text.

    A term's text is a word of the sentence and stays; it is only not linked.
    """
    hrefs = {found[2] for found in PLACEHOLDER.finditer(html)}
    known = {href: references.parse(unescape(href)) for href in hrefs}
    targets = resolve(frozenset(found for found in known.values() if found)) if hrefs else {}
    neutral = f'<span class="unavailable">{escape(missing)}</span>'

    def link(found: re.Match[str]) -> str:
        before, href, after, inside = found.groups()
        reference = known[href]
        target = targets.get(reference) if reference else None
        if target is None:
            return inside if reference and reference.prefix == "term" else neutral
        attributes = f'{before}href="{escape(target.url)}"{after}'
        if target.title and "title=" not in attributes:
            attributes += f' title="{escape(target.title)}"'
        return f"<a {attributes}>{inside or escape(target.title)}</a>"

    return PLACEHOLDER.sub(link, html) if hrefs else html
