"""What changes from report to report, kept per report date."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guidelines.enums import ProjectClass
from portfolio.enums import Dimension, ProjectState, Rag
from portfolio.models.projects import Project, visible_projects

FOREVER = date(9999, 12, 31)


class ProjectFiguresQuerySet(models.QuerySet["ProjectFigures"]):
    """Access to figures; joins to a project stay behind its visibility."""

    def as_of(self, day: date) -> Self:
        """The row of each project that was valid at the end of this day."""
        return self.filter(report_on__lte=day, superseded_on__gt=day)

    def visible_to(self, user: Any) -> Self:
        """Rows of the projects that the person may see."""
        return self.filter(visible_projects(user, "project"))


# What the dashboard adds up, and to what guidelines apply: the index alone answers it.
AS_OF_COLUMNS = [
    "project",
    "id",
    "state",
    "project_class",
    "rag_overall",
    "phase",
    "percent_complete",
    "finish_baseline",
    "finish_forecast",
    "finish_actual",
    "budget_baseline",
    "budget_forecast",
    "spent",
]


def _money(label: Any) -> Any:
    return models.DecimalField(label, max_digits=20, decimal_places=4, null=True, blank=True)


def _day(label: Any) -> Any:
    return models.DateField(label, null=True, blank=True)


def _rag(label: Any) -> Any:
    return models.CharField(label, max_length=5, choices=Rag, default=Rag.GREY)


class ProjectFigures(models.Model):
    """A project's figures as reported on one date; valid until the next report.

    Money is in the project's currency. `percent_complete` is 0 to 100. An empty figure means
    unknown; `reasons` says why by field name where the source told it. `comments` holds the
    comment of each dimension by its key.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="figures")
    report_on = models.DateField(_("report date"))
    superseded_on = models.DateField(default=FOREVER, editable=False)

    phase = models.CharField(_("phase"), max_length=80, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ProjectState, default=ProjectState.ACTIVE
    )
    project_class = models.CharField(_("class"), max_length=1, choices=ProjectClass, blank=True)

    start_baseline = _day(_("start, baseline"))
    start_forecast = _day(_("start, forecast"))
    start_actual = _day(_("start, actual"))
    finish_baseline = _day(_("finish, baseline"))
    finish_forecast = _day(_("finish, forecast"))
    finish_actual = _day(_("finish, actual"))

    budget_baseline = _money(_("budget, baseline"))
    budget_forecast = _money(_("budget, forecast"))
    spent = _money(_("spent"))
    benefits = _money(_("benefits, sum"))
    percent_complete = models.DecimalField(
        _("complete (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    rag_overall = _rag(_("overall status"))
    rag_schedule = _rag(Dimension.SCHEDULE.label)
    rag_cost = _rag(Dimension.COST.label)
    rag_scope = _rag(Dimension.SCOPE.label)
    rag_benefits = _rag(Dimension.BENEFITS.label)
    rag_risk = _rag(Dimension.RISK.label)
    rag_resources = _rag(Dimension.RESOURCES.label)
    rag_quality = _rag(Dimension.QUALITY.label)
    comments = models.JSONField(default=dict, blank=True)
    narrative = models.TextField(_("delivery confidence"), blank=True)
    reasons = models.JSONField(default=dict, blank=True)

    updated_at = models.DateTimeField(auto_now=True)

    objects = ProjectFiguresQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "report_on"], name="portfolio_figures_date"),
            models.CheckConstraint(
                condition=Q(superseded_on__gt=models.F("report_on")),
                name="portfolio_figures_interval",
            ),
        ]
        indexes = [
            models.Index(
                fields=["superseded_on", "report_on"],
                include=AS_OF_COLUMNS,
                name="portfolio_figures_as_of",
            ),
            models.Index(fields=["report_on"], name="portfolio_figures_day"),
            models.Index(
                fields=["superseded_on", "report_on"],
                include=["project", "state"],
                condition=~Q(reasons={}),
                name="portfolio_figures_gaps",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} on {self.report_on}"

    @property
    def why(self) -> defaultdict[str, str]:
        """Why a figure is empty, by its name; no text where nothing was told."""
        return defaultdict(str, self.reasons)
