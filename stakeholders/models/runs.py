"""Runs of a report, their editions by audience, and what was sent to whom."""

from __future__ import annotations

from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.roles import Capability, can
from core.models import Job, StoredFile
from stakeholders.domain.editions import letter_of
from stakeholders.enums import DeliveryState, DeliveryWay, RunKind, RunState
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
        due = self.due_at.astimezone(ZoneInfo(self.definition.time_zone))
        return f"{self.definition.name}, {due:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """The run's page."""
        return reverse("report_run", args=[self.pk])


class ReportEditionQuerySet(models.QuerySet["ReportEdition"]):
    """Access to editions."""

    def visible_to(self, user: Any) -> Self:
        """An edition is seen by its recipients and by report managers.

        Of those with restricted projects a manager sees the ones that keep their own view for
        the archive; all of them needs the right to see restricted projects.
        """
        received = Delivery.objects.filter(recipient_id=user.pk, state=DeliveryState.SENT)
        mine = Q(pk__in=received.values("edition"))
        if not can(user, Capability.MANAGE_REPORTS):
            return self.filter(mine)
        if can(user, Capability.SEE_RESTRICTED):
            return self
        return self.filter(mine | Q(made_for_id=user.pk) | Q(has_restricted=False))


class ReportEdition(models.Model):
    """The report as one group of recipients may see it: snapshot first, PDF from it.

    `access_key` names the set of projects. `snapshot` is canonical JSON, written once (a database
    trigger refuses changes); `sha256` is its hash. `made_for` is the person whose view the
    archive keeps. `place` counts the editions of a run from 0; None where there is only one.
    """

    run = models.ForeignKey(ReportRun, on_delete=models.CASCADE, related_name="editions")
    access_key = models.CharField(max_length=64)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    made_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
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

    @property
    def letter(self) -> str:
        """The name of the edition within its run; empty where there is only one."""
        return letter_of(self.place)


class Delivery(models.Model):
    """One recipient's copy of a run, sent under a fixed message id.

    `claimed_at` is written before the mail goes out, so that a crash repeats at most one mail.
    Without an edition nothing is sent: `error` says why.
    """

    run = models.ForeignKey(ReportRun, on_delete=models.CASCADE, related_name="deliveries")
    edition = models.ForeignKey(
        ReportEdition, null=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries"
    )
    email = models.EmailField()
    way = models.CharField(max_length=10, choices=DeliveryWay, default=DeliveryWay.LINK)
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    message_id = models.CharField(max_length=120, unique=True)
    error = models.TextField(blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "recipient"], name="stakeholders_delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.state}"
