"""What refers to a guideline: texts in force, and terms whose rule stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from guidelines.enums import VersionState
from guidelines.models import Guideline, GuidelineVersion, Term

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
    wanted = re.compile(rf"guideline:{re.escape(guideline.code)}{AFTER_CODE}{SECTION}", re.I)
    versions = (
        GuidelineVersion.objects.visible_to(user)
        .filter(state=VersionState.PUBLISHED, body__icontains=f"guideline:{guideline.code}")
        .exclude(guideline=guideline)
        .select_related("guideline")
        .order_by("guideline__code")
    )
    found = [
        Backlink(
            f"{version.guideline.code} {version.title}",
            version.guideline.get_absolute_url(),
            frozenset(filter(None, named)),
        )
        for version in versions
        if (named := wanted.findall(version.body))
    ]
    terms = Term.objects.filter(guideline=guideline).order_by("name")
    return [*found, *(Backlink(term.name, term.get_absolute_url()) for term in terms)]
