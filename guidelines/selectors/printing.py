"""What a document on paper holds: texts in their order, as far as one person may see them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Max, Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from guidelines.enums import SEALED_STATES, Access, Decision
from guidelines.markdown import references
from guidelines.markdown.documents import Rendered
from guidelines.markdown.references import Reference
from guidelines.models import (
    Chapter,
    Guideline,
    GuidelineVersion,
    Handbook,
    Reviewer,
    TextBlock,
)
from guidelines.selectors import pages
from guidelines.selectors.reading import is_restricted
from guidelines.selectors.terms import terms_stamp

Kind = Literal["guideline", "chapter", "handbook"]


@dataclass(frozen=True)
class Scope:
    """What is asked for: one version of a guideline, a chapter, or a handbook, for a reader."""

    kind: Kind
    pk: int  # of the version, the chapter or the handbook
    language: str

    def as_payload(self) -> dict[str, Any]:
        """For the job's row."""
        return {"kind": self.kind, "pk": self.pk, "language": self.language}


@dataclass(frozen=True)
class Entry:
    """One guideline's text in the document, with its history up to this version."""

    guideline: Guideline
    version: GuidelineVersion
    rendered: Rendered
    history: Sequence[GuidelineVersion]

    @property
    def key(self) -> str:
        """Its name in the document's places."""
        return f"g{self.guideline.pk}"

    @property
    def name(self) -> str:
        """Code and title."""
        return f"{self.guideline.code} {self.version.title}"

    @property
    def references(self) -> frozenset[Reference]:
        """What the text links to, terms of the glossary that it only uses included."""
        linked = {each.reference for each in self.rendered.references}
        return frozenset(linked | {Reference("term", slug) for slug in self.rendered.terms})


@dataclass(frozen=True)
class ChapterEntries:
    """A chapter with those of its guidelines that the document holds."""

    chapter: Chapter
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Volume:
    """The document before it is set: what it holds, for whom, in which language, on which day."""

    scope: Scope
    handbook: Handbook
    chapters: Sequence[ChapterEntries]
    printed_on: date

    @property
    def entries(self) -> list[Entry]:
        """Every guideline in its order."""
        return [entry for chapter in self.chapters for entry in chapter.entries]

    @property
    def is_restricted(self) -> bool:
        """Whether some text in it is for granted people only."""
        return any(is_restricted(entry.guideline) for entry in self.entries)


def volume(scope: Scope, user: Any) -> Volume | None:
    """The document with all that this person may see of it; None where that is nothing."""
    versions = _versions(scope, user)
    if not versions:
        return None
    history = _history(versions)
    languages = {version.guideline.language for version in versions}
    stamps = {language: terms_stamp(language) for language in languages}
    by_chapter: dict[Chapter, list[Entry]] = defaultdict(list)
    for version in versions:
        guideline = version.guideline
        rendered = pages.rendered(version, stamp=stamps[guideline.language])
        entry = Entry(guideline, version, rendered, history[version.pk])
        by_chapter[guideline.chapter].append(entry)
    chapters = [ChapterEntries(chapter, entries) for chapter, entries in by_chapter.items()]
    return Volume(scope, chapters[0].chapter.handbook, chapters, timezone.localdate())


