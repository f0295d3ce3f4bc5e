"""Grants on single portfolios and projects, with direct foreign keys."""

from django.db import models

from accounts.grants import GroupGrantBase, UserGrantBase
from portfolio.models.portfolios import Portfolio
from portfolio.models.projects import Project


class PortfolioUserGrant(UserGrantBase):
    """A person's grant on a portfolio."""

    content_object = models.ForeignKey(Portfolio, on_delete=models.CASCADE)


class PortfolioGroupGrant(GroupGrantBase):
    """A group's grant on a portfolio."""

    content_object = models.ForeignKey(Portfolio, on_delete=models.CASCADE)


class ProjectUserGrant(UserGrantBase):
    """A person's grant on a project."""

    content_object = models.ForeignKey(Project, on_delete=models.CASCADE)


class ProjectGroupGrant(GroupGrantBase):
    """A group's grant on a project."""

    content_object = models.ForeignKey(Project, on_delete=models.CASCADE)
