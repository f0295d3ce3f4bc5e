"""Small builders with sensible defaults; every argument can be overridden."""

from datetime import date
from itertools import count

from accounts.models import RoleAssignment, User
from portfolio.enums import Rag
from portfolio.models import FOREVER, Portfolio, Programme, Project, ProjectFigures

PASSWORD = "correct horse battery staple"
_numbers = count(1)


def user(name="Some Body", *roles, **fields):
    fields.setdefault("email", f"{name.lower().replace(' ', '.')}@example.org")
    person = User.objects.create_user(password=PASSWORD, name=name, **fields)
    RoleAssignment.objects.bulk_create([RoleAssignment(user=person, role=role) for role in roles])
    return person


def portfolio(name="Digital city", **fields):
    return Portfolio.objects.create(name=name, **fields)


def programme(portfolio, name="Citizen services", **fields):
    return Programme.objects.create(portfolio=portfolio, name=name, **fields)


def project(portfolio, code=None, **fields):
    code = code or f"P-{next(_numbers):03}"
    fields.setdefault("name", f"Project {code}")
    return Project.objects.create(portfolio=portfolio, code=code, **fields)


def figures(project, report_on=date(2026, 10, 31), *, superseded_on=FOREVER, **fields):
    fields.setdefault("rag_overall", Rag.GREEN)
    return ProjectFigures.objects.create(
        project=project, report_on=report_on, superseded_on=superseded_on, **fields
    )
