"""What every step in the life of a version shares: one step at a time, kept in its history."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from core.events import record
from core.versions import revision
from guidelines.models import Guideline, GuidelineVersion
from guidelines.services.drafts import told


def lock(version: GuidelineVersion) -> GuidelineVersion:
    """The version as it is now; other steps with its guideline wait for the transaction's end."""
    locked = lock_guideline(version.guideline)
    GuidelineVersion.objects.select_for_update().values_list("pk").get(pk=version.pk)
    version.refresh_from_db()
    version.guideline = locked
    return version


def lock_guideline(guideline: Guideline) -> Guideline:
    """The guideline as it is now; steps with it or its versions wait for the transaction's end."""
    Guideline.objects.select_for_update().values_list("pk").get(pk=guideline.pk)
    guideline.refresh_from_db()
    return guideline


def require(version: GuidelineVersion, *states: str) -> None:
    """Raise unless the version is in one of these states."""
    if version.state not in states:
        raise ValidationError(
            _("This is not possible any more: the version is in the state “%(state)s”.")
            % {"state": version.get_state_display()}
        )


def keep(version: GuidelineVersion, *fields: str, by: Any, comment: str) -> None:
    """Save these fields as one step of the version's history."""
    with revision(by=by, comment=comment):
        version.save(update_fields=fields)


def tell(
    name: str, version: GuidelineVersion, *, by: Any, search: bool = False, **data: Any
) -> None:
    """Record what happened to the version; who is told is led to where it can be dealt with."""
    facts = {**told(version), "version_id": version.pk}
    if version.is_open:
        facts["url"] = reverse("guideline_review", args=[version.guideline_id])
    facts |= data
    record(f"guidelines.{name}", version.guideline, by=by, data=facts, search=search)
