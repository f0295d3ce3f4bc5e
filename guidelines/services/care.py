"""Keeping guidelines fresh: reviews on their day, and reminders before and after it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.versions import revision
from guidelines.domain.dates import add_months
from guidelines.models import Guideline, ReviewReminder
from guidelines.selectors.care import due_reminders
from guidelines.services.versions import lock_guideline, tell


@transaction.atomic
def confirm_valid(guideline: Guideline, *, by: Any, note: str) -> Guideline:
    """The text was looked at and stays: the next review is due one interval from today."""
    lock_guideline(guideline)
    if guideline.current is None or guideline.retired_on is not None:
        raise ValidationError(_("Only a guideline in force can be reviewed."))
    if not note.strip():
        raise ValidationError({"note": _("Say what you checked.")})
    guideline.next_review_on = add_months(timezone.localdate(), guideline.review_months)
    with revision(by=by, comment=_("Reviewed: still valid. %(note)s") % {"note": note.strip()}):
        guideline.save(update_fields=["next_review_on"])
    told: dict[str, Any] = {"note": note.strip(), "next_review_on": guideline.next_review_on}
    tell("confirmed_valid", guideline.current, by=by, **told)
    return guideline


def remind_owners(today: date | None = None) -> int:
    """Tell owners 60, 30 and 7 days before a review is due and weekly after; each step once."""
    sent = 0
    for reminder in due_reminders(today or timezone.localdate()):
        with transaction.atomic():
            _row, is_new = ReviewReminder.objects.get_or_create(
                guideline=reminder.guideline, due_on=reminder.due_on, step=reminder.step
            )
            if is_new:
                name = "review_overdue" if reminder.is_late else "review_due_soon"
                told: dict[str, Any] = {
                    "due_on": reminder.due_on,
                    "people": reminder.people,
                    "url": reverse("guideline_care", args=[reminder.guideline.pk]),
                }
                tell(name, reminder.version, by=None, **told)
                sent += 1
    return sent
