"""A portfolio of 10,000 projects with 24 months of history and 50 people, for measuring."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

PROJECTS = 10_000
MONTHS = 24
PEOPLE = 50
BATCH = 2_000
NEWEST = date(2026, 10, 31)
RAGS = ["green"] * 6 + ["amber"] * 3 + ["red"]
PHASES = ["Initiating", "Planning", "Executing", "Closing"]


def fill() -> None:
    """Fill an empty, migrated database; does nothing where the world is there already."""
    from portfolio.models import Portfolio

    if Portfolio.objects.filter(name="Bench").exists():
        return
    people = _people()
    portfolio = Portfolio.objects.create(name="Bench", owner=people[0])
    projects = _projects(portfolio, people)
    _figures(projects)
    settle()


def _people() -> list[Any]:
    from accounts.models import RoleAssignment, User
    from accounts.roles import Role

    people = User.objects.bulk_create(
        [User(email=f"p{n}@bench.example.org", name=f"Person {n}") for n in range(PEOPLE)]
    )
    roles = [Role.PMO_LEAD, Role.EXECUTIVE, *[Role.PROJECT_MANAGER] * (PEOPLE - 2)]
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(user=user, role=role) for user, role in zip(people, roles, strict=True)]
    )
    return people


def _projects(portfolio: Any, people: list[Any]) -> list[Any]:
    from portfolio.models import Programme, Project

    programmes = Programme.objects.bulk_create(
        [Programme(portfolio=portfolio, name=f"Programme {n}") for n in range(40)]
    )
    return Project.objects.bulk_create(
        [
            Project(
                portfolio=portfolio,
                programme=programmes[n % 40],
                code=f"B-{n:05}",
                name=f"Project number {n} with a name of usual length",
                owner_unit=f"Unit {n % 30}",
                manager=people[2 + n % (PEOPLE - 2)],
                access="restricted" if n % 50 == 0 else "internal",
            )
            for n in range(PROJECTS)
        ],
        batch_size=BATCH,
    )


def _figures(projects: list[Any]) -> None:
    from portfolio.models import ProjectFigures

    rows: list[Any] = []
    for project in projects:
        rows += list(_history(project))
        if len(rows) >= BATCH:
            ProjectFigures.objects.bulk_create(rows)
            rows = []
    ProjectFigures.objects.bulk_create(rows)


def _history(project: Any) -> Iterator[Any]:
    from portfolio.models import FOREVER, ProjectFigures

    chance = random.Random(project.code)
    days = [_month_end(back) for back in range(MONTHS - 1, -1, -1)]
    start = days[0] - timedelta(days=chance.randint(0, 200))
    finish = NEWEST + timedelta(days=chance.randint(-60, 700))
    budget = Decimal(chance.randint(50, 9000) * 1000)
    for index, day in enumerate(days):
        slip = chance.randint(-5, 5) + index * chance.randint(0, 4)
        yield ProjectFigures(
            project=project,
            report_on=day,
            superseded_on=days[index + 1] if index + 1 < MONTHS else FOREVER,
            phase=PHASES[min(3, index // 7)],
            start_baseline=start,
            start_actual=start,
            finish_baseline=finish,
            finish_forecast=finish + timedelta(days=slip),
            budget_baseline=budget,
            budget_forecast=budget * Decimal(100 + index // 4) / 100,
            spent=budget * index / 30,
            percent_complete=Decimal(index * 4),
            rag_overall=chance.choice(RAGS),
            rag_schedule=chance.choice(RAGS),
            rag_cost=chance.choice(RAGS),
            narrative="Work goes on; the supplier has confirmed the next delivery.",
        )


def _month_end(back: int) -> date:
    index = NEWEST.year * 12 + NEWEST.month - 1 - back
    year, month = divmod(index + 1, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def settle() -> None:
    """Let the database know what it holds."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
