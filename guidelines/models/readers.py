"""What readers do with guidelines: feedback, favourites, watching, what they read lately."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.models.structure import Guideline
from guidelines.models.versions import GuidelineVersion


class Feedback(models.Model):
    """A reader's word on a page; the owner sees it and may answer."""

    version = models.ForeignKey(GuidelineVersion, on_delete=models.CASCADE, related_name="feedback")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_helpful = models.BooleanField(_("helpful"))
    comment = models.TextField(_("comment"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="guidelines_feedback_once")
        ]

    def __str__(self) -> str:
        return self.comment[:60] or str(self.is_helpful)


class Favourite(models.Model):
    """A guideline that a person keeps at hand."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="favourites")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guideline", "person"], name="guidelines_favourite_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.guideline_id}"


class Watch(models.Model):
    """A person wants to hear of every new version of a guideline."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="watches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guideline", "person"], name="guidelines_watch_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.guideline_id}"


class RecentView(models.Model):
    """When a person last opened a guideline; opening is never taken for a confirmation."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="recent_views")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    viewed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guideline", "person"], name="guidelines_recent_view")
        ]
        indexes = [models.Index(fields=["person", "-viewed_at"], name="guidelines_recent")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.guideline_id}"
