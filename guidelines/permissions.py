"""Who may do what with guidelines; what may be seen is decided by `visible_to` alone.

Each rule is one function that returns why not, or None. Rules about the person stand apart from
rules about the state of a version; `why_not_approve` and the like read both.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.grants import granted_ids, is_granted
from accounts.roles import Capability, can, is_external
from core.conditions import seen_from
from guidelines.enums import Access, VersionState
from guidelines.models import Chapter, Guideline, GuidelineVersion, TextBlock
from guidelines.models.structure import PUBLISH, REVIEW, WRITE, worked_on, works_on_all

_BY_ROLE = {
    WRITE: Capability.WRITE_GUIDELINES,
    REVIEW: Capability.REVIEW_GUIDELINES,
    PUBLISH: Capability.PUBLISH_GUIDELINES,
}


_SEES_CAMPAIGNS = (
    Capability.MANAGE_GUIDELINES,
    Capability.PUBLISH_GUIDELINES,
    Capability.VIEW_AUDIT,
)


def sees_all_campaigns(user: Any) -> bool:
    """Whether a role shows the campaigns of every guideline that the person may see."""
    return any(can(user, capability) for capability in _SEES_CAMPAIGNS)


def published_by(user: Any) -> Q:
    """Guidelines that the person owns or may publish by grant."""
    return (
        Q(owner_id=user.pk)
        | granted_ids(user, Guideline, f"{PUBLISH}_guideline")
        | seen_from("chapter", granted_ids(user, Chapter, f"{PUBLISH}_chapter"))
    )


def has_right(user: Any, right: str, guideline: Guideline) -> bool:
    """Whether a role, or a grant on the guideline or its chapter, gives this right."""
    return (
        can(user, _BY_ROLE[right])
        or is_granted(user, f"{right}_guideline", guideline)
        or is_granted(user, f"{right}_chapter", guideline.chapter)
    )


def has_chapter_right(user: Any, right: str, chapter: Chapter) -> bool:
    """Whether a role or a grant on the chapter gives this right on all its guidelines."""
    return can(user, _BY_ROLE[right]) or is_granted(user, f"{right}_chapter", chapter)


def works_on(user: Any, guideline: Guideline) -> bool:
    """Whether the person sees drafts and reviews of this guideline."""
    return (
        works_on_all(user)
        or guideline.owner_id == user.pk
        or any(has_right(user, right, guideline) for right in _BY_ROLE)
    )


def is_writer(user: Any, version: GuidelineVersion) -> bool:
    """Whether the person wrote in this version, so that somebody else must approve it."""
    return (
        user.pk in (version.created_by_id, version.submitted_by_id)
        or version.writers.filter(pk=user.pk).exists()
    )


def why_not_write(user: Any, guideline: Guideline) -> str | None:
    """Writing needs the role, a grant, or to be the owner."""
    if guideline.owner_id == user.pk or has_right(user, WRITE, guideline):
        return None
    return _("Your roles do not allow writing this guideline.")


def why_not_write_in(user: Any, chapter: Chapter) -> str | None:
    """A new guideline needs the right to write in its chapter."""
    if has_chapter_right(user, WRITE, chapter):
        return None
    return _("Your roles do not allow writing guidelines in this chapter.")


def why_not_edit(user: Any, version: GuidelineVersion) -> str | None:
    """Only drafts are edited: what others review or have approved does not move under them."""
    reason = why_not_write(user, version.guideline)
    if reason is None and version.state != VersionState.DRAFT:
        reason = _("Only a draft can be edited. Take it back to draft first.")
    return reason


def why_not_pick(user: Any) -> str | None:
    """Links and text blocks are picked by those who write somewhere."""
    if works_on_all(user) or Guideline.objects.filter(worked_on(user)).exists():
        return None
    return _("Only people who write guidelines pick links and text blocks.")


def why_not_review(user: Any, guideline: Guideline) -> str | None:
    """Commenting and suggesting in a review needs the right to review or to write."""
    if has_right(user, REVIEW, guideline) or why_not_write(user, guideline) is None:
        return None
    return _("Your roles do not allow reviewing this guideline.")


def why_not_approve(user: Any, version: GuidelineVersion) -> str | None:
    """Approval needs the right to review, a version in review, and four eyes."""
    if not has_right(user, REVIEW, version.guideline):
        return _("Your roles do not allow reviewing this guideline.")
    if version.state != VersionState.IN_REVIEW:
        return _("This version is not in review.")
    if is_writer(user, version):
        return _("You wrote in this version, so another person has to approve it.")
    return None


def why_not_submit(user: Any, version: GuidelineVersion) -> str | None:
    """Who may write hands a draft to its reviewers."""
    reason = why_not_write(user, version.guideline)
    if reason is None and version.state != VersionState.DRAFT:
        reason = _("This version is in review or approved already.")
    return reason


def why_not_discuss(user: Any, version: GuidelineVersion) -> str | None:
    """Reviewers and writers comment on a version until it is approved."""
    reason = why_not_review(user, version.guideline)
    if reason is None and version.state not in (VersionState.DRAFT, VersionState.IN_REVIEW):
        reason = _("An approved version is not commented on. Take it back to draft first.")
    return reason


def why_not_accept(user: Any, version: GuidelineVersion) -> str | None:
    """Who may write takes a suggested wording over, unless they are to approve the version."""
    reason = why_not_write(user, version.guideline) or why_not_discuss(user, version)
    in_review = version.state == VersionState.IN_REVIEW
    if reason is None and in_review and version.reviewers.filter(person=user).exists():
        reason = _("You are asked to review this version. Who changes its text cannot approve it.")
    return reason


def why_not_withdraw(user: Any, version: GuidelineVersion) -> str | None:
    """Who writes, reviews or publishes a guideline takes a version back to draft."""
    guideline = version.guideline
    if why_not_review(user, guideline) is not None and not has_right(user, PUBLISH, guideline):
        return _("Your roles do not allow taking this version back.")
    if version.state not in (VersionState.IN_REVIEW, VersionState.APPROVED):
        return _("This version is neither in review nor approved.")
    return None


def why_not_publish(user: Any, version: GuidelineVersion) -> str | None:
    """Publishing needs the right to publish and an approved version."""
    if not has_right(user, PUBLISH, version.guideline):
        return _("Your roles do not allow publishing this guideline.")
    if version.state != VersionState.APPROVED:
        return _("Only an approved version can be published.")
    return None


def why_not_retire(user: Any, guideline: Guideline) -> str | None:
    """Retiring takes the right to publish and something that is in force."""
    if not has_right(user, PUBLISH, guideline):
        return _("Your roles do not allow retiring this guideline.")
    if guideline.current_id is None or guideline.retired_on is not None:
        return _("Only a guideline in force can be retired.")
    return None


def why_not_care(user: Any, guideline: Guideline) -> str | None:
    """Whether a guideline is still valid is decided by its owner and who publishes it."""
    if guideline.owner_id != user.pk and not has_right(user, PUBLISH, guideline):
        return _("Whether this guideline is still valid is decided by its owner and the PMO.")
    if guideline.current_id is None or guideline.retired_on is not None:
        return _("Only a guideline in force can be reviewed.")
    return None


def why_not_manage(user: Any) -> str | None:
    """Handbooks, glossary, text blocks, imports and campaigns are kept by the PMO."""
    if can(user, Capability.MANAGE_GUIDELINES):
        return None
    return _("Your roles do not allow keeping handbooks and the glossary.")


def why_not_set(user: Any, guideline: Guideline) -> str | None:
    """Properties are read by those who work on a guideline and changed by the PMO."""
    if not works_on(user, guideline):
        return _("Properties are shown to those who work on this guideline.")
    return why_not_manage(user)


def why_not_hand_over(user: Any, guideline: Guideline) -> str | None:
    """An owner reads in any case, so a restricted guideline's owner is named as access is given."""
    if Access.RESTRICTED in (guideline.access, guideline.chapter.access):
        return why_not_manage(user) or why_not_grant(user)
    return why_not_manage(user)


