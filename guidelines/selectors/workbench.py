"""What waits for a person's work on guidelines: writing, reviewing, publishing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.grants import granted_ids
from accounts.roles import Capability, can
from core.conditions import seen_from
from guidelines.enums import CommentState, Decision, VersionState
from guidelines.models import Chapter, Guideline, GuidelineVersion, Reviewer
from guidelines.models.structure import works_on_all

HEAVY = ("body", "front_matter", "anchors", "origin")


@dataclass(frozen=True)
class Workbench:
    """Versions in work, by what the person has to do with them; `every` is for the PMO."""

    to_review: list[Any]
    to_publish: list[Any]
    mine: list[Any]
    scheduled: list[Any]
    every: list[Any]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in work for this person."""
        return not any((self.to_review, self.to_publish, self.mine, self.scheduled, self.every))


def workbench(user: Any) -> Workbench:
    """Everything in work that concerns the person, oldest first."""
    rows = list(_open_versions(user))
    today = timezone.localdate()
    publishable = set(
        Guideline.objects.filter(publishable_by(user), versions__in=rows).values_list(
            "pk", flat=True
        )
    )
    for row in rows:
        row.age = (today - timezone.localdate(row.created_at)).days
    approved = [row for row in rows if row.state == VersionState.APPROVED]
    may_publish = [row for row in approved if row.guideline_id in publishable]
    return Workbench(
        to_review=[row for row in rows if row.is_asked],
        to_publish=[row for row in may_publish if row.published_by_id is None],
        mine=[row for row in rows if row.is_mine and row.published_by_id is None],
        scheduled=[
            row
            for row in approved
            if row.published_by_id and (row.is_mine or row.guideline_id in publishable)
        ],
        every=rows if works_on_all(user) else [],
    )


def waiting_for_review(user: Any) -> list[Any]:
    """The versions that the person is asked to review and has not decided on."""
    asked = Reviewer.objects.filter(
        person=user.pk, decision=Decision.PENDING, version__state=VersionState.IN_REVIEW
    )
    waiting = list(asked.values_list("version", flat=True))
    return list(_open_versions(user).filter(pk__in=waiting)) if waiting else []


def publishable_by(user: Any) -> Q:
    """Guidelines that the person may publish, by role or by grant."""
    if can(user, Capability.PUBLISH_GUIDELINES):
        return Q()
    by_chapter = seen_from("chapter", granted_ids(user, Chapter, "publish_chapter"))
    return granted_ids(user, Guideline, "publish_guideline") | by_chapter


def _open_versions(user: Any) -> QuerySet[GuidelineVersion, Any]:
    asked = Reviewer.objects.filter(
        version=OuterRef("pk"), person=user.pk, decision=Decision.PENDING
    )
    wrote = GuidelineVersion.writers.through.objects.filter(
        guidelineversion=OuterRef("pk"), user=user.pk
    )
    is_open = Q(comments__state=CommentState.OPEN, comments__parent=None)
    return (
        GuidelineVersion.objects.visible_to(user)
        .open()
        .select_related("guideline__chapter", "guideline__owner", "updated_by", "submitted_by")
        .defer(*HEAVY)
        .annotate(
            is_asked=Exists(asked) & Q(state=VersionState.IN_REVIEW),
            is_mine=Exists(wrote),
            open_comments=Count("comments", filter=is_open, distinct=True),
            asked=Count("reviewers", distinct=True),
            approved=Count(
                "reviewers", filter=Q(reviewers__decision=Decision.APPROVED), distinct=True
            ),
        )
        .order_by("created_at", "pk")
    )
