"""Terms of the glossary, linked where a section first uses them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from guidelines.markdown.documents import TermEntry
from guidelines.markdown.references import Reference
from guidelines.markdown.words import TAG

# Nothing is linked within these.
SKIPPED = "a|h[2-6]|pre|code|kbd|samp|dt|figcaption|summary"
END = ""


def link(html: str, terms: Sequence[TermEntry]) -> tuple[str, tuple[str, ...]]:
    """(sanitised HTML with links, slugs that were linked in order of first use)."""
    forms = _forms(terms)
    if not forms:
        return html, ()
    walk = _Walk(forms)
    pattern = _pattern(tuple(sorted(forms)))
    made = pattern.sub(walk.step, html)
    return made, tuple(walk.used)


def _forms(terms: Sequence[TermEntry]) -> dict[str, TermEntry]:
    """The term of each form: as written where it is in capitals, else in lower case."""
    found: dict[str, TermEntry] = {}
    for term in terms:
        for form in (term.name, *term.forms):
            words = " ".join(form.split())
            if words:
                found.setdefault(_key(escape(words, quote=False)), term)
    return found


def _key(form: str) -> str:
    return form if form.isupper() and len(form) > 1 else form.lower()


class _Walk:
    """Goes through the page once; decides on each tag and each word that could be a term."""

    def __init__(self, forms: dict[str, TermEntry]) -> None:
        self.forms = forms
        self.done: set[str] = set()
        self.used: dict[str, None] = {}

    def step(self, found: re.Match[str]) -> str:
        """What stands in place of this tag or word."""
        whole = found[0]
        if found["word"] is not None:
            return self.word(whole)
        if whole.startswith("<h2"):
            self.done = set()
        elif whole.startswith("<dt"):
            self.explain(whole)
        return whole

    def find(self, text: str) -> TermEntry | None:
        """The term that is written like this."""
        plain = " ".join(text.split())
        return self.forms.get(plain) or self.forms.get(plain.lower())

    def explain(self, tag: str) -> None:
        """What a definition list explains needs no link in this section."""
        term = self.find(TAG.sub(" ", tag))
        if term is not None:
            self.done.add(term.slug)

    def word(self, text: str) -> str:
        """A link, if this is a term and its first use here."""
        term = self.find(text)
        if term is None or term.slug in self.done:
            return text
        self.done.add(term.slug)
        self.used[term.slug] = None
        address = f"ref:{Reference('term', term.slug).href}"
        return f'<a class="term" href="{escape(address)}" data-definition="{escape(term.definition)}">{text}</a>'


@lru_cache(maxsize=8)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """One expression over tags, parts to skip and all forms, these as a tree of letters."""
    tree: dict[str, Any] = {}
    for form in forms:
        node = tree
        for letter in form.lower():
            node = node.setdefault(letter, {})
        node[END] = {}
    return re.compile(
        rf"<(?P<skipped>{SKIPPED})\b(?:[^>\"]|\"[^\"]*\")*>.*?</(?P=skipped)>"
        rf"|<(?:[^>\"]|\"[^\"]*\")*>"
        rf"|(?<![\w&#-])(?P<word>{_branch(tree)})(?![\w-])",
        re.IGNORECASE | re.DOTALL,
    )


def _branch(node: dict[str, Any]) -> str:
    """The tree below one letter as an expression that takes the longest form."""
    parts = [
        (r"\s+" if letter == " " else re.escape(letter)) + _branch(below)
        for letter, below in sorted(node.items())
        if letter != END
    ]
    if not parts:
        return ""
    joined = parts[0] if len(parts) == 1 and END not in node else f"(?:{'|'.join(parts)})"
    return f"{joined}?" if END in node else joined
