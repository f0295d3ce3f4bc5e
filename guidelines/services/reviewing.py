"""Reviews: submit, decide, take back. Who wrote in a version never approves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import grants
from core.errors import Errors
from guidelines.enums import Decision, VersionState
from guidelines.models import GuidelineVersion, Reviewer
from guidelines.models.structure import REVIEW
from guidelines.permissions import check, has_right, is_writer, why_not_approve, why_not_grant
from guidelines.review_rules import reviewers_needed
from guidelines.selectors.editing import copy_of
from guidelines.selectors.reviewing import may_know, missing, writer_ids
from guidelines.services import campaigns, drafts
from guidelines.services.approvals import settle
from guidelines.services.review_comments import accept, comment, decline, reopen, resolve
from guidelines.services.versions import keep, lock, require, tell

__all__ = [
    "accept",
    "add_reviewer",
    "comment",
    "decide",
    "decline",
    "remove_reviewer",
    "reopen",
    "resolve",
    "submit",
    "submit_typed",
    "withdraw",
]


@transaction.atomic
def submit(
    draft: GuidelineVersion,
    *,
    by: Any,
    reviewers: Sequence[User],
    comment: str = "",
    without_unsaved: bool = False,
) -> GuidelineVersion:
    """Hand a complete draft to its reviewers; those without the right to review receive it.

    Refused while `by` has typed something and not saved it, unless that is meant to stay out.
    """
    lock(draft)
    require(draft, VersionState.DRAFT)
    errors = Errors()
    if not without_unsaved and copy_of(draft, by) is not None:
        errors.add("unsaved", _("You have unsaved text. Save it, or submit the saved text alone."))
    for gap in missing(draft):
        errors.add(gap.field, gap.sentence)
    draft.submitted_by, draft.submitted_at = by, timezone.now()
    _check_reviewers(draft, reviewers, by, errors)
    errors.raise_if_any()
    draft.state = VersionState.IN_REVIEW
    keep(draft, "state", "submitted_by", "submitted_at", by=by, comment=_("Submitted for review"))
    draft.reviewers.exclude(person__in=reviewers).delete()
    for person in reviewers:
        _ask(draft, person, by)
    tell("review_requested", draft, by=by, comment=comment.strip(), **_names(reviewers))
    return draft


@transaction.atomic
def submit_typed(
    draft: GuidelineVersion,
    *,
    by: Any,
    base_revision: int,
    values: Mapping[str, Any],
    reviewers: Sequence[User],
    comment: str = "",
) -> GuidelineVersion:
    """Save what the person has typed and submit it, or neither; Conflict as in `drafts.save`."""
    lock(draft)
    require(draft, VersionState.DRAFT)
    drafts.save(draft, by=by, base_revision=base_revision, **values)
    return submit(draft, by=by, reviewers=reviewers, comment=comment)


@transaction.atomic
def add_reviewer(version: GuidelineVersion, person: User, *, by: Any) -> Reviewer:
    """Ask one more person; the version is approved when they approve as well."""
    lock(version)
    require(version, VersionState.IN_REVIEW)
    errors = Errors()
    _check_reviewer(version, person, by, errors)
    if version.reviewers.filter(person=person).exists():
        errors.add("reviewers", _("%(name)s is asked already.") % {"name": person})
    errors.raise_if_any()
    asked = _ask(version, person, by)
    tell("reviewer_added", version, by=by, **_names([person]))
    return asked


@transaction.atomic
def remove_reviewer(version: GuidelineVersion, person: User, *, by: Any) -> None:
    """Ask this person no more, as long as enough others are asked; they keep their rights."""
    lock(version)
    require(version, VersionState.IN_REVIEW)
    needed = reviewers_needed(version.kind)
    if version.reviewers.exclude(person=person).count() < needed:
        raise ValidationError(
            _("%(kind)s: at least %(number)s reviewers are needed. Add another person first.")
            % {"kind": version.get_kind_display(), "number": needed}
        )
    version.reviewers.filter(person=person).delete()
    tell("reviewer_removed", version, by=by, **_names([person]))
    settle(version)


@transaction.atomic
def decide(
    version: GuidelineVersion,
    *,
    by: Any,
    decision: str,
    reason: str = "",
    seen_revision: int | None = None,
) -> GuidelineVersion:
    """Approve, or send the version back with a reason; comments stay either way.

    `seen_revision` is the text that the person had before them: an approval holds for that alone.
    """
    lock(version)
    require(version, VersionState.IN_REVIEW)
    check(why_not_approve(by, version))
    if seen_revision is not None and seen_revision != version.revision:
        raise ValidationError(_("The text has changed since you opened this page. Look again."))
    if decision not in (Decision.APPROVED, Decision.CHANGES):
        raise ValidationError({"decision": _("Approve the version, or ask for changes.")})
    if decision == Decision.CHANGES and not reason.strip():
        raise ValidationError({"reason": _("Say what has to change.")})
    version.reviewers.update_or_create(
        person=by,
        defaults={
            "decision": decision,
            "reason": reason.strip(),
            "decided_at": timezone.now(),
            "decided_revision": version.revision,
        },
    )
    told: dict[str, Any] = {"reason": reason.strip(), "people": sorted(writer_ids(version))}
    if decision == Decision.APPROVED:
        tell("review_approved", version, by=by, **told)
        settle(version)
    else:
        _back_to_draft(version, by, _("Changes requested"))
        tell("changes_requested", version, by=by, **told)
    return version


@transaction.atomic
def withdraw(version: GuidelineVersion, *, by: Any, reason: str) -> GuidelineVersion:
    """Take a version in review, or an approved one, back to draft."""
    lock(version)
    require(version, VersionState.IN_REVIEW, VersionState.APPROVED)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the version is taken back.")})
    people = sorted(version.reviewers.values_list("person", flat=True))
    _back_to_draft(version, by, _("Taken back to draft"))
    tell("review_withdrawn", version, by=by, reason=reason.strip(), people=people)
    return version


def _check_reviewers(
    draft: GuidelineVersion, reviewers: Sequence[User], by: Any, errors: Errors
) -> None:
    needed = reviewers_needed(draft.kind)
    if len({person.pk for person in reviewers}) < needed:
        errors.add(
            "reviewers",
            _("%(kind)s: choose at least %(number)s reviewers.")
            % {"kind": draft.get_kind_display(), "number": needed},
        )
    for person in reviewers:
        _check_reviewer(draft, person, by, errors)


def _check_reviewer(version: GuidelineVersion, person: User, by: Any, errors: Errors) -> None:
    """Active, not a writer; who may not know of the guideline is let in by who gives access."""
    if not person.is_active:
        told = _("%(name)s is not active.")
    elif is_writer(person, version):
        told = _("%(name)s wrote in this version, so another person has to review it.")
    elif not may_know(person, version.guideline) and why_not_grant(by) is not None:
        told = _("%(name)s may not read this guideline. Somebody who gives access has to ask them.")
    else:
        return
    errors.add("reviewers", told % {"name": person})


def _ask(version: GuidelineVersion, person: User, by: Any) -> Reviewer:
    """Whose role reviews may still not know of a restricted guideline: the grant lets them in."""
    guideline = version.guideline
    if not (has_right(person, REVIEW, guideline) and may_know(person, guideline)):
        grants.grant("review_guideline", guideline, person, by=by)
    asked, _is_new = version.reviewers.update_or_create(
        person=person,
        defaults={
            "asked_by": by,
            "asked_at": timezone.now(),
            "decision": Decision.PENDING,
            "reason": "",
            "decided_at": None,
            "decided_revision": None,
        },
    )
    return asked


def _back_to_draft(version: GuidelineVersion, by: Any, comment: str) -> None:
    """No approval and no day to take effect is left; what reviewers wrote stays."""
    version.state = VersionState.DRAFT
    version.approved_by = version.approved_at = None
    version.published_by = version.effective_on = None
    fields = ("state", "approved_by", "approved_at", "published_by", "effective_on")
    keep(version, *fields, by=by, comment=comment)
    campaigns.end_planned(version, by=by)


def _names(people: Sequence[User]) -> dict[str, Any]:
    """Who is named in the sentence and told of it."""
    return {
        "reviewers": ", ".join(sorted(str(person) for person in people)),
        "people": sorted(person.pk for person in people),
    }