def why_not_read_glossary(user: Any) -> str | None:
    """The glossary is for staff, and for external people once they may read a guideline."""
    if not is_external(user) or Guideline.objects.visible_to(user).exists():
        return None
    return _("The glossary is for those who read guidelines.")


def why_not_work(user: Any) -> str | None:
    """Text blocks and the list of all guidelines are for those whose role works on them."""
    if works_on_all(user):
        return None
    return _("This page is for people who work on guidelines.")


def why_not_look_after(user: Any) -> str | None:
    """What is ageing or broken is shown to those who work on some guideline."""
    if works_on_all(user) or Guideline.objects.filter(worked_on(user)).exists():
        return None
    return _("This list is for people who work on guidelines.")


def why_not_survey(user: Any) -> str | None:
    """How old the guidelines are is shown to those who work on some, and to auditors."""
    return None if can(user, Capability.VIEW_AUDIT) else why_not_look_after(user)


def why_not_release(user: Any, block: TextBlock) -> str | None:
    """A text block changes many guidelines at once: publishers release it, with four eyes."""
    if not can(user, Capability.PUBLISH_GUIDELINES):
        return _("Your roles do not allow releasing text blocks.")
    if block.proposed_at is None:
        return _("Nothing is proposed for this block.")
    if block.proposed_by_id == user.pk:
        return _("You proposed this text, so another person has to release it.")
    return None


