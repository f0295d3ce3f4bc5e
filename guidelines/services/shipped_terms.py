"""Brings the shipped glossaries in, and leaves alone what somebody here has changed or deleted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.versions import revision
from guidelines.markdown.headings import slug, unique
from guidelines.models import Guideline, Term
from guidelines.shipping.files import SOURCE_LANGUAGE, Key, ShippedTerm


def load(
    shipped: Iterable[ShippedTerm],
    before: Mapping[str, str],
    rules: Mapping[Key, Guideline],
    *,
    by: Any,
    again: bool,
) -> dict[str, str]:
    """Create and refresh terms; returns a mark of each by which a change here will be seen.

    `before` are the marks of former runs; what is in them and gone was deleted here.
    """
    marks = {}
    here = _Glossary()
    with revision(by=by, comment=_("Shipped with the portal")):
        for line in shipped:
            term = here.find(line)
            name = f"{line.language}:{line.name}"
            is_ours = name in before and term is not None and _mark(term) == before[name]
            if not (is_ours or (term is None and (name not in before or again))):
                continue
            values = {"definition": line.definition, "synonyms": here.free(line, term)}
            if term is None:
                term = here.new(line)
                term.guideline = _rule(line, rules)
            elif {field: getattr(term, field) for field in values} == values:
                continue
            here.put(term, values)
            marks[name] = _mark(term)
    return marks


class _Glossary:
    """The terms that are there; each word belongs to one term of its language."""

    def __init__(self) -> None:
        self._owner: dict[tuple[str, str], Term] = {}
        self._slugs: set[tuple[str, str]] = set()
        for term in Term.objects.all():
            self._know(term)

    def find(self, line: ShippedTerm) -> Term | None:
        """The term that has this word, as its name or as a synonym."""
        return self._owner.get((line.language, line.name.casefold()))

    def free(self, line: ShippedTerm, term: Term | None) -> list[str]:
        """The synonyms that no other term holds."""
        holders = [
            (word, self._owner.get((line.language, word.casefold()))) for word in line.synonyms
        ]
        return [word for word, holder in holders if holder in (None, term)]

    def new(self, line: ShippedTerm) -> Term:
        """A term with a slug of its own, not saved yet."""
        taken = {one for language, one in self._slugs if language == line.language}
        return Term(language=line.language, name=line.name, slug=unique(slug(line.name), taken))

    def put(self, term: Term, values: Mapping[str, Any]) -> None:
        """Save the values; the term's words are taken from now on."""
        for field, value in values.items():
            setattr(term, field, value)
        term.full_clean(exclude=["guideline"])
        term.save()
        self._know(term)

    def _know(self, term: Term) -> None:
        for word in _words(term):
            self._owner[term.language, word.casefold()] = term
        self._slugs.add((term.language, term.slug))


def _words(term: Term) -> Iterator[str]:
    yield term.name
    yield from term.synonyms


def _rule(line: ShippedTerm, rules: Mapping[Key, Guideline]) -> Guideline | None:
    """The guideline with the rule, in the term's language where there is one."""
    source = rules.get(Key(line.see, SOURCE_LANGUAGE))
    return rules.get(Key(line.see, line.language), source)


def _mark(term: Term) -> str:
    text = json.dumps([term.name, term.definition, term.synonyms], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
