"""Guidelines in the search: one document for each section of the text in force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.registries import SearchDocument
from guidelines.enums import VersionState
from guidelines.markdown.sections import split
from guidelines.models import Guideline, GuidelineVersion

HISTORY = "change-history"


def documents(ids: Iterable[int]) -> Iterable[tuple[int, SearchDocument]]:
    """The sections of every guideline in force; drafts and retired ones are not found."""
    rows = GuidelineVersion.objects.filter(
        guideline__in=list(ids),
        state=VersionState.PUBLISHED,
        guideline__retired_on__isnull=True,
    ).select_related("guideline")
    for version in rows:
        for document in _sections(version):
            yield version.guideline_id, document


def visible_ids(user: Any) -> Any:
    """Guidelines that the person may read."""
    return Guideline.objects.visible_to(user).values("pk")


def _sections(version: GuidelineVersion) -> Iterable[SearchDocument]:
    guideline = version.guideline
    common: dict[str, Any] = {
        "title": f"{guideline.code} {version.title}",
        "language": guideline.language,
        "facets": {"kind": [version.kind], "method": version.methods},
    }
    url = guideline.get_absolute_url()
    keywords = " ".join([guideline.code, str(version.get_kind_display()), *version.tags])
    sections = split(version.body, title=version.title)
    opening = "\n".join(section.plain_text for section in sections if not section.level)
    yield SearchDocument(body=opening, url=url, keywords=keywords, **common)
    history = _history(guideline.language)
    for section, anchor in zip(sections, version.anchors, strict=False):
        if section.level and anchor and anchor != HISTORY and section.heading != history:
            yield SearchDocument(
                body=section.plain_text,
                url=f"{url}#{anchor}",
                part=anchor,
                part_title=section.heading,
                **common,
            )


def _history(language: str) -> str:
    """The heading under which a text tells of itself, which nobody looks for."""
    with translation.override(language):
        return _("Change history")
