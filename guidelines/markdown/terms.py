"""Terms of the glossary, linked where a section first uses them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from guidelines.markdown.documents import TermEntry
from guidelines.markdown.references import Reference
from guidelines.markdown.words import TAG

# Nothing is linked within these.
SKIPPED = re.compile(r"<(a|h[2-6]|pre|code|kbd|samp|dt|figcaption|summary)\b.*?</\1>", re.S)
SECTION = re.compile(r"<h2\b")
LINKED = re.compile(r"\(term:([\w-]+)\)")
EXPLAINED = re.compile(r"<dt\b.*?</dt>", re.S)


def link(html: str, terms: Sequence[TermEntry]) -> tuple[str, tuple[str, ...]]:
    """(sanitised HTML with links, slugs that were linked in order of first use)."""
    forms = _forms(terms)
    if not forms:
        return html, ()
    done: set[tuple[int, str]] = set(_explained(html, forms))
    out: list[str] = []
    used: dict[str, None] = {}
    end = 0
    for section, start, stop in _words(html, _pattern(tuple(sorted(forms)))):
        term = _find(html[start:stop], forms)
        if term is None or (section, term.slug) in done:
            continue
        done.add((section, term.slug))
        used[term.slug] = None
        out += [html[end:start], _anchor(term, html[start:stop])]
        end = stop
    return "".join([*out, html[end:]]), tuple(used)


def _forms(terms: Sequence[TermEntry]) -> dict[str, TermEntry]:
    """The term of each form: as written where it is in capitals, else in lower case."""
    found: dict[str, TermEntry] = {}
    for term in terms:
        for form in (term.name, *term.forms):
            words = escape(" ".join(form.split()), quote=False)
            if words:
                is_short = words.isupper() and len(words) > 1
                found.setdefault(words if is_short else words.lower(), term)
    return found


def _find(text: str, forms: dict[str, TermEntry]) -> TermEntry | None:
    plain = " ".join(text.split())
    return forms.get(plain) or forms.get(plain.lower())


def _anchor(term: TermEntry, text: str) -> str:
    address = escape(f"ref:{Reference('term', term.slug).href}")
    definition = escape(" ".join(term.definition.split()))
    return f'<a class="term" href="{address}" data-definition="{definition}">{text}</a>'


def _starts(html: str) -> list[int]:
    return [found.start() for found in SECTION.finditer(html)]


def _explained(html: str, forms: dict[str, TermEntry]) -> Iterator[tuple[int, str]]:
    """What a definition list explains needs no link in that section, least of all in itself."""
    starts = _starts(html)
    for found in EXPLAINED.finditer(html):
        term = _find(TAG.sub(" ", found[0]), forms)
        if term is not None:
            yield bisect_right(starts, found.start()), term.slug


def _words(html: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, int]]:
    """(section, start, end) of each form that stands in running text."""
    starts = _starts(html)
    skipped = [found.span() for found in SKIPPED.finditer(html)]
    begins = [start for start, _end in skipped]
    lower = html.lower()
    text = lower if len(lower) == len(html) else html
    for found in pattern.finditer(text):
        start, end = found.span()
        before = bisect_right(begins, start) - 1
        if before >= 0 and start < skipped[before][1]:
            continue
        # "<" and ">" of a text are entities: the nearer one tells whether this is within a tag.
        if html.rfind("<", 0, start) > html.rfind(">", 0, start):
            continue
        yield bisect_right(starts, start), start, end


@lru_cache(maxsize=8)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """One expression for all forms, built as a tree of letters so that many cost little more."""
    tree: dict[str, Any] = {}
    for form in forms:
        node = tree
        for letter in form.lower():
            node = node.setdefault(letter, {})
        node[""] = {}
    return re.compile(rf"(?<![\w&#-])(?:{_branch(tree)})(?![\w-])")


def _branch(node: dict[str, Any]) -> str:
    """The tree below one letter as an expression that takes the longest form."""
    parts = [
        (r"\s+" if letter == " " else re.escape(letter)) + _branch(below)
        for letter, below in sorted(node.items())
        if letter
    ]
    if not parts:
        return ""
    if "" in node:
        return f"(?:{'|'.join(parts)})?"
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def used(source: str, terms: Sequence[TermEntry]) -> frozenset[str]:
    """Slugs of the terms that a text names in any form, or links to."""
    forms = _forms(terms)
    if not forms:
        return frozenset()
    lower = source.lower()
    text = lower if len(lower) == len(source) else source
    known = {term.slug for term in terms}
    linked = known.intersection(LINKED.findall(source))
    found = _pattern(tuple(sorted(forms))).finditer(text)
    named = (_find(source[slice(*each.span())], forms) for each in found)
    return frozenset(linked | {term.slug for term in named if term is not None})
