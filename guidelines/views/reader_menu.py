"""What the reader's page offers to those who work on the guideline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines import permissions as rights
from guidelines.enums import VersionState
from guidelines.models import Guideline, GuidelineVersion


@dataclass(frozen=True)
class Item:
    """A way on from the page."""

    label: str
    url: str
    why_not: str | None = None


def menu(
    shown: Guideline, version: GuidelineVersion, coming: GuidelineVersion | None, person: Any
) -> list[Item]:
    """Pages that this person may open from here; what they may not is not offered."""
    offered = [
        *_of_draft(shown, coming, person),
        *_of_guideline(shown, version, person),
        (_("Versions and history"), "guideline_versions", shown.pk),
        (_("Export"), "guideline_export", shown.pk),
        (_("Properties and access"), "guideline_properties", shown.pk),
    ]
    return [Item(label, reverse(name, args=[pk])) for label, name, pk in offered]


def main_step(
    shown: Guideline, version: GuidelineVersion, coming: GuidelineVersion | None, person: Any
) -> Item | None:
    """Where work on the text goes on: in its draft or its review, or with a new version."""
    if coming is not None and coming.state != VersionState.DRAFT:
        if rights.why_not_review(person, shown) is not None:
            return None
        in_review = coming.state == VersionState.IN_REVIEW
        label = _("Review v%(number)s") if in_review else _("See v%(number)s")
        return Item(label % {"number": coming.number}, reverse("guideline_review", args=[shown.pk]))
    if coming is None and shown.retired_on is not None:
        return None
    label = _("Edit")
    if coming is not None and coming is not version:
        label = _("Work on v%(number)s") % {"number": coming.number}
    edit = reverse("guideline_edit", args=[shown.pk])
    return Item(label, edit, rights.why_not_write(person, shown))


def _of_draft(
    shown: Guideline, coming: GuidelineVersion | None, person: Any
) -> Iterator[tuple[str, str, int]]:
    """The next step of the version in work."""
    if coming is None:
        return
    if coming.state == VersionState.DRAFT and rights.why_not_submit(person, coming) is None:
        yield _("Submit for review"), "guideline_submit", shown.pk
    elif coming.state == VersionState.IN_REVIEW:
        yield _("Review"), "guideline_review", shown.pk
    elif rights.why_not_publish(person, coming) is None:
        yield _("Publish"), "guideline_publish", shown.pk


def _of_guideline(
    shown: Guideline, version: GuidelineVersion, person: Any
) -> Iterator[tuple[str, str, int]]:
    """What is done with a guideline in force."""
    if not version.is_sealed or shown.retired_on is not None:
        return
    if rights.why_not_care(person, shown) is None:
        yield _("Is it still right?"), "guideline_care", shown.pk
    if rights.why_not_campaign(person, shown) is None:
        yield _("Ask for confirmations"), "campaign_new", version.pk
    if rights.why_not_retire(person, shown) is None:
        yield _("Retire"), "guideline_retire", shown.pk
