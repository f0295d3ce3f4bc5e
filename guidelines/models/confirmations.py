"""Campaigns that ask people to confirm a version, and the proof that they did."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.enums import CampaignState, RequestState
from guidelines.models.structure import Guideline
from guidelines.models.versions import GuidelineVersion


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Access to campaigns; who may open one is decided by permissions."""

    def visible_to(self, user: Any) -> Self:
        """Campaigns of versions that the person may see."""
        return self.filter(version__in=GuidelineVersion.objects.visible_to(user).values("pk"))


class Campaign(models.Model):
    """A version whose readers are asked to confirm by a day.

    `audience` names who is asked: {"roles": [...], "groups": [ids], "people": [ids],
    "sources": [keys of core.registries.audiences]}.
    """

    version = models.ForeignKey(
        GuidelineVersion, on_delete=models.PROTECT, related_name="campaigns"
    )
    state = models.CharField(
        _("state"), max_length=8, choices=CampaignState, default=CampaignState.OPEN
    )
    audience = models.JSONField(_("who is asked"), default=dict)
    message = models.TextField(_("message"), blank=True)
    due_on = models.DateField(_("due"))
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)
    looked_after_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.version)

    def get_absolute_url(self) -> str:
        """The campaign's page."""
        return reverse("campaign", args=[self.pk])


class ConfirmationRequest(models.Model):
    """A person is asked to confirm; `unit` and `why` are as they were when asked."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="confirmation_requests"
    )
    unit = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState, default=RequestState.OPEN
    )
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    excused_reason = models.TextField(_("reason"), blank=True)
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    excused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "person"], name="guidelines_asked_once")
        ]
        indexes = [models.Index(fields=["person", "state"], name="guidelines_asked_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.campaign_id}"


class CampaignStep(models.Model):
    """A reminder or an escalation that was sent, so that each is sent once for one due day."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="steps")
    due_on = models.DateField()
    step = models.CharField(max_length=20)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "due_on", "step"], name="guidelines_campaign_step_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.step}"


class CampaignEvidence(models.Model):
    """A PDF that states who confirmed, as it stood when it was made."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="evidence")
    pdf = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.pdf)


class Confirmation(models.Model):
    """A person confirmed a version: who, what and when; the row is never changed or deleted."""

    guideline = models.ForeignKey(Guideline, on_delete=models.PROTECT, related_name="confirmations")
    version = models.ForeignKey(
        GuidelineVersion, on_delete=models.PROTECT, related_name="confirmations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="confirmations"
    )
    person_name = models.CharField(max_length=150)
    person_email = models.CharField(max_length=254)
    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    statement = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="guidelines_confirmed_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.code} v{self.number}"
