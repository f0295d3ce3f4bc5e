"""The glossary as rendering reads it: kept per process until a term changes."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Count, Max

from guidelines.markdown.documents import TermEntry
from guidelines.models import Term


def terms_stamp(language: str) -> str:
    """Changes whenever a term of this language is added, changed or removed."""
    found = Term.objects.filter(language=language).aggregate(
        last=Max("updated_at"), number=Count("pk")
    )
    return f"{language}:{found['last']}:{found['number']}"


def term_entries(language: str) -> tuple[TermEntry, ...]:
    """The terms of a language that texts link to, with all their forms."""
    return _entries(language, terms_stamp(language))


@lru_cache(maxsize=8)
def _entries(language: str, _stamp: str) -> tuple[TermEntry, ...]:
    rows = Term.objects.filter(language=language, is_linked=True).order_by("name")
    return tuple(
        TermEntry(row.slug, row.name, (row.name, *row.synonyms), row.definition) for row in rows
    )
