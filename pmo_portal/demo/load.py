"""Loads the demo city through the services, as its people would have entered it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.services import grants, groups, people
from core import chain
from core.models import Event, Notification
from core.services import saved_views
from pmo_portal.demo import stories
from portfolio.enums import MemberRole
from portfolio.models import Portfolio, Programme, Project
from portfolio.models.portfolios import VIEW_PORTFOLIO
from portfolio.models.projects import VIEW_PROJECT
from portfolio.services import figures, milestones, portfolios, programmes, projects

PASSWORD = "havenburg-demo-2026"  # noqa: S105 - printed on purpose, refused in production
DOMAIN = "havenburg.example"
FOLDER = Path(__file__).resolve().parent
PROJECT_FIELDS = ("code", "name", "description", "objective", "category", "method")
RECENT = timedelta(days=7)  # older news was read
GRANTED_PROJECTS = ("HEA-01", "HEA-02")


@dataclass
class City:
    """What has been loaded so far, by the short names of the content files."""

    people: dict[str, User] = field(default_factory=dict)
    portfolios: dict[str, Portfolio] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)


def is_empty() -> bool:
    """Whether nobody and nothing is in the database yet."""
    return not User.objects.exists() and not Portfolio.objects.exists()


@transaction.atomic
def load(today: date | None = None) -> City:
    """Load people, portfolios, projects with 18 months of history, grants and saved views."""
    newest = stories.newest_report(today or timezone.localdate())
    city = City()
    _load_people(city)
    _load_portfolios(city)
    _load_projects(city, newest)
    _grant_access(city)
    _save_views(city)
    return city


def forget_old_news() -> None:
    """News are as old as what they tell of, and nobody finds as new what is long past."""
    chain.follow_pending()
    now = timezone.now()
    is_past = Q(event__at__lt=now - RECENT) | Q(event__name="portfolio.project_created")
    Notification.objects.filter(is_past).update(read_at=now)
    happened = Event.objects.filter(pk=OuterRef("event_id")).values("at")
    Notification.objects.update(created_at=Subquery(happened))


def read(name: str) -> dict[str, Any]:
    """A content file of this folder."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _load_people(city: City) -> None:
    for key, line in read("people").items():
        roles = [Role(role) for role in line.pop("roles")]
        city.people[key] = people.create(
            by=None, email=f"{key}@{DOMAIN}", password=PASSWORD, roles=roles, **line
        )


def _load_portfolios(city: City) -> None:
    lead = city.people["petra"]
    for line in read("portfolios")["portfolio"]:
        inside = line.pop("programmes")
        line["owner"] = city.people[line["owner"]]
        portfolio = portfolios.create(by=lead, **line)
        city.portfolios[portfolio.name] = portfolio
        for entry in inside:
            entry["owner"] = city.people[entry["owner"]]
            programme = programmes.create(portfolio, by=lead, **entry)
            city.programmes[programme.name] = programme


def _load_projects(city: City, newest: date) -> None:
    lines = read("projects")["project"]
    for line in lines:
        _load_project(city, line, newest)
    history = [
        figures.Report(city.projects[line["code"]], day, values)
        for line in lines
        for day, values in stories.reports(line, newest)
    ]
    figures.report_many(history, by=city.people["petra"])


def _load_project(city: City, line: dict[str, Any], newest: date) -> None:
    by = city.people["petra"]
    first_day, first = next(stories.reports(line, newest))
    project = projects.create(
        city.portfolios[line["portfolio"]],
        by=by,
        report_on=first_day,
        first_figures=first,
        programme=city.programmes.get(line.get("programme", "")),
        owner_unit=line["unit"],
        manager=city.people[line["manager"]],
        sponsor=city.people[line["sponsor"]],
        currency=line.get("currency", "EUR"),
        access=line.get("access", "internal"),
        **{name: line[name] for name in PROJECT_FIELDS},
    )
    city.projects[project.code] = project
    for place, values in enumerate(stories.milestones(line, newest)):
        milestones.add(project, by=by, position=place, **values)


def _grant_access(city: City) -> None:
    """Teams, one external stakeholder with two projects, and a group with a portfolio."""
    by, member = city.people["petra"], projects.add_member
    member(city.projects["SOC-01"], city.people["tim"], by=by)
    member(city.projects["EFL-02"], city.people["tim"], role=MemberRole.LEAD, by=by)
    member(city.projects["HEA-01"], city.people["tessa"], by=by)
    member(city.projects["CLD-03"], city.people["otto"], role=MemberRole.ASSURANCE, by=by)
    for code in GRANTED_PROJECTS:
        grants.grant(VIEW_PROJECT, city.projects[code], city.people["xenia"], by=by)
    committee = groups.create(name="Election committee", members=[city.people["eva"]], by=by)
    grants.grant(VIEW_PROJECT, city.projects["VOT-01"], committee, by=by)
    observers = groups.create(name="Climate council", members=[], by=by)
    grants.grant(VIEW_PORTFOLIO, city.portfolios["Energy and climate"], observers, by=by)


def _save_views(city: City) -> None:
    views = [
        ("petra", "Red and amber", "rag=red&rag=amber&sort=rag", True),
        ("petra", "No current report", "rag=grey", True),
        ("eva", "Over budget", "over_budget=true&sort=-cost_variance", False),
    ]
    for owner, name, query, is_shared in views:
        person = city.people[owner]
        saved_views.save("portfolio.projects", name, query, by=person, is_shared=is_shared)