def why_not_campaign(user: Any, guideline: Guideline) -> str | None:
    """Asking for confirmations needs to keep guidelines, or to own or publish this one."""
    if (
        can(user, Capability.MANAGE_GUIDELINES)
        or guideline.owner_id == user.pk
        or has_right(user, PUBLISH, guideline)
    ):
        return None
    return _("Your roles do not allow asking for confirmations.")


def why_not_read_campaign(user: Any, guideline: Guideline) -> str | None:
    """Who confirmed and who did not is read by those who may ask, and by auditors."""
    if can(user, Capability.VIEW_AUDIT) or why_not_campaign(user, guideline) is None:
        return None
    return _("Who confirmed is shown to those who ask for confirmations, and to auditors.")


def why_not_read_campaigns(user: Any) -> str | None:
    """The list is for those who keep or audit campaigns, or answer for a guideline."""
    if sees_all_campaigns(user) or Guideline.objects.filter(published_by(user)).exists():
        return None
    return _("Who confirmed is shown to those who ask for confirmations, and to auditors.")


def why_not_answer(user: Any, guideline: Guideline) -> str | None:
    """Readers are answered by the guideline's owner and by the PMO."""
    if can(user, Capability.MANAGE_GUIDELINES) or guideline.owner_id == user.pk:
        return None
    return _("What readers say is answered by the guideline's owner and the PMO.")


def why_not_read_feedback(user: Any) -> str | None:
    """What readers say is read by those who own a guideline, and by the PMO."""
    if can(user, Capability.MANAGE_GUIDELINES):
        return None
    if Guideline.objects.filter(owner=user.pk).exists():
        return None
    return _("What readers say is read by the owners of guidelines and the PMO.")


def why_not_read_source(user: Any, guideline: Guideline) -> str | None:
    """The source names what its links lead to, also what a reader may not see."""
    if works_on(user, guideline):
        return None
    return _("The source is shown to those who work on this guideline.")


def why_not_grant(user: Any) -> str | None:
    """Who may read and work on single guidelines is decided by those who give access."""
    if can(user, Capability.GRANT_ACCESS) and works_on_all(user):
        return None
    return _("Your roles do not allow giving access.")


def check(reason: str | None) -> None:
    """Raise PermissionDenied with the reason, if there is one."""
    if reason is not None:
        raise PermissionDenied(reason)
