"""Markdown to the page that everybody's copy is filled from."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from html import escape
from typing import Any

from guidelines.markdown import block_rules, headings, terms, words
from guidelines.markdown.documents import (
    LABELS,
    LIMIT,
    Code,
    Heading,
    ImageTarget,
    Problem,
    RenderContext,
    Rendered,
    TermEntry,
    TooLong,
    UsedReference,
)
from guidelines.markdown.filling import Target, fill
from guidelines.markdown.page import Page
from guidelines.markdown.parsing import MAX_DEPTH, Unfolding, fit, quiet, tokens_of
from guidelines.markdown.references import Reference
from guidelines.markdown.sanitising import sanitise

__all__ = [
    "LABELS",
    "LIMIT",
    "VERSION",
    "Code",
    "Heading",
    "ImageTarget",
    "Problem",
    "Reference",
    "RenderContext",
    "Rendered",
    "Target",
    "TermEntry",
    "TooLong",
    "UsedReference",
    "fill",
    "render",
]

VERSION = 1  # of the output; part of every cache key
BLOCK_KEY = re.compile(r"\[\[block:([\w.-]+)\]\]")
IMAGE_TOKEN = re.compile(r"image:([\w-]+)")
USER_ID = re.compile(r"""<[^<>]*?\b(?:id|name)\s*=\s*["']?([\w.:-]+)""")
TABLE = re.compile(r"<table\b|</table>")
WITHOUT_SOURCE = re.compile(r"<img\b(?![^>]* src=)[^>]*>")
ALT = re.compile(r' alt="([^"]*)"')


def render(source: str, context: RenderContext) -> Rendered:
    """The page of this text; raises TooLong, reports everything else as a problem."""
    source = fit(source)
    unfolding = Unfolding(_texts(source, context), size=len(source.encode()))
    page = _page(source, unfolding, context)
    with quiet():
        return _render(source, unfolding, page, context)


def _render(source: str, unfolding: Unfolding, page: Page, context: RenderContext) -> Rendered:
    env: dict[str, Any] = {"blocks": unfolding, "title": context.title}
    tokens = tokens_of(source, env)
    _place(env["headings"], page, context)
    html = _finish(block_rules.write(page, tokens), page)
    for line, code, key in unfolding.problems:
        page.report(line + 1, Code(code), key)
    linked, used = terms.link(html, context.terms)
    return Rendered(
        html=linked,
        headings=tuple(page.headings),
        references=tuple(page.references),
        images=tuple(page.used_images),
        blocks=tuple(dict.fromkeys(unfolding.used)),
        terms=used,
        words=words.count_html(html),
        problems=tuple(sorted(page.problems, key=lambda problem: problem.line)),
    )


def _texts(source: str, context: RenderContext) -> dict[str, str]:
    """The text blocks that the source names, and those that they name, level by level."""
    known: dict[str, str] = {}
    wanted = set(BLOCK_KEY.findall(source))
    for _level in range(MAX_DEPTH):
        wanted -= known.keys()
        if not wanted:
            break
        found = context.blocks(frozenset(wanted))
        known.update(found)
        wanted = {key for text in found.values() for key in BLOCK_KEY.findall(text)}
    return known


def _page(source: str, unfolding: Unfolding, context: RenderContext) -> Page:
    texts = [source, *unfolding.texts.values()]
    tokens = frozenset(token for text in texts for token in IMAGE_TOKEN.findall(text))
    return Page(
        trusted=secrets.token_hex(8),
        images=context.image_url(tokens) if tokens else {},
        labels={**LABELS, **context.labels},
        with_lines=context.with_lines,
        user_ids=frozenset(name for text in texts for name in USER_ID.findall(text)),
    )


def _place(marks: Sequence[headings.Mark], page: Page, context: RenderContext) -> None:
    """Give every heading its anchor: sections theirs from outside, the others what is left."""
    given = iter([anchor for anchor in context.anchors if anchor])
    for mark in sorted(marks, key=lambda mark: not mark.opens_section):
        carried = next(given, "") if mark.opens_section else ""
        wanted = carried or mark.hint or headings.slug(mark.title)
        anchor = headings.unique(wanted, page.ids)
        if mark.hint and mark.hint != anchor:
            page.report(mark.line, Code.DOUBLE_ANCHOR, mark.hint)
        mark.anchor = anchor
        page.ids.add(anchor)
        for alias in headings.aliases(mark.title):
            page.aliases.setdefault(alias, anchor)


def _finish(html: str, page: Page) -> str:
    ids = page.ids | {f"u:{name}" for name in page.user_ids}
    clean = sanitise(
        html,
        trusted=page.trusted,
        ids=frozenset(ids),
        images={token: target.url for token, target in page.images.items()},
        with_lines=page.with_lines,
    )
    if "<img" in clean:
        clean = WITHOUT_SOURCE.sub(_missing, clean)
    return _wrap_tables(clean, page)


def _missing(found: re.Match[str]) -> str:
    alt = ALT.search(found[0])
    return f'<span class="image-missing">{alt[1] if alt else ""}</span>'


def _wrap_tables(html: str, page: Page) -> str:
    number = 0

    def wrap(found: re.Match[str]) -> str:
        nonlocal number
        if found[0] == "</table>":
            return "</table></div>"
        number += 1
        label = escape(page.labels["table"].format(number=number))
        return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}"><table'

    return TABLE.sub(wrap, html) if "<table" in html else html
