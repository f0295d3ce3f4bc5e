"""Who reviews a version, and what they say about its passages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.enums import CommentState, Decision
from guidelines.models.versions import GuidelineVersion


class Reviewer(models.Model):
    """A person who is asked to review a version."""

    version = models.ForeignKey(
        GuidelineVersion, on_delete=models.CASCADE, related_name="reviewers"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.CharField(
        _("decision"), max_length=12, choices=Decision, default=Decision.PENDING
    )
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_revision = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="guidelines_reviewer_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.decision}"


class ReviewComment(models.Model):
    """A remark on a passage of the Markdown source, with or without a suggested wording.

    The passage is found again by its text and what stands before it; `start` is where it stood.
    An empty quote is a remark on the whole.
    """

    version = models.ForeignKey(GuidelineVersion, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    body = models.TextField(_("comment"), blank=True)
    quote = models.TextField(_("passage"), blank=True)
    before = models.CharField(max_length=200, blank=True)
    start = models.PositiveIntegerField(default=0)
    suggestion = models.TextField(_("suggested wording"), null=True, blank=True)  # noqa: DJ001 - "" suggests deletion
    state = models.CharField(
        _("state"), max_length=12, choices=CommentState, default=CommentState.OPEN
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return self.body[:60] or self.quote[:60]
