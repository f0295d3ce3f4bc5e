"""Portfolios and programmes."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.grants import granted_ids
from accounts.roles import Capability, can
from core.versions import versioned

VIEW_PORTFOLIO = "view_portfolio"


class PortfolioQuerySet(models.QuerySet["Portfolio"]):
    """Access to portfolios."""

    def visible_to(self, user: Any) -> Self:
        """Internal portfolios for staff; for others those that were granted."""
        if can(user, Capability.VIEW_INTERNAL):
            return self
        return self.filter(granted_ids(user, self.model, VIEW_PORTFOLIO))


@versioned
class Portfolio(models.Model):
    """A set of projects that is steered and reported together."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    currency = models.CharField(_("reporting currency"), max_length=3, default="EUR")
    report_every_days = models.PositiveSmallIntegerField(
        _("report every (days)"), default=31, validators=[MinValueValidator(1)]
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PortfolioQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Access to programmes."""

    def visible_to(self, user: Any) -> Self:
        """The programmes of the portfolios that the person may see."""
        if can(user, Capability.VIEW_INTERNAL):
            return self
        return self.filter(portfolio__in=Portfolio.objects.visible_to(user))


@versioned
class Programme(models.Model):
    """Projects of one portfolio that serve one outcome."""

    portfolio = models.ForeignKey(
        Portfolio, verbose_name=_("portfolio"), on_delete=models.CASCADE, related_name="programmes"
    )
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "name"], name="portfolio_programme_name")
        ]

    def __str__(self) -> str:
        return self.name


def of_portfolios(user: Any) -> Q:
    """A condition on a project: its portfolio was granted to the person."""
    return Q(portfolio__in=Portfolio.objects.filter(granted_ids(user, Portfolio, VIEW_PORTFOLIO)))
