"""Confirmations: a person says that they read and understood a version."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.events import record
from guidelines.enums import CampaignState, RequestState, VersionState
from guidelines.models import Confirmation, ConfirmationRequest, GuidelineVersion
from guidelines.selectors.confirmations import statement
from guidelines.selectors.pages import text_sha256
from guidelines.selectors.standing import of_equal_standing


@transaction.atomic
def confirm(version: GuidelineVersion, *, by: Any, seen: str = "") -> Confirmation:
    """Keep that the person confirmed the version in force; a second time changes nothing.

    `seen` is the hash of the text that the person had before them, if it is known.
    """
    GuidelineVersion.objects.select_for_update(no_key=True).values_list("pk").get(pk=version.pk)
    version.refresh_from_db(fields=["state"])
    if version.state != VersionState.PUBLISHED:
        raise ValidationError(_("Only the version in force can be confirmed. Read it first."))
    sha256 = text_sha256(version)
    if seen and seen != sha256:
        raise ValidationError(_("The text changed while you read it. Read it once more."))
    confirmation, is_new = Confirmation.objects.get_or_create(
        version=version,
        person=by,
        defaults={
            "guideline": version.guideline,
            "person_name": by.name,
            "person_email": by.email,
            "code": version.guideline.code,
            "number": version.number,
            "statement": statement(version),
            "text_sha256": sha256,
            "confirmed_at": timezone.now(),
        },
    )
    _answer_requests(version, by)
    if is_new:
        data = {
            "title": version.title,
            "number": version.number,
            "url": version.guideline.get_absolute_url(),
        }
        record("guidelines.confirmed", version.guideline, by=by, data=data)
    return confirmation


def _answer_requests(version: GuidelineVersion, by: Any) -> None:
    """What asks for this version, or for one from which only minor changes lead to it, is met."""
    ConfirmationRequest.objects.filter(
        campaign__version__in=of_equal_standing(version).values("pk"),
        campaign__state=CampaignState.OPEN,
        person=by,
        state__in=(RequestState.OPEN, RequestState.EXEMPT),
    ).update(state=RequestState.CONFIRMED)
