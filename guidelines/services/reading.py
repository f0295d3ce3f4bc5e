"""What readers do: keep a guideline at hand, watch it, say whether it helped.

Favourites, watches and views are not audited: what a person reads is their own business.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Errors
from core.events import record
from guidelines.models import Favourite, Feedback, Guideline, GuidelineVersion, RecentView, Watch

AGAIN_AFTER = timedelta(minutes=1)
LONGEST = 4000


def note_view(guideline: Guideline, *, by: Any) -> None:
    """Remember that the person opened it, at most once a minute; it confirms nothing."""
    now = timezone.now()
    mine = RecentView.objects.filter(guideline=guideline, person=by)
    seen = mine.values_list("viewed_at", flat=True).first()
    if seen is None:
        RecentView.objects.bulk_create(
            [RecentView(guideline=guideline, person=by, viewed_at=now)], ignore_conflicts=True
        )
    elif now - seen >= AGAIN_AFTER:
        mine.update(viewed_at=now)


def set_favourite(guideline: Guideline, *, by: Any, is_on: bool) -> None:
    """Keep the guideline at hand, or no longer."""
    _set(Favourite, guideline, by, is_on=is_on)


def set_watch(guideline: Guideline, *, by: Any, is_on: bool) -> None:
    """Hear of every new version, or no longer."""
    _set(Watch, guideline, by, is_on=is_on)


@transaction.atomic
def give_feedback(
    version: GuidelineVersion, *, by: Any, is_helpful: bool | None, comment: str = ""
) -> Feedback:
    """Say whether the page helped; saying it again changes one's mind.

    A new comment takes back the answer to the one before.
    """
    errors = Errors()
    comment = comment.strip()
    if is_helpful is None:
        errors.add("is_helpful", _("Say whether this page helped you."))
    if len(comment) > LONGEST:
        errors.add("comment", _("Use at most %(n)s characters.") % {"n": LONGEST})
    errors.raise_if_any()
    before = Feedback.objects.filter(version=version, person=by).first()
    given = before or Feedback(version=version, person=by)
    if before and (before.is_helpful, before.comment) == (is_helpful, comment):
        return given
    if before and comment != before.comment:
        given.answer, given.answered_at, given.answered_by = "", None, None
    given.is_helpful, given.comment = bool(is_helpful), comment
    given.save()
    kind = "guidelines.found_helpful" if is_helpful else "guidelines.found_unhelpful"
    if comment:
        kind = "guidelines.feedback_given"
    record(kind, version.guideline, by=by, data=_told(given))
    return given


@transaction.atomic
def answer_feedback(feedback: Feedback, *, by: Any, answer: str) -> Feedback:
    """Answer a reader, who is told; answering again replaces the answer."""
    errors = Errors()
    answer = answer.strip()
    if not answer:
        errors.add("answer", _("Write an answer."))
    if len(answer) > LONGEST:
        errors.add("answer", _("Use at most %(n)s characters.") % {"n": LONGEST})
    errors.raise_if_any()
    feedback.answer, feedback.answered_at, feedback.answered_by = answer, timezone.now(), by
    feedback.save(update_fields=["answer", "answered_at", "answered_by"])
    guideline = feedback.version.guideline
    data = _told(feedback) | {"answer": answer, "url": f"{guideline.get_absolute_url()}#feedback"}
    record("guidelines.feedback_answered", guideline, by=by, data=data)
    return feedback


def _set(model: Any, guideline: Guideline, by: Any, *, is_on: bool) -> None:
    if is_on:
        model.objects.bulk_create([model(guideline=guideline, person=by)], ignore_conflicts=True)
    else:
        model.objects.filter(guideline=guideline, person=by).delete()


def _told(feedback: Feedback) -> dict[str, Any]:
    version = feedback.version
    return {
        "title": version.title,
        "number": version.number,
        "comment": feedback.comment,
        "person_id": feedback.person_id,
        "url": f"{reverse('guideline_feedback')}#feedback-{feedback.pk}",
    }
