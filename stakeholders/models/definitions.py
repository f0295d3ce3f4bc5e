"""What a report covers, how it looks, when it is due and who gets it."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability, can
from core.enums import Classification
from core.models import SavedView
from core.versions import versioned
from portfolio.models import Portfolio, Programme
from stakeholders.enums import Cadence, PageSize, Scope


class ReportDefinitionQuerySet(models.QuerySet["ReportDefinition"]):
    """Access to definitions."""

    def visible_to(self, user: Any) -> Self:
        """Definitions are seen by those who manage reports."""
        return self if can(user, Capability.MANAGE_REPORTS) else self.none()


@versioned
class ReportDefinition(models.Model):
    """A portfolio report that is made again and again."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    scope = models.CharField(_("covers"), max_length=12, choices=Scope, default=Scope.PORTFOLIO)
    portfolio = models.ForeignKey(
        Portfolio,
        verbose_name=_("portfolio"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="report_definitions",
    )
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="report_definitions",
    )
    saved_view = models.ForeignKey(
        SavedView,
        verbose_name=_("saved view"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sections = models.JSONField(_("sections"), default=list)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    page_size = models.CharField(
        _("page size"), max_length=6, choices=PageSize, default=PageSize.A4
    )
    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification,
        default=Classification.INTERNAL,
    )
    recipients = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recipients"),
        blank=True,
        related_name="report_definitions",
    )

    cadence = models.CharField(
        _("due"), max_length=12, choices=Cadence, default=Cadence.WORKING_DAY
    )
    day = models.PositiveSmallIntegerField(
        _("day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("Day of the month, working day of the month, or weekday (1 is Monday)."),
    )
    at_time = models.TimeField(_("time"), null=True, blank=True)
    once_at = models.DateTimeField(_("date and time"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default=settings.TIME_ZONE)
    holidays = models.CharField(
        _("holidays of"),
        max_length=10,
        blank=True,
        help_text=_("Country, with region where needed: DE, DE-BY, GB-ENG."),
    )
    is_shifted = models.BooleanField(
        _("move to the next working day when due on a weekend or holiday"), default=False
    )
    next_run_at = models.DateTimeField(null=True, blank=True, db_index=True)
    paused_at = models.DateTimeField(null=True, blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReportDefinitionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The definition's page."""
        return reverse("report_definition", args=[self.pk])

    @property
    def is_paused(self) -> bool:
        """Whether nothing is due until somebody resumes it."""
        return self.paused_at is not None

    @property
    def subject(self) -> Any:
        """What the report covers: the portfolio, the programme or the saved view."""
        return getattr(self, self.scope)