def stamp(scope: Scope, user: Any) -> str:
    """Changes with all that can change the document for this person; empty where it is nothing."""
    versions = _versions(scope, user, with_text=False)
    if not versions:
        return ""
    visible = Guideline.objects.visible_to(user).order_by("pk").values_list("pk", "current")
    languages = sorted({version.guideline.language for version in versions})
    parts = [
        scope.as_payload(),
        timezone.localdate(),
        [_facts(version) for version in versions],
        list(visible),
        [terms_stamp(language) for language in languages],
        TextBlock.objects.aggregate(last=Max("released_at")),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def may_read(user: Any, *, versions: Iterable[int], links: Sequence[str]) -> bool:
    """Whether the person may see every text in a document, and all that its texts name."""
    wanted = set(versions)
    seen = GuidelineVersion.objects.visible_to(user).filter(pk__in=wanted)
    if set(seen.values_list("pk", flat=True)) != wanted:
        return False
    named = frozenset(found for link in links if (found := references.parse(link)))
    return named == pages.resolve(named, user=user).keys()


def hidden_from_some(versions: Iterable[int]) -> set[int]:
    """Those of the versions that not all staff may know of, and those that are gone."""
    wanted = set(versions)
    known = GuidelineVersion.objects.filter(
        pk__in=wanted,
        state__in=SEALED_STATES,
        guideline__access=Access.COMPANY,
        guideline__chapter__access=Access.COMPANY,
    )
    return wanted - set(known.values_list("pk", flat=True))


def _versions(scope: Scope, user: Any, *, with_text: bool = True) -> list[GuidelineVersion]:
    rows = GuidelineVersion.objects.visible_to(user).select_related(
        "guideline__chapter__handbook", "guideline__owner", "approved_by"
    )
    rows = rows if with_text else rows.defer("body", "front_matter", "anchors", "origin")
    if scope.kind == "guideline":
        return list(rows.filter(pk=scope.pk))
    where = {f"guideline__chapter{'__handbook' if scope.kind == 'handbook' else ''}": scope.pk}
    return _in_language(_in_force(rows).filter(**where), scope.language)


def _in_force(rows: QuerySet[GuidelineVersion]) -> QuerySet[GuidelineVersion]:
    current = Guideline.objects.in_force().values("current")
    return rows.filter(pk__in=current).order_by(
        "guideline__chapter__position",
        "guideline__chapter__title",
        Coalesce("guideline__translation_of__position", "guideline__position"),
        "guideline__code",
        "pk",
    )


def _in_language(rows: Iterable[GuidelineVersion], language: str) -> list[GuidelineVersion]:
    """Each guideline once: in the reader's language where there is one, else as it was written."""
    best: dict[int, GuidelineVersion] = {}
    for row in rows:
        root = row.guideline.translation_of_id or row.guideline_id
        if root not in best or _rank(row, language) < _rank(best[root], language):
            best[root] = row
    chosen = {row.pk for row in best.values()}
    return [row for row in rows if row.pk in chosen]


def _rank(version: GuidelineVersion, language: str) -> tuple[bool, bool]:
    guideline = version.guideline
    return guideline.language != language, guideline.translation_of_id is not None


def _history(versions: Sequence[GuidelineVersion]) -> Mapping[int, list[GuidelineVersion]]:
    """For each version those that were in force up to it, newest first, with who approved them."""
    approved = Reviewer.objects.filter(decision=Decision.APPROVED).select_related("person")
    rows = (
        GuidelineVersion.objects.filter(guideline__in=[each.guideline_id for each in versions])
        .filter(state__in=SEALED_STATES)
        .select_related("approved_by")
        .prefetch_related(Prefetch("reviewers", approved.order_by("decided_at", "pk")))
        .defer("body", "front_matter", "anchors", "origin")
        .order_by("-number")
    )
    by_guideline: dict[int, list[GuidelineVersion]] = defaultdict(list)
    for row in rows:
        by_guideline[row.guideline_id].append(row)
    return {
        each.pk: [row for row in by_guideline[each.guideline_id] if row.number <= each.number]
        for each in versions
    }


def _facts(version: GuidelineVersion) -> tuple[Any, ...]:
    guideline = version.guideline
    chapter, handbook = guideline.chapter, guideline.chapter.handbook
    return (
        version.pk,
        version.revision,
        version.state,
        version.updated_at,
        str(guideline.owner or ""),
        guideline.code,
        guideline.access,
        guideline.next_review_on,
        (chapter.pk, chapter.title, chapter.access),
        (handbook.pk, handbook.title, handbook.classification),
    )
