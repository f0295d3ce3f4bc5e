"""Confirmations: a person says that they read and understood a version."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.events import record
from guidelines.enums import RequestState, VersionState
from guidelines.models import Confirmation, ConfirmationRequest, GuidelineVersion
from guidelines.selectors.pages import text_sha256


def statement(version: GuidelineVersion) -> str:
    """What the person puts their name to."""
    return _("I have read and understood %(code)s %(title)s, version %(number)d.") % {
        "code": version.guideline.code,
        "title": version.title,
        "number": version.number,
    }


@transaction.atomic
def confirm(version: GuidelineVersion, *, by: Any) -> Confirmation:
    """Keep that the person confirmed the version in force; a second time changes nothing."""
    if version.state != VersionState.PUBLISHED:
        raise ValidationError(_("Only the version in force can be confirmed."))
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
            "text_sha256": text_sha256(version),
            "confirmed_at": timezone.now(),
        },
    )
    asked = ConfirmationRequest.objects.filter(
        campaign__version=version, person=by, state__in=(RequestState.OPEN, RequestState.EXEMPT)
    )
    asked.update(state=RequestState.CONFIRMED)
    if is_new:
        data = {
            "title": version.title,
            "number": version.number,
            "url": version.guideline.get_absolute_url(),
        }
        record("guidelines.confirmed", version.guideline, by=by, data=data)
    return confirmation
