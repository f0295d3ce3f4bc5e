"""The guidelines themselves, one part each, and the glossary behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from core import formatting
from core.pdf import Part
from guidelines.models import GuidelineVersion, Term
from guidelines.printing import front
from guidelines.printing.links import Links, term_place
from guidelines.printing.texts import Setting, page_of, printable
from guidelines.selectors.applicability import in_words
from guidelines.selectors.printing import ChapterEntries, Entry, Volume

LONGEST_HEADER = 90


@dataclass(frozen=True)
class Revision:
    """One line of the revision table."""

    number: int
    day: str
    change: str
    approvers: str


@dataclass(frozen=True)
class Meaning:
    """One entry of the glossary; `rule` is HTML that names where the rule stands."""

    place: str
    term: Term
    synonyms: str
    rule: str


def parts(volume: Volume, links: Links, pictures: Mapping[str, str]) -> list[Part]:
    """Each guideline on pages of its own, under its chapter's heading where that begins."""
    has_chapters = volume.scope.kind == "handbook"
    found = []
    for chapter in volume.chapters:
        for place, entry in enumerate(chapter.entries):
            above = chapter if has_chapters and not place else None
            setting = Setting(entry.key, 3 if has_chapters else 2, pictures)
            found.append(_part(entry, above, links, setting))
    return found


def glossary(links: Links) -> list[Part]:
    """What the terms mean that the texts use, if they use any."""
    terms = [_meaning(term, links) for term in links.terms_in_order()]
    if not terms:
        return []
    html = render_to_string("guidelines/print/glossary.html", {"terms": terms})
    return [Part("glossary", html, header_left=_("Glossary"))]


def _part(entry: Entry, above: ChapterEntries | None, links: Links, setting: Setting) -> Part:
    version, guideline = entry.version, entry.guideline
    mark = front.mark(version)
    context = {
        "entry": entry,
        "rank": setting.rank,
        "below": setting.rank + 1,
        "chapter": above.chapter if above else None,
        "chapter_place": front.chapter_place(above) if above else "",
        "facts": _facts(entry),
        "applies": in_words(version),
        "body": mark_safe(printable(links.fill(entry), setting)),  # noqa: S308 - sanitised before
        "revisions": [_revision(each) for each in entry.history],
        "mark": mark,
    }
    html = render_to_string("guidelines/print/guideline.html", context)
    header = f"{guideline.code} {version.title}"[:LONGEST_HEADER]
    return Part(entry.key, html, header_left=header, mark=mark)


def _facts(entry: Entry) -> list[tuple[str, str]]:
    version, guideline = entry.version, entry.guideline
    found = [
        (_("Version"), front.version_text(version)),
        (_("In force from"), front.in_force_from(version)),
        (_("Owner"), str(guideline.owner or "–")),
    ]
    if guideline.next_review_on and version.is_sealed:
        found.append((_("Next review"), formatting.day(guideline.next_review_on)))
    return found


def _revision(version: GuidelineVersion) -> Revision:
    return Revision(
        version.number,
        front.in_force_from(version),
        version.change_note or (_("First version") if version.number == 1 else "–"),
        front.approvers(version),
    )


def _meaning(term: Term, links: Links) -> Meaning:
    rule = ""
    if term.guideline and (entry := links.entry_of(term.guideline.code, term.language)):
        link = f'<a href="#{entry.key}"> {escape(entry.name)} {page_of(entry.key)}</a>'
        rule = mark_safe(link)  # noqa: S308 - the name is escaped
    return Meaning(term_place(term), term, ", ".join(map(str, term.synonyms)), rule)
