"""Reads shaped for the reader's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from core.registries import used_by
from guidelines.enums import OPEN_STATES, SEALED_STATES, Access, VersionState
from guidelines.markdown.documents import Rendered
from guidelines.markdown.words import reading_minutes
from guidelines.models import (
    Favourite,
    Feedback,
    Guideline,
    GuidelineVersion,
    TextBlock,
    Watch,
)
from guidelines.models.structure import visible_guidelines, worked_on, works_on_all
from guidelines.selectors import former_codes, pages

DEEPEST = 3  # headings in the contents
LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class GoneSection:
    """A section that a link may still name; `number` is the last version that had it."""

    anchor: str
    title: str
    number: int | None


@dataclass(frozen=True)
class InLanguage:
    """The same guideline in one of its languages, as far as the person sees it."""

    guideline: Any
    label: Any
    is_shown: bool


@dataclass(frozen=True)
class UsedWith:
    """What another app says of the guideline: items with label, url and note."""

    title: Any
    items: list[dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """The text as this person reads it, with its contents."""

    html: str
    rendered: Rendered

    @property
    def contents(self) -> list[Any]:
        """The headings that the contents list."""
        return [each for each in self.rendered.headings if each.level <= DEEPEST]

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return reading_minutes(self.rendered.words)


def visible_guideline(user: Any, pk: int) -> Any:
    """The guideline with what its page names, or 404.

    It knows `is_favourite`, `is_watched`, `is_translated`, and `works`: whether the person learns
    of drafts and reviews.
    """
    mine = {"guideline": OuterRef("pk"), "person": user.pk}
    found = (
        Guideline.objects.visible_to(user)
        .select_related("current", "chapter__handbook", "owner")
        .annotate(
            is_favourite=Exists(Favourite.objects.filter(**mine)),
            is_watched=Exists(Watch.objects.filter(**mine)),
            is_translated=Exists(Guideline.objects.filter(translation_of=OuterRef("pk"))),
            works=_works(user),
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def by_code(user: Any, code: str) -> Guideline:
    """The guideline of this code in the person's language, else its source, or 404."""
    visible = Guideline.objects.visible_to(user)
    found = list(visible.filter(code__iexact=code))
    if not found and (now := former_codes.renamed([code])):
        found = list(visible.filter(code__in=now.values()))
    if not found:
        raise Http404
    language = get_language()
    return min(
        found,
        key=lambda each: (
            each.current_id is None,
            each.retired_on is not None,
            each.language != language,
            each.translation_of_id is not None,
        ),
    )


def page_of(version: GuidelineVersion, user: Any) -> Page:
    """The rendered text with the links that this person may follow."""
    made = pages.rendered(version)
    return Page(pages.filled(made.html, user), made)


def open_version(guideline: Guideline) -> GuidelineVersion | None:
    """The version on its way to being published, without its text."""
    return guideline.versions.filter(state__in=OPEN_STATES).defer("body", "front_matter").first()


def _works(user: Any) -> Any:
    """Whether the person works on the guideline, as a column."""
    if works_on_all(user):
        return Value(value=True)
    return ExpressionWrapper(worked_on(user), output_field=BooleanField())


def is_scheduled(version: GuidelineVersion | None) -> bool:
    """Whether the version is approved and waits for its day."""
    return (
        version is not None
        and version.state == VersionState.APPROVED
        and version.effective_on is not None
        and version.effective_on > timezone.localdate()
    )


def former(guideline: Guideline, shown: GuidelineVersion) -> tuple[int | None, list[GoneSection]]:
    """The number of the version before the shown one, and the sections that are gone."""
    rows = list(
        guideline.versions.filter(state__in=SEALED_STATES)
        .order_by("-number")
        .values_list("number", "anchors")
    )
    before = next((number for number, _anchors in rows if number < shown.number), None)
    if before is None:
        return None, []
    gone = guideline.sections.filter(is_current=False).order_by("position", "pk")
    return before, [
        GoneSection(
            anchor, title, next((number for number, anchors in rows if anchor in anchors), None)
        )
        for anchor, title in gone.values_list("anchor", "title")
    ]


def languages(guideline: Any, user: Any) -> list[InLanguage]:
    """Every language in which the person may read the guideline; none where there is only one."""
    if guideline.translation_of_id is None and not guideline.is_translated:
        return []
    root = guideline.translation_of_id or guideline.pk
    rows = (
        Guideline.objects.filter(Q(pk=root) | Q(translation_of=root))
        .filter(visible_guidelines(user))
        .filter(Q(pk=guideline.pk) | Q(current__isnull=False, retired_on__isnull=True))
    )
    found = [
        InLanguage(row, LANGUAGES.get(row.language, row.language), row.pk == guideline.pk)
        for row in rows.only("pk", "language", "current_id", "translation_of_id")
    ]
    found.sort(key=lambda each: (each.guideline.translation_of_id is not None, str(each.label)))
    return found if len(found) > 1 else []


def newer_source(
    guideline: Guideline, shown: GuidelineVersion, versions: Sequence[InLanguage]
) -> Guideline | None:
    """The source of a translation that is older than it, where the person may read the source."""
    if guideline.translation_of_id is None:
        return None
    for each in versions:
        source = each.guideline
        if source.pk == guideline.translation_of_id:
            is_older = source.current_id not in (None, shown.source_version_id)
            return source if is_older else None
    return None


def changed_blocks(version: GuidelineVersion, made: Rendered) -> list[TextBlock]:
    """Text blocks of the page that were released after the version was published."""
    if not made.blocks or version.published_at is None:
        return []
    rows = TextBlock.objects.filter(key__in=made.blocks, released_at__gt=version.published_at)
    return list(rows.order_by("title"))


def used_with(guideline: Guideline, user: Any) -> list[UsedWith]:
    """What other apps say of the guideline."""
    found = []
    for entry in used_by:
        if entry.model == "guidelines.guideline":
            items = list(entry.build(guideline, user))
            if items:
                found.append(UsedWith(entry.title, items))
    return found


def replacement(guideline: Guideline, user: Any) -> Guideline | None:
    """What replaces a retired guideline, where the person may read it."""
    if guideline.replaced_by_id is None:
        return None
    rows = Guideline.objects.visible_to(user).filter(pk=guideline.replaced_by_id)
    return rows.select_related("current").defer("current__body").first()


def is_restricted(guideline: Guideline) -> bool:
    """Whether only granted people read it."""
    return Access.RESTRICTED in (guideline.access, guideline.chapter.access)


def my_feedback(version: GuidelineVersion, user: Any) -> Feedback | None:
    """What the person said of this version."""
    return Feedback.objects.filter(version=version, person=user).first()


def feedback_for(user: Any, *, keeps_all: bool) -> QuerySet[Feedback]:
    """What readers said of the guidelines that the person answers for, newest first."""
    rows = Feedback.objects.filter(visible_guidelines(user, "version__guideline"))
    if not keeps_all:
        rows = rows.filter(version__guideline__owner=user.pk)
    return rows.select_related("version__guideline", "person", "answered_by").order_by(
        "-created_at", "-pk"
    )
