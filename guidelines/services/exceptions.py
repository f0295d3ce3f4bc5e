"""Exceptions of a campaign: who needs not confirm, for a reason that is kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.events import record
from guidelines.enums import RequestState
from guidelines.models import ConfirmationRequest
from guidelines.services.campaigns import lock, require_open, told

LEAST_REASON = 10  # letters of a reason for an exception


@transaction.atomic
def excuse(request: ConfirmationRequest, *, by: Any, reason: str) -> None:
    """Take a person out of the campaign for a reason that is kept."""
    if len(reason.strip()) < LEAST_REASON:
        raise ValidationError(
            {"reason": _("Say in at least %(count)d letters why.") % {"count": LEAST_REASON}}
        )
    _turn(request, RequestState.OPEN, RequestState.EXEMPT, by=by, reason=reason.strip())
    _record_person("guidelines.confirmation_excused", request, by, reason=reason.strip())


@transaction.atomic
def ask_again(request: ConfirmationRequest, *, by: Any) -> None:
    """Undo an exception: the person is asked as before."""
    _turn(request, RequestState.EXEMPT, RequestState.OPEN, by=None, reason="")
    _record_person("guidelines.confirmation_exception_undone", request, by)


def _turn(request: ConfirmationRequest, before: str, after: str, *, by: Any, reason: str) -> None:
    lock(request.campaign)
    require_open(request.campaign)
    turned = ConfirmationRequest.objects.filter(pk=request.pk, state=before).update(
        state=after,
        excused_by=by,
        excused_reason=reason,
        excused_at=timezone.now() if by else None,
    )
    if not turned:
        raise ValidationError(_("This changed in the meantime. Look at it again."))
    request.refresh_from_db()


def _record_person(name: str, request: ConfirmationRequest, by: Any, **more: Any) -> None:
    data = {**told(request.campaign), "person": str(request.person), **more}
    record(name, request.campaign.version.guideline, by=by, data=data)
