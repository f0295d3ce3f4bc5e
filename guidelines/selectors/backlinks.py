"""What refers to a guideline: texts in force, and terms whose rule stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from guidelines.enums import VersionState
from guidelines.models import Chapter, Guideline, GuidelineVersion, Term

AFTER_CODE = r"(?![A-Za-z0-9._-]*[A-Za-z0-9])"
SECTION = r"(?:#([\w-]+))?"


@dataclass(frozen=True)
class Backlink:
    """A place that refers to the guideline, and the sections that its links name."""

    label: str
    url: str
    anchors: frozenset[str] = frozenset()


def backlinks(guideline: Guideline, user: Any) -> list[Backlink]:
    """Guidelines in force and terms that lead to this guideline, as far as the person sees them."""
    versions = (
        GuidelineVersion.objects.visible_to(user)
        .filter(body__icontains=f"guideline:{guideline.code}")
        .exclude(guideline=guideline)
    )
    terms = Term.objects.filter(guideline=guideline)
    return [*_texts(versions, [guideline.code]), *_terms(terms)]


def chapter_backlinks(chapter: Chapter, user: Any) -> list[Backlink]:
    """What leads into the chapter from outside, as far as the person sees it."""
    inside = list(Guideline.objects.visible_to(user).filter(chapter=chapter))
    if not inside:
        return []
    versions = (
        GuidelineVersion.objects.visible_to(user)
        .filter(body__icontains="guideline:")
        .exclude(guideline__in=inside)
    )
    terms = Term.objects.filter(guideline__in=inside)
    return [*_texts(versions, [guideline.code for guideline in inside]), *_terms(terms)]


def _texts(versions: QuerySet[GuidelineVersion], codes: Iterable[str]) -> list[Backlink]:
    """Those of the texts that are in force and link to one of the codes."""
    any_code = "|".join(map(re.escape, codes))
    wanted = re.compile(rf"guideline:(?:{any_code}){AFTER_CODE}{SECTION}", re.I)
    in_force = versions.filter(state=VersionState.PUBLISHED).select_related("guideline")
    return [
        Backlink(
            f"{version.guideline.code} {version.title}",
            version.guideline.get_absolute_url(),
            frozenset(filter(None, named)),
        )
        for version in in_force.order_by("guideline__code")
        if (named := wanted.findall(version.body))
    ]


def _terms(terms: QuerySet[Term]) -> list[Backlink]:
    return [Backlink(term.name, term.get_absolute_url()) for term in terms.order_by("name")]
