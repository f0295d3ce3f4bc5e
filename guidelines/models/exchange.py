"""What came into guidelines from outside: shipped content and imports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from core.models import Job, StoredFile
from guidelines.enums import ImportState
from guidelines.models.structure import Guideline, Handbook
from guidelines.models.versions import GuidelineVersion


class ShippedText(models.Model):
    """The shipped text that a guideline started from or last took over: the base of a merge."""

    guideline = models.OneToOneField(Guideline, on_delete=models.CASCADE, related_name="shipped")
    source = models.TextField()
    offered = models.TextField(blank=True)
    offered_in = models.ForeignKey(
        GuidelineVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.guideline_id)


class GuidelineImport(models.Model):
    """A folder, archive or file of guidelines that was brought in, and what became of it."""

    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handbook = models.ForeignKey(Handbook, on_delete=models.PROTECT, related_name="imports")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.CHECKED)
    options = models.JSONField(default=dict, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.file or self.pk)

    def get_absolute_url(self) -> str:
        """The protocol of the import."""
        return reverse("guideline_import", args=[self.pk])
