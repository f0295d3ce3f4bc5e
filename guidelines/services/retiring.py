"""Retiring a guideline, and bringing it back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Errors
from core.versions import revision
from guidelines.enums import VersionState
from guidelines.models import Guideline, GuidelineVersion
from guidelines.services import drafts
from guidelines.services.versions import keep, lock_guideline, tell

FIELDS = ("retired_on", "retired_reason", "replaced_by", "next_review_on")


@transaction.atomic
def retire(
    guideline: Guideline, *, by: Any, reason: str, replaced_by: Guideline | None = None
) -> Guideline:
    """Take a guideline out of force; readers who still come see why and what replaces it."""
    lock_guideline(guideline)
    current = guideline.current
    errors = Errors()
    if current is None or guideline.retired_on is not None:
        raise ValidationError(_("Only a guideline in force can be retired."))
    if guideline.versions.open().exclude(state=VersionState.DRAFT).exists():
        raise ValidationError(_("A version is in review or approved. Take it back first."))
    if not reason.strip():
        errors.add("reason", _("Say why the guideline is retired."))
    if replaced_by is not None and not _can_replace(replaced_by, guideline):
        errors.add("replaced_by", _("Only another guideline in force can replace it."))
    errors.raise_if_any()
    today = timezone.localdate()
    current.state, current.ended_on = VersionState.RETIRED, today
    keep(current, "state", "ended_on", by=by, comment=_("Retired"))
    guideline.retired_on, guideline.retired_reason = today, reason.strip()
    guideline.replaced_by, guideline.next_review_on = replaced_by, None
    with revision(by=by, comment=_("Retired")):
        guideline.save(update_fields=FIELDS)
    told = {"reason": reason.strip(), "replaced_by": replaced_by.code if replaced_by else ""}
    tell("retired", current, by=by, search=True, **told)
    return guideline


@transaction.atomic
def restore(guideline: Guideline, *, by: Any) -> GuidelineVersion:
    """A draft of the retired text; publishing it puts the guideline in force again."""
    lock_guideline(guideline)
    if guideline.retired_on is None:
        raise ValidationError(_("This guideline is not retired."))
    draft = drafts.start(guideline, by=by)
    tell("restore_started", draft, by=by)
    return draft


def _can_replace(other: Guideline, guideline: Guideline) -> bool:
    return other.pk != guideline.pk and other.current_id is not None and other.retired_on is None
