"""The glossary as a page: terms from A to Z, where their rules stand, where they are used."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max

from core.search.text import fold, words
from core.versions import history
from guidelines.markdown.documents import TermEntry
from guidelines.markdown.terms import used
from guidelines.models import Guideline, GuidelineVersion, Term
from guidelines.selectors.terms import terms_stamp

KEEP_SECONDS = 30 * 24 * 3600
HISTORY_SHOWN = 30


@dataclass(frozen=True)
class Entry:
    """A term with the rule that the person may read, and how many guidelines use it."""

    term: Term
    rule: Guideline | None
    count: int


@dataclass(frozen=True)
class Letter:
    """The terms of one letter."""

    letter: str
    entries: list[Entry]


@dataclass(frozen=True)
class Save:
    """A former state of a term."""

    at: Any
    by: Any
    comment: str
    definition: str
    synonyms: list[str]


def glossary(user: Any, language: str, query: str = "") -> list[Letter]:
    """The terms of a language that match the query, by letter."""
    terms = list(Term.objects.filter(language=language))
    asked = [fold(word) for word in query.split()]
    shown = [term for term in terms if all(word in _searched(term) for word in asked)]
    rules = _rules(shown, user)
    counts = _counts(language, terms, user)
    letters: dict[str, list[Entry]] = defaultdict(list)
    for term in sorted(shown, key=lambda each: (fold(each.name), each.pk)):
        entry = Entry(term, rules.get(term.guideline_id), counts[term.slug])
        letters[_letter(term.name)].append(entry)
    return [Letter(letter, entries) for letter, entries in sorted(letters.items())]


def rule_of(term: Term, user: Any) -> Guideline | None:
    """The guideline with the rule, where the person may read it."""
    return _rules([term], user).get(term.guideline_id)


def used_in(term: Term, user: Any) -> list[Guideline]:
    """Guidelines in force that use the term, as far as the person sees them."""
    terms = list(Term.objects.filter(language=term.language))
    versions = _visible_versions(term.language, user)
    uses = _uses(term.language, terms, versions)
    wanted = [pk for pk, guideline in versions.items() if term.slug in uses[pk]]
    pks = [versions[pk] for pk in wanted]
    rows = Guideline.objects.filter(pk__in=pks).select_related("current")
    return list(rows.defer("current__body").order_by("code"))


def saves(term: Term) -> list[Save]:
    """What was changed, newest first."""
    return [
        Save(
            row.revision.date_created,
            row.revision.user,
            row.revision.comment,
            row.field_dict.get("definition", ""),
            row.field_dict.get("synonyms") or [],
        )
        for row in history(term)[:HISTORY_SHOWN]
    ]


def other_names(asked: frozenset[str]) -> Mapping[str, Iterable[str]]:
    """For the search: the other names of what was typed, in every language."""
    found = Term.objects.aggregate(last=Max("updated_at"), number=Count("pk"))
    names = _names(f"{found['last']}:{found['number']}")
    return {word: names[word] for word in asked if word in names}


@lru_cache(maxsize=2)
def _names(_stamp: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for term in Term.objects.all():
        forms = {" ".join(words(form)): form for form in (term.name, *term.synonyms)}
        for key in forms:
            found[key] |= {form for other, form in forms.items() if other != key}
    return {key: tuple(sorted(names)) for key, names in found.items() if key and names}


def _searched(term: Term) -> str:
    return fold(" ".join([term.name, *term.synonyms, term.definition]))


def _letter(name: str) -> str:
    first = fold(name.strip())[:1].upper()
    return first if first.isalpha() else "#"


def _rules(terms: Iterable[Term], user: Any) -> dict[int | None, Guideline]:
    wanted = {term.guideline_id for term in terms if term.guideline_id}
    rows = Guideline.objects.visible_to(user).filter(pk__in=wanted)
    return {row.pk: row for row in rows}


def _visible_versions(language: str, user: Any) -> dict[int, int]:
    """The guideline of each version in force that the person may read."""
    rows = Guideline.objects.visible_to(user).in_force().filter(language=language)
    return dict(rows.values_list("current", "pk"))


def _counts(language: str, terms: list[Term], user: Any) -> Counter[str]:
    versions = _visible_versions(language, user)
    uses = _uses(language, terms, versions)
    return Counter(slug for pk in versions for slug in uses[pk])


def _uses(language: str, terms: list[Term], versions: Iterable[int]) -> dict[int, frozenset[str]]:
    """The terms in each version's text; a published text is read once for each glossary."""
    digest = hashlib.sha256(terms_stamp(language).encode()).hexdigest()
    key = f"guideline-terms:{digest}"
    known: dict[int, frozenset[str]] = cache.get(key) or {}
    if missing := set(versions) - known.keys():
        entries = [TermEntry(term.slug, term.name, (term.name, *term.synonyms)) for term in terms]
        bodies = GuidelineVersion.objects.filter(pk__in=missing).values_list("pk", "body")
        known = known | {pk: used(body, entries) for pk, body in bodies}
        cache.set(key, known, KEEP_SECONDS)
    return known
