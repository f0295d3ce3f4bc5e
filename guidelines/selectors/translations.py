"""Which translation is older than its source, and a guideline in all its languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from guidelines.enums import OPEN_STATES
from guidelines.models import Guideline, GuidelineVersion
from guidelines.models.structure import visible_guidelines

LANGUAGES = dict(settings.LANGUAGES)


def outdated() -> Q:
    """Translations in force whose source has another version in force than they translate."""
    is_translation = Q(current__isnull=False, translation_of__current__isnull=False)
    return is_translation & (
        Q(current__source_version__isnull=True)
        | ~Q(current__source_version=F("translation_of__current"))
    )


def with_state(rows: QuerySet[Guideline]) -> QuerySet[Any]:
    """The guidelines with `is_outdated`, the one word on it for lists and pages."""
    state = ExpressionWrapper(outdated(), output_field=BooleanField())
    return rows.annotate(is_outdated=state)


@dataclass(frozen=True)
class InLanguage:
    """One translation as its keepers see it."""

    guideline: Any
    label: Any
    translates: int | None  # number of the source's version that the text in force translates
    source: int | None  # number of the source's version in force
    is_outdated: bool
    draft: GuidelineVersion | None
    draft_translates: int | None

    @property
    def can_follow(self) -> bool:
        """Whether the draft can take over the source's newer version."""
        draft = self.draft
        return draft is not None and draft.state == "draft" and self.draft_translates != self.source


def translations_of(guideline: Guideline, user: Any) -> list[InLanguage]:
    """Every translation that the person may see, with what it translates."""
    root = guideline.translation_of_id or guideline.pk
    rows = with_state(
        Guideline.objects.filter(visible_guidelines(user), translation_of=root)
        .select_related("current__source_version", "translation_of__current")
        .order_by("language")
    )
    open_drafts = {
        draft.guideline_id: draft
        for draft in GuidelineVersion.objects.filter(
            guideline__translation_of=root, state__in=OPEN_STATES
        ).select_related("source_version")
    }
    return [_line(row, open_drafts.get(row.pk)) for row in rows]


def missing_languages(guideline: Guideline) -> list[tuple[str, Any]]:
    """Languages that the guideline is not in yet, as choices."""
    root = guideline.translation_of_id or guideline.pk
    rows = Guideline.objects.filter(Q(pk=root) | Q(translation_of=root))
    taken = set(rows.values_list("language", flat=True))
    return [(code, label) for code, label in settings.LANGUAGES if code not in taken]


def _line(row: Any, draft: GuidelineVersion | None) -> InLanguage:
    source, current = row.translation_of.current, row.current
    return InLanguage(
        guideline=row,
        label=LANGUAGES.get(row.language, row.language),
        translates=_number(current.source_version) if current else None,
        source=_number(source),
        is_outdated=row.is_outdated,
        draft=draft,
        draft_translates=_number(draft.source_version) if draft else None,
    )


def _number(version: GuidelineVersion | None) -> int | None:
    return version.number if version else None
