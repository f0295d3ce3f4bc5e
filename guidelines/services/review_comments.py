"""Remarks on passages and suggested wordings: say, answer, resolve, take over, decline."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Errors
from core.versions import revision
from guidelines.domain import passages
from guidelines.enums import CommentState, VersionState
from guidelines.models import GuidelineVersion, ReviewComment
from guidelines.permissions import check, why_not_accept, why_not_review, why_not_write
from guidelines.selectors.anchors import anchors_of
from guidelines.selectors.reviewing import writer_ids
from guidelines.services.approvals import reset_approvals, settle
from guidelines.services.versions import lock, require, tell

LONGEST = 5_000
LONGEST_PASSAGE = 20_000
UNDER_DISCUSSION = (VersionState.DRAFT, VersionState.IN_REVIEW)


@transaction.atomic
def comment(
    version: GuidelineVersion,
    *,
    by: Any,
    body: str,
    quote: str = "",
    before: str = "",
    start: int = 0,
    suggestion: str | None = None,
    parent: ReviewComment | None = None,
) -> ReviewComment:
    """Say something about a passage, about the whole, or in answer to a comment."""
    check(why_not_review(by, version.guideline))
    lock(version)
    require(version, *UNDER_DISCUSSION)
    place = passages.find(version.body, quote, before=before, start=start)
    said = ReviewComment(
        version=version,
        author=by,
        parent=parent,
        body=body.strip(),
        quote=quote,
        start=place or 0,
        before=passages.context(version.body, place or 0),
        suggestion=suggestion,
    )
    _check(said, place)
    said.save()
    name = "review_commented" if suggestion is None else "wording_suggested"
    _tell(name, said, by, people=_participants(said))
    return said


@transaction.atomic
def resolve(said: ReviewComment, *, by: Any) -> ReviewComment:
    """Close a comment that is dealt with; an approval that waited for it takes effect."""
    check(why_not_review(by, said.version.guideline))
    _lock(said)
    _close(said, CommentState.RESOLVED, by)
    _tell("comment_resolved", said, by)
    settle(said.version)
    return said


@transaction.atomic
def reopen(said: ReviewComment, *, by: Any) -> ReviewComment:
    """Open a resolved or declined comment again."""
    check(why_not_review(by, said.version.guideline))
    _lock(said)
    if said.state not in (CommentState.RESOLVED, CommentState.DECLINED):
        raise ValidationError(_("Only a closed comment can be opened again."))
    said.state, said.closed_at, said.closed_by = CommentState.OPEN, None, None
    said.save(update_fields=["state", "closed_at", "closed_by"])
    _tell("comment_reopened", said, by, people=_participants(said))
    return said


@transaction.atomic
def accept(said: ReviewComment, *, by: Any) -> ReviewComment:
    """Write the suggested wording into the text; who does so is a writer from then on.

    Approvals were given for the former text: they are asked for again.
    """
    version = _lock(said)
    check(why_not_accept(by, version))
    place = passages.find(version.body, said.quote, before=said.before, start=said.start)
    if said.suggestion is None:
        raise ValidationError(_("This comment suggests no wording."))
    if place is None:
        raise ValidationError(
            _("The passage is not in the text any more, so the wording cannot be put in its place.")
        )
    _close(said, CommentState.ACCEPTED, by)
    _replace(version, place, said.quote, said.suggestion, by)
    _tell("suggestion_accepted", said, by, people=_author(said), suggester=str(said.author or ""))
    reset_approvals(version, by=by)
    return said


@transaction.atomic
def decline(said: ReviewComment, *, by: Any, reason: str) -> ReviewComment:
    """Leave the text as it is; the reason stands below the suggestion."""
    version = _lock(said)
    check(why_not_write(by, version.guideline))
    if said.suggestion is None:
        raise ValidationError(_("This comment suggests no wording."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the wording is not taken over.")})
    _close(said, CommentState.DECLINED, by)
    ReviewComment.objects.create(version=version, parent=said, author=by, body=reason.strip())
    told = {"suggester": str(said.author or ""), "reason": reason.strip()}
    _tell("suggestion_declined", said, by, people=_author(said), **told)
    settle(version)
    return said


def _check(said: ReviewComment, place: int | None) -> None:
    errors = Errors()
    if not said.body and said.suggestion is None:
        errors.add("body", _("Write a comment."))
    if len(said.body) > LONGEST:
        errors.add("body", _("Use at most %(number)s characters.") % {"number": LONGEST})
    if max(len(said.quote), len(said.suggestion or "")) > LONGEST_PASSAGE:
        errors.add("quote", _("Choose a shorter passage."))
    if said.quote and place is None:
        errors.add("quote", _("This passage is not in the text. It may have changed meanwhile."))
    if said.suggestion is not None and not said.quote:
        errors.add("quote", _("Choose the passage whose wording you suggest."))
    if said.suggestion is not None and said.suggestion == said.quote:
        errors.add("suggestion", _("The suggested wording is the same as the text."))
    if said.parent and (said.parent.parent_id or said.parent.version_id != said.version_id):
        errors.add("body", _("This comment cannot be answered."))
    errors.raise_if_any()


def _lock(said: ReviewComment) -> GuidelineVersion:
    """The comment and its version as they are now, and still under discussion."""
    version = lock(said.version)
    said.refresh_from_db()
    said.version = version
    require(version, *UNDER_DISCUSSION)
    return version


def _close(said: ReviewComment, state: str, by: Any) -> None:
    if said.state != CommentState.OPEN or said.parent_id:
        raise ValidationError(_("This comment is closed already."))
    said.state, said.closed_at, said.closed_by = state, timezone.now(), by
    said.save(update_fields=["state", "closed_at", "closed_by"])


def _replace(version: GuidelineVersion, at: int, old: str, new: str, by: Any) -> None:
    """A revision of the text with the new wording; comments behind it move along."""
    version.body = version.body[:at] + new + version.body[at + len(old) :]
    version.anchors = anchors_of(version)
    version.revision += 1
    version.updated_by = by
    with revision(by=by, comment=_("Suggested wording taken over")):
        version.save(update_fields=["body", "anchors", "revision", "updated_by", "updated_at"])
    version.writers.add(by)
    behind = version.comments.filter(start__gte=at + len(old))
    behind.update(start=F("start") + len(new) - len(old))


def _participants(said: ReviewComment) -> list[int]:
    """Writers, and who said something in the same thread."""
    people = writer_ids(said.version)
    if said.parent is not None:
        thread = said.parent.replies.values_list("author", flat=True)
        people |= {pk for pk in [said.parent.author_id, *thread] if pk}
    return sorted(people)


def _author(said: ReviewComment) -> list[int]:
    return [said.author_id] if said.author_id else []


def _tell(name: str, said: ReviewComment, by: Any, **data: Any) -> None:
    shown = (said.body or said.quote)[:200]
    tell(name, said.version, by=by, comment=shown, comment_id=said.pk, **data)
