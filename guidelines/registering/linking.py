"""What texts can link to here: guidelines with their sections, and terms of the glossary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.registries import LinkedPage, LinkSuggestion, LinkTarget, link_targets
from guidelines.markdown.references import Reference
from guidelines.models import Guideline, GuidelineSection, Term
from guidelines.selectors import former_codes
from guidelines.selectors.correcting import meant

Pairs = frozenset[tuple[str, str]]
SHOWN = 12
SHOWN_FIELDS = ("code", "language", "translation_of", "current__title")  # never the whole text


def register() -> None:
    """Offer both kinds to every text."""
    link_targets.add(
        LinkTarget(
            "guideline", _("Guidelines"), open_guidelines, existing_guidelines, find_guidelines, 10
        ),
        LinkTarget("term", _("Terms"), open_terms, existing_terms, find_terms, 20),
    )


def open_guidelines(pairs: Pairs, user: Any) -> dict[tuple[str, str], LinkedPage]:
    """Pages that the reader may open, in the reader's language where there is one."""
    codes = {code for code, _anchor in pairs}
    by_code = _open(codes, user)
    if renamed := former_codes.renamed(codes - by_code.keys()):
        now = _open(set(renamed.values()), user)
        by_code |= {old: now[new] for old, new in renamed.items() if new in now}
    found = {}
    for code, anchor in pairs:
        if row := by_code.get(code):
            title = f"{row.code} {row.current.title}" if row.current else row.code
            place = f"#{anchor}" if anchor else ""
            found[code, anchor] = LinkedPage(row.get_absolute_url() + place, title)
    return found


def existing_guidelines(pairs: Pairs) -> Pairs:
    """Those that are published, with a section that the published text has."""
    found = _existing(pairs)
    renamed = former_codes.renamed({code for code, _anchor in pairs - found})
    asked = {(renamed[code], anchor): (code, anchor) for code, anchor in pairs if code in renamed}
    return found | {asked[pair] for pair in _existing(frozenset(asked))} if asked else found


def _open(codes: set[str], user: Any) -> dict[str, Guideline]:
    rows = Guideline.objects.visible_to(user).filter(code__in=codes)
    return _preferred(rows.select_related("current").only(*SHOWN_FIELDS).order_by("pk"))


def _existing(pairs: Pairs) -> Pairs:
    codes = {code for code, _anchor in pairs}
    published = set(
        Guideline.objects.filter(code__in=codes, current__isnull=False).values_list(
            "code", flat=True
        )
    )
    sections = set(
        GuidelineSection.objects.filter(guideline__code__in=codes, is_current=True).values_list(
            "guideline__code", "anchor"
        )
    )
    return frozenset(
        (code, anchor)
        for code, anchor in pairs
        if code in published and (not anchor or (code, anchor) in sections)
    )


def find_guidelines(query: str, user: Any) -> Iterable[LinkSuggestion]:
    """Guidelines, then their sections; mistyped words are taken for words that are there."""
    found = list(_suggestions(query, user))
    if not found and (corrected := meant(query, user)):
        found = list(_suggestions(corrected, user))
    return found


def _suggestions(query: str, user: Any) -> Iterable[LinkSuggestion]:
    """Guidelines by code or title, then their sections by heading."""
    rows = Guideline.objects.visible_to(user).in_force()
    for word in query.split():
        rows = rows.filter(Q(code__icontains=word) | Q(current__title__icontains=word))
    found = _preferred(rows.select_related("current").order_by("code", "pk")[: SHOWN * 2])
    for row in list(found.values())[:SHOWN]:
        yield LinkSuggestion(Reference("guideline", row.code).href, f"{row.code} {_title(row)}")
    if query.strip():
        yield from _sections(query, user)


def _sections(query: str, user: Any) -> Iterable[LinkSuggestion]:
    rows = GuidelineSection.objects.filter(
        is_current=True, guideline__in=Guideline.objects.visible_to(user).in_force()
    ).select_related("guideline__current")
    for word in query.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(guideline__code__icontains=word)
            | Q(guideline__current__title__icontains=word)
        )
    ordered = rows.order_by("guideline__code", "guideline__language", "position")
    for row in ordered[:SHOWN]:
        reference = Reference("guideline", row.guideline.code, row.anchor)
        note = f"{row.guideline.code} {_title(row.guideline)}"
        yield LinkSuggestion(reference.href, row.title, note)


def open_terms(pairs: Pairs, _user: Any) -> dict[tuple[str, str], LinkedPage]:
    """Entries of the glossary, in the reader's language where there is one."""
    by_slug = _terms(pairs)
    return {
        (slug, anchor): LinkedPage(by_slug[slug].get_absolute_url(), by_slug[slug].definition)
        for slug, anchor in pairs
        if slug in by_slug
    }


def existing_terms(pairs: Pairs) -> Pairs:
    """Those that are in the glossary."""
    known = _terms(pairs)
    return frozenset(pair for pair in pairs if pair[0] in known)


def find_terms(query: str, _user: Any) -> Iterable[LinkSuggestion]:
    """Entries of the glossary by name."""
    rows = Term.objects.all()
    for word in query.split():
        rows = rows.filter(name__icontains=word)
    for slug, term in _by_slug(rows.order_by("name", "pk")[:SHOWN]).items():
        yield LinkSuggestion(Reference("term", slug).href, term.name, term.definition)


def _terms(pairs: Pairs) -> dict[str, Term]:
    return _by_slug(Term.objects.filter(slug__in={slug for slug, _anchor in pairs}).order_by("pk"))


def _by_slug(rows: Iterable[Term]) -> dict[str, Term]:
    found: dict[str, Term] = {}
    for row in rows:
        if row.slug not in found or row.language == get_language():
            found[row.slug] = row
    return found


def _preferred(rows: Iterable[Guideline]) -> dict[str, Guideline]:
    """One guideline for each code: in the person's language, else the one all others translate."""
    found: dict[str, Guideline] = {}
    for row in rows:
        before = found.get(row.code)
        if before is None or _rank(row) > _rank(before):
            found[row.code] = row
    return found


def _rank(row: Guideline) -> tuple[bool, bool, bool]:
    is_mine = row.language == get_language()
    return row.current_id is not None, is_mine, row.translation_of_id is None


def _title(row: Guideline) -> str:
    assert row.current is not None
    return row.current.title
