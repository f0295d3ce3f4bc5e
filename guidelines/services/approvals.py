"""When a version counts as approved, and when approvals are void."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.enums import CommentState, Decision, VersionState
from guidelines.models import GuidelineVersion, Reviewer
from guidelines.models.structure import PUBLISH
from guidelines.review_rules import reviewers_needed
from guidelines.selectors.reviewing import holding_right, writer_ids
from guidelines.services.versions import keep, tell


def settle(version: GuidelineVersion) -> None:
    """Approve the version once everybody asked approved this very text and no comment is open."""
    if version.state != VersionState.IN_REVIEW:
        return
    asked = list(version.reviewers.select_related("person").order_by("decided_at"))
    writers = writer_ids(version)
    given = [one for one in asked if _counts(one, version, writers)]
    is_open = version.comments.filter(state=CommentState.OPEN, parent=None).exists()
    if is_open or len(given) < len(asked) or len(given) < reviewers_needed(version.kind):
        return
    version.state = VersionState.APPROVED
    version.approved_by, version.approved_at = given[-1].person, timezone.now()
    fields = ("state", "approved_by", "approved_at")
    keep(version, *fields, by=given[-1].person, comment=_("Approved"))
    publishers = {person.pk for person in holding_right(PUBLISH, version.guideline)}
    tell("version_approved", version, by=given[-1].person, people=sorted(writers | publishers))


def reset_approvals(version: GuidelineVersion, *, by: Any) -> None:
    """Ask those again who approved a text that has changed since."""
    given = version.reviewers.filter(decision=Decision.APPROVED)
    people = sorted(given.values_list("person", flat=True))
    if people:
        given.update(decision=Decision.PENDING, decided_at=None, decided_revision=None)
        tell("approvals_reset", version, by=by, people=people)


def _counts(reviewer: Reviewer, version: GuidelineVersion, writers: set[int]) -> bool:
    return (
        reviewer.decision == Decision.APPROVED
        and reviewer.decided_revision == version.revision
        and reviewer.person_id not in writers
    )
