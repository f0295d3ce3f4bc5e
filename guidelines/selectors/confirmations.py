"""What a person confirmed and has to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.enums import CampaignState, RequestState, VersionState
from guidelines.models import Campaign, Confirmation, ConfirmationRequest, GuidelineVersion
from guidelines.models.structure import visible_guidelines
from guidelines.selectors.campaigns import Quota, quota_of
from guidelines.selectors.pages import text_sha256
from guidelines.selectors.standing import last_material_number


@dataclass(frozen=True)
class Card:
    """A person's confirmation of the version in force, as its page shows it.

    `is_valid` says that `given` still counts; `request` is what asks the person, if anything.
    """

    version: GuidelineVersion
    given: Confirmation | None
    is_valid: bool
    request: ConfirmationRequest | None
    quota: Quota | None
    sha256: str

    @property
    def statement(self) -> str:
        """What the person puts their name to."""
        return statement(self.version)

    @property
    def campaign(self) -> Campaign | None:
        """The campaign that asks the person."""
        return self.request.campaign if self.request else None

    @property
    def is_late(self) -> bool:
        """Whether the person is asked, has not confirmed and the day is over."""
        return (
            self.request is not None
            and self.request.state == RequestState.OPEN
            and self.request.campaign.due_on < timezone.localdate()
        )

    @property
    def is_asked(self) -> bool:
        """Whether the person is to confirm now."""
        return self.request is not None and self.request.state == RequestState.OPEN


@dataclass(frozen=True)
class Given:
    """A confirmation of the person, and what is in force today."""

    confirmation: Confirmation
    current: int | None
    is_valid: bool


def statement(version: GuidelineVersion) -> str:
    """The sentence that a person confirms, in their language."""
    return _("I have read and understood %(code)s %(title)s, version %(number)d.") % {
        "code": version.guideline.code,
        "title": version.title,
        "number": version.number,
    }


def card(version: GuidelineVersion, user: Any) -> Card | None:
    """What the reader's page says of confirming; None for a version that is not in force."""
    if version.state != VersionState.PUBLISHED:
        return None
    given = (
        Confirmation.objects.filter(
            guideline=version.guideline_id, person=user.pk, number__lte=version.number
        )
        .order_by("-number")
        .first()
    )
    request = (
        ConfirmationRequest.objects.filter(
            person=user.pk,
            campaign__state=CampaignState.OPEN,
            campaign__version__guideline=version.guideline_id,
        )
        .exclude(state=RequestState.DROPPED)
        .select_related("campaign")
        .order_by("-pk")
        .first()
    )
    return Card(
        version,
        given,
        given is not None and _still_counts(given, version),
        request,
        quota_of(request.campaign) if request else None,
        text_sha256(version),
    )


def to_confirm(user: Any) -> QuerySet[ConfirmationRequest]:
    """What the person is asked to confirm and may read, the most urgent first."""
    rows = ConfirmationRequest.objects.filter(
        visible_guidelines(user, "campaign__version__guideline"),
        person=user.pk,
        state=RequestState.OPEN,
        campaign__state=CampaignState.OPEN,
        campaign__version__guideline__current__state=VersionState.PUBLISHED,
    )
    return rows.select_related("campaign__version__guideline__current").order_by(
        "campaign__due_on", "pk"
    )


def excused(user: Any) -> QuerySet[ConfirmationRequest]:
    """From what the person is excused, in campaigns that are open."""
    rows = ConfirmationRequest.objects.filter(
        visible_guidelines(user, "campaign__version__guideline"),
        person=user.pk,
        state=RequestState.EXEMPT,
        campaign__state=CampaignState.OPEN,
    )
    return rows.select_related("campaign__version__guideline").order_by("campaign__due_on", "pk")


def confirmed_by(user: Any) -> QuerySet[Confirmation]:
    """What the person confirmed and may still read, the newest first."""
    rows = Confirmation.objects.filter(visible_guidelines(user, "guideline"), person=user.pk)
    return rows.select_related("version", "guideline__current").order_by("-confirmed_at", "-pk")


def with_standing(confirmations: list[Confirmation]) -> list[Given]:
    """Each with whether it still counts; a fixed number of queries."""
    material = _material_numbers({each.guideline_id for each in confirmations})
    found = []
    for each in confirmations:
        current = each.guideline.current
        number = current.number if current else None
        later = material.get(each.guideline_id, [])
        is_valid = number is not None and not any(
            each.number < material_number <= number for material_number in later
        )
        found.append(Given(each, number, is_valid))
    return found


def _still_counts(given: Confirmation, version: GuidelineVersion) -> bool:
    if given.number == version.number:
        return True
    return given.number >= last_material_number(version)


def _material_numbers(guidelines: set[int]) -> dict[int, list[int]]:
    rows = GuidelineVersion.objects.sealed().filter(guideline__in=guidelines, is_material=True)
    found: dict[int, list[int]] = {}
    for guideline, number in rows.order_by(F("number")).values_list("guideline", "number"):
        found.setdefault(guideline, []).append(number)
    return found
