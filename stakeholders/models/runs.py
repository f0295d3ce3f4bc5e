"""Runs of a report, their editions by audience, and what was sent to whom."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability, can
from core.models import Job, StoredFile
from stakeholders.enums import DeliveryState, RunKind, RunState
from stakeholders.models.definitions import ReportDefinition


class ReportRunQuerySet(models.QuerySet["ReportRun"]):
    """Access to runs."""

    def visible_to(self, user: Any) -> Self:
        """Runs are seen by those who manage reports and by those who received one."""
        if can(user, Capability.MANAGE_REPORTS):
            return self
        received = Delivery.objects.filter(recipient_id=user.pk, state=DeliveryState.SENT)
        return self.filter(pk__in=received.values("run"))


class ReportRun(models.Model):
    """One making of a report; a due date of a definition is claimed by its unique row."""

    definition = models.ForeignKey(ReportDefinition, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=10, choices=RunKind, default=RunKind.SCHEDULED)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=RunState, default=RunState.WAITING)
    is_late = models.BooleanField(default=False)
    as_of = models.DateField(null=True, blank=True)
    compared_with = models.DateField(null=True, blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "due_at"],
                condition=Q(kind=RunKind.SCHEDULED),
                name="stakeholders_run_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} due {self.due_at:%Y-%m-%d %H:%M}"


class ReportEditionQuerySet(models.QuerySet["ReportEdition"]):
    """Access to editions."""

    def visible_to(self, user: Any) -> Self:
        """An edition is seen by its recipients, and by report managers who see all its projects.

        `access_key` names the set of projects; `stakeholders.services.audiences` computes it.
        """
        received = Delivery.objects.filter(recipient_id=user.pk).values("edition")
        mine = Q(pk__in=received)
        if can(user, Capability.MANAGE_REPORTS):
            return (
                self.filter(mine | Q(has_restricted=False))
                if not can(user, Capability.SEE_RESTRICTED)
                else self
            )
        return self.filter(mine)


class ReportEdition(models.Model):
    """The report as one group of recipients may see it: snapshot first, PDF from it.

    `snapshot` is canonical JSON, written once; `sha256` is its hash.
    """

    run = models.ForeignKey(ReportRun, on_delete=models.CASCADE, related_name="editions")
    access_key = models.CharField(max_length=64)
    has_restricted = models.BooleanField(default=False)
    project_count = models.PositiveIntegerField(default=0)
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64)
    pdf = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pages = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReportEditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "access_key"], name="stakeholders_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.access_key[:8]}"


class Delivery(models.Model):
    """One recipient's copy of a run; sent at most once under a fixed message id."""

    run = models.ForeignKey(ReportRun, on_delete=models.CASCADE, related_name="deliveries")
    edition = models.ForeignKey(ReportEdition, on_delete=models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries"
    )
    email = models.EmailField()
    way = models.CharField(
        max_length=10, choices=[("link", _("Link")), ("attachment", _("Attachment"))]
    )
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    message_id = models.CharField(max_length=120, unique=True)
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "recipient"], name="stakeholders_delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.state}"
