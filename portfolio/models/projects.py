"""Projects and their members."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.grants import granted_ids
from accounts.roles import Capability, can
from core.conditions import seen_from
from core.versions import versioned
from portfolio.enums import Access, MemberRole
from portfolio.models.portfolios import Portfolio, Programme, of_portfolios

VIEW_PROJECT = "view_project"


def visible_projects(user: Any, path: str = "") -> Q:
    """The condition of `visible_to`; `path` leads to the project from another model."""
    if can(user, Capability.SEE_RESTRICTED):
        return Q()
    granted = granted_ids(user, Project, VIEW_PROJECT)
    is_internal = Q(access=Access.INTERNAL)
    if not can(user, Capability.VIEW_INTERNAL):
        return seen_from(path, granted | (is_internal & of_portfolios(user)))
    member = Q(pk__in=Membership.objects.filter(user_id=user.pk).values("project"))
    own = Q(manager_id=user.pk) | Q(sponsor_id=user.pk)
    return seen_from(path, is_internal | own | member | granted)


class ProjectQuerySet(models.QuerySet["Project"]):
    """Access to projects: the one place that says who may see which."""

    def visible_to(self, user: Any) -> Self:
        """Internal projects for staff, restricted ones for members and granted people.

        External people see a project when it was granted to them, or when it is internal and
        its portfolio was granted to them.
        """
        return self.filter(visible_projects(user))


@versioned
class Project(models.Model):
    """A project's identity and governance; what changes by report is in ProjectFigures."""

    portfolio = models.ForeignKey(
        Portfolio, verbose_name=_("portfolio"), on_delete=models.PROTECT, related_name="projects"
    )
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="projects",
    )
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=250)
    description = models.TextField(_("description"), blank=True)
    objective = models.TextField(_("objective"), blank=True)
    owner_unit = models.CharField(_("owner unit"), max_length=150, blank=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("project manager"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="managed_projects",
    )
    manager_name = models.CharField(
        _("project manager without account"), max_length=150, blank=True
    )
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sponsor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sponsored_projects",
    )
    sponsor_name = models.CharField(_("sponsor without account"), max_length=150, blank=True)
    category = models.CharField(_("category"), max_length=120, blank=True)
    method = models.CharField(_("method"), max_length=80, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    access = models.CharField(_("access"), max_length=12, choices=Access, default=Access.INTERNAL)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "code"], name="portfolio_project_code")
        ]
        indexes = [
            models.Index(fields=["portfolio", "access"], name="portfolio_project_access"),
            models.Index(fields=["name"], name="portfolio_project_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        """The project page."""
        return reverse("project", args=[self.pk])


class Membership(models.Model):
    """A person works in a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=MemberRole, default=MemberRole.TEAM)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="portfolio_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.project_id}"
