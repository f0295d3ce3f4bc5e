"""The glossary: add, change, merge and remove terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.changes import assign
from core.errors import Errors
from core.events import record
from core.versions import revision
from guidelines.markdown.headings import slug
from guidelines.models import Term

FIELDS = ("language", "name", "definition", "synonyms", "guideline", "is_linked")


@transaction.atomic
def add(*, by: Any, **values: Any) -> Term:
    """A new term; its name and synonyms are not used by another one of its language."""
    term = Term()
    _put(term, values)
    _save(term, by, _("Created"))
    record("guidelines.term_added", term, by=by, data=_told(term))
    return term


@transaction.atomic
def update(term: Term, *, by: Any, **values: Any) -> Term:
    """Change what is given; nothing happens when nothing differs."""
    changes = _put(term, values)
    if changes:
        _save(term, by, _("Changed"))
        record("guidelines.term_changed", term, by=by, data={**_told(term), "changes": changes})
    return term


@transaction.atomic
def merge(term: Term, into: Term, *, by: Any) -> Term:
    """Make one term of two: the name and synonyms of the first become synonyms of the second."""
    if term.language != into.language or term.pk == into.pk:
        raise ValidationError(_("Choose another term of the same language."))
    forms = [term.name, *term.synonyms]
    delete(term, by=by)
    return update(into, by=by, synonyms=[*into.synonyms, *forms])


@transaction.atomic
def delete(term: Term, *, by: Any) -> None:
    """Remove a term; texts only lose its links."""
    record("guidelines.term_deleted", term, by=by, data=_told(term))
    term.delete()


def _put(term: Term, values: dict[str, Any]) -> dict[str, Any]:
    if "synonyms" in values:
        values["synonyms"] = _tidy(values["synonyms"])
    errors = Errors()
    changes = assign(term, values, FIELDS, errors)
    errors.require(term, "name", _("A term needs a name."))
    errors.require(term, "definition", _("A term needs a meaning."))
    for field, forms in (("name", [term.name]), ("synonyms", term.synonyms)):
        for form, holder in _taken(term, forms):
            errors.add(
                field,
                _("“%(form)s” belongs to the term “%(term)s” already.")
                % {"form": form, "term": holder},
            )
    errors.raise_if_any()
    term.slug = _free_slug(term)
    return changes


def _taken(term: Term, forms: Iterable[str]) -> list[tuple[str, str]]:
    """Those of the forms that another term of the language holds, with its name."""
    holders = {
        form.casefold(): other.name
        for other in Term.objects.filter(language=term.language).exclude(pk=term.pk)
        for form in (other.name, *other.synonyms)
    }
    return [(form, holders[form.casefold()]) for form in forms if form.casefold() in holders]


def _tidy(synonyms: Iterable[str]) -> list[str]:
    """Each synonym once, without blanks around it."""
    seen = {form.strip().casefold(): form.strip() for form in synonyms if form.strip()}
    return list(seen.values())


def _free_slug(term: Term) -> str:
    """The address of the term: its own if it has one, else made from its name."""
    if term.slug:
        return term.slug
    wanted, number = slug(term.name)[:130] or "term", 1
    taken = set(Term.objects.filter(language=term.language).values_list("slug", flat=True))
    free = wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def _save(term: Term, by: Any, comment: str) -> None:
    with revision(by=by, comment=comment):
        term.save()


def _told(term: Term) -> dict[str, Any]:
    return {"language": term.language, "url": term.get_absolute_url()}
