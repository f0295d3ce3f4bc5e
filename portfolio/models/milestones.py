"""Milestones of a project."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.projects import Project


class Milestone(models.Model):
    """A dated point of a project; phases that end count as milestones."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(_("name"), max_length=200)
    baseline_on = models.DateField(_("baseline"), null=True, blank=True)
    forecast_on = models.DateField(_("forecast"), null=True, blank=True)
    actual_on = models.DateField(_("reached"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="portfolio_milestone_name")
        ]

    def __str__(self) -> str:
        return self.name
