"""Imports of portfolios: the source file, the mapping used, and each record's outcome."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability, can
from core.models import Job, StoredFile
from portfolio.enums import ImportState, ProblemSeverity, RowOutcome
from portfolio.models.portfolios import Portfolio
from portfolio.models.projects import Project


class ImportMapping(models.Model):
    """A column mapping kept under a name for the next file of the same source."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    mapping = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return self.name


class PortfolioImportQuerySet(models.QuerySet["PortfolioImport"]):
    """Access to imports."""

    def visible_to(self, user: Any) -> Self:
        """Imports are for those who may import: a source file can hold restricted projects."""
        if can(user, Capability.SEE_RESTRICTED):
            return self
        if can(user, Capability.IMPORT_PORTFOLIOS):
            return self.filter(created_by_id=user.pk)
        return self.none()


class PortfolioImport(models.Model):
    """One file on its way into a portfolio: uploaded, checked, imported, perhaps undone.

    `options` is what a person decided for the whole file, `mapping` which column fills which
    field, `columns` the examples and reasons that the mapping page shows beside it.
    """

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="imports")
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    sheet = models.CharField(max_length=120, blank=True)
    options = models.JSONField(default=dict, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    columns = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)
    report_on = models.DateField(null=True, blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PortfolioImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.source.name

    @property
    def can_be_discarded(self) -> bool:
        """Whether it has written nothing and nobody works on it."""
        is_open = self.state in (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)
        return is_open and not (self.job and not self.job.is_finished)


class ImportRow(models.Model):
    """What one record of an import did: values before and after, and why it was left out.

    `fingerprint` is the project's whole state as the import left it; undo compares it.
    """

    portfolio_import = models.ForeignKey(
        PortfolioImport, on_delete=models.CASCADE, related_name="rows"
    )
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=RowOutcome)
    code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=250, blank=True)
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="import_rows"
    )
    before = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    problems = models.JSONField(default=list, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["portfolio_import", "outcome"], name="portfolio_import_outcome")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.code}"


class ImportProblem(models.Model):
    """One cell that could not be read, or was read with a doubt, and the reason."""

    portfolio_import = models.ForeignKey(
        PortfolioImport, on_delete=models.CASCADE, related_name="problems"
    )
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=250, blank=True)
    field = models.CharField(max_length=40, blank=True)
    value = models.TextField(blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict, blank=True)
    severity = models.CharField(max_length=10, choices=ProblemSeverity)

    class Meta:
        indexes = [
            models.Index(fields=["portfolio_import", "severity"], name="portfolio_import_severity")
        ]

    def __str__(self) -> str:
        return f"{self.row}, {self.column}: {self.code}"
