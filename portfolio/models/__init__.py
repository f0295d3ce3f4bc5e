"""The rows of the portfolio."""

from portfolio.models.figures import FOREVER, ProjectFigures
from portfolio.models.grants import (
    PortfolioGroupGrant,
    PortfolioUserGrant,
    ProjectGroupGrant,
    ProjectUserGrant,
)
from portfolio.models.imports import ImportMapping, ImportProblem, ImportRow, PortfolioImport
from portfolio.models.milestones import Milestone
from portfolio.models.portfolios import Portfolio, Programme
from portfolio.models.projects import Membership, Project

__all__ = [
    "FOREVER",
    "ImportMapping",
    "ImportProblem",
    "ImportRow",
    "Membership",
    "Milestone",
    "Portfolio",
    "PortfolioGroupGrant",
    "PortfolioImport",
    "PortfolioUserGrant",
    "Programme",
    "Project",
    "ProjectFigures",
    "ProjectGroupGrant",
    "ProjectUserGrant",
]
