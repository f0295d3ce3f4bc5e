"""Where the links of a document's texts lead: within the document, or to words only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guidelines.markdown.filling import Target, fill
from guidelines.markdown.references import Reference
from guidelines.models import Term
from guidelines.printing.texts import anchor
from guidelines.selectors import pages
from guidelines.selectors.printing import Entry, Volume

INSIDE = "#/"  # how a place of the document is told from one of the text's own


@dataclass(frozen=True)
class Links:
    """Entries by code and language, terms by slug and language, and what lies outside."""

    entries: Mapping[tuple[str, str], Entry]
    by_code: Mapping[str, Entry]
    terms: Mapping[tuple[str, str], Term]
    outside: Mapping[Reference, Target]

    def fill(self, entry: Entry) -> str:
        """The text's HTML: what the reader may not see has become neutral words."""
        language = entry.guideline.language

        def resolve(wanted: frozenset[Reference]) -> dict[Reference, Target]:
            found = {each: self._target(each, language) for each in wanted}
            return {each: target for each, target in found.items() if target is not None}

        return fill(entry.rendered.html, resolve, missing=_("(not available to you)"))

    def entry_of(self, code: str, language: str) -> Entry | None:
        """The guideline of this code in the document, in this language if it is there."""
        return self.entries.get((code, language)) or self.by_code.get(code)

    def terms_in_order(self) -> list[Term]:
        """The glossary's entries by language and name."""
        found = {term.pk: term for term in self.terms.values()}
        return sorted(found.values(), key=lambda term: (term.language, term.name.casefold()))

    def _target(self, reference: Reference, language: str) -> Target | None:
        if reference.prefix == "term":
            term = self.terms.get((reference.code, language))
            return Target(f"{INSIDE}{term_place(term)}", term.name) if term else None
        entry = self._inside(reference, language)
        if entry is None:
            return self.outside.get(reference)
        known = {heading.anchor for heading in entry.rendered.headings}
        place = reference.anchor if reference.anchor in known else ""
        return Target(f"{INSIDE}{anchor(entry.key, place)}", entry.name)

    def _inside(self, reference: Reference, language: str) -> Entry | None:
        is_guideline = reference.prefix == "guideline"
        return self.entry_of(reference.code, language) if is_guideline else None


def links(volume: Volume, user: Any) -> Links:
    """What the texts of this document link to, as far as this person may see it."""
    entries = volume.entries
    by_code: dict[str, Entry] = {}
    for entry in entries:
        by_code.setdefault(entry.guideline.code, entry)
    named = frozenset(reference for entry in entries for reference in entry.references)
    outside = frozenset(
        each
        for each in named
        if each.prefix != "term" and not (each.prefix == "guideline" and each.code in by_code)
    )
    return Links(
        {(entry.guideline.code, entry.guideline.language): entry for entry in entries},
        by_code,
        _terms(entries),
        pages.resolve(outside, user=user),
    )


def term_place(term: Term) -> str:
    """The place of a term in the document's glossary."""
    return f"term-{term.language}-{term.slug}"


def _terms(entries: list[Entry]) -> dict[tuple[str, str], Term]:
    """The terms that the texts use, for each language of a text; the nearest where it has none."""
    wanted = {
        (reference.code, entry.guideline.language)
        for entry in entries
        for reference in entry.references
        if reference.prefix == "term"
    }
    rows = Term.objects.filter(slug__in={slug for slug, _language in wanted}).order_by("pk")
    known = {(term.slug, term.language): term for term in rows.select_related("guideline")}
    any_language = {term.slug: term for term in reversed(known.values())}
    return {pair: term for pair in wanted if (term := known.get(pair) or any_language.get(pair[0]))}
