"""Made-up snapshots of any size, the same each time."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from stakeholders.report import data

AS_OF, COMPARED = date(2026, 11, 10), date(2026, 9, 30)
STATES = ["red", "amber", "amber", "green", "green", "green", "green", "green", "green", "grey"]
DIMENSIONS = ("schedule", "cost", "scope", "benefits", "risk", "resources", "quality")
SENTENCE = "The supplier's interface came six weeks late, so the team re-plans the test phase. "
SECTIONS = ("summary", "table", "money", "schedule", "projects", "definitions")


def header(**fields):
    values = {
        "report": "Monthly portfolio report",
        "number": 7,
        "kind": "scheduled",
        "subject": "Digital city",
        "description": "",
        "owner": "Petra Lead",
        "organisation": "PMO Portal",
        "language": "en",
        "page_size": "A4",
        "classification": "internal",
        "sections": SECTIONS,
        "as_of": AS_OF,
        "compared_with": COMPARED,
        "due_at": "2026-11-10T06:00:00+00:00",
        "is_late": False,
        "distribution": ("Eva Executive",),
        "report_every_days": 31,
    }
    return data.Header(**values | fields)


def figures(rag="green", *, report_on=date(2026, 10, 31), **fields):
    values = {
        "report_on": report_on,
        "rag": rag,
        "rag_reported": rag,
        "phase": "Executing",
        "state": "active",
        "project_class": "C",
        "start_baseline": date(2026, 1, 1),
        "start_forecast": date(2026, 1, 1),
        "start_actual": date(2026, 1, 5),
        "finish_baseline": date(2027, 3, 31),
        "finish_forecast": date(2027, 3, 31),
        "finish_actual": None,
        "budget_baseline": Decimal(1000000),
        "budget_forecast": Decimal(1000000),
        "spent": Decimal(250000),
        "benefits": None,
        "percent_complete": Decimal(25),
        "narrative": SENTENCE,
        "dimensions": dict.fromkeys(DIMENSIONS, "green"),
    }
    return data.Figures(**values | fields)


def project(number, *, now="green", before="green", **fields):
    values = {
        "id": number,
        "code": f"P-{number}",
        "name": f"Project {number}",
        "programme": "",
        "manager": "Max Manager",
        "sponsor": "Sam Sponsor",
        "owner_unit": "",
        "category": "",
        "method": "",
        "objective": "",
        "currency": "EUR",
        "is_restricted": False,
        "now": figures(now) if now else None,
        "before": figures(before, report_on=date(2026, 9, 15)) if before else None,
    }
    return data.Project(**values | fields)


def small():
    """Newly red, green, and without a current report."""
    unknown = replace(figures("grey"), budget_baseline=None)
    projects = (project(1, now="red"), project(2), replace(project(3), now=unknown))
    return data.Snapshot(header(), projects)


def snapshot(count, *, language="en", size="A4", is_long=False, **fields):
    """Every tenth project red, two of ten amber; `is_long` fills every text to the brim."""
    made = tuple(_varied(number, is_long=is_long) for number in range(count))
    return data.Snapshot(header(language=language, page_size=size, **fields), made)


def _varied(number, *, is_long):
    chance = random.Random(number)
    rag = STATES[number % 10]
    finish = date(2026, 12, 1) + timedelta(days=chance.randrange(200))
    budget = Decimal(chance.randrange(1, 90) * 100000)
    now = figures(
        rag,
        finish_baseline=finish,
        finish_forecast=finish + timedelta(days=chance.choice([0, 0, 12, 160])),
        budget_baseline=budget,
        budget_forecast=budget * chance.randrange(95, 130) / 100,
        narrative=SENTENCE * (14 if is_long else 2),
        dimensions={key: "red" if is_long else chance.choice(STATES) for key in DIMENSIONS},
        comments=dict.fromkeys(DIMENSIONS, SENTENCE * 3) if is_long else {},
        reasons={"spent": "Exempt under section 43 of the act; " * 9} if is_long else {},
    )
    return replace(
        project(number + 1, before=chance.choice(["red", "amber", "green"])),
        now=now,
        name=f"Renewal of the offices {number}" + (" and of their registers" * 9 * is_long),
        programme="Citizen services" * is_long,
        owner_unit="Department of administration and organisation" * is_long,
        milestones=tuple(_milestone(place, is_long=is_long) for place in range(12 * is_long + 2)),
        history=tuple(
            data.Point(date(2026, month, 28), rag, finish, budget) for month in range(1, 11)
        ),
    )


def _milestone(place, *, is_long):
    planned = date(2026, 9, 1) + timedelta(days=20 * place)
    name = f"Gate {place}" + " of the second stage of the roll-out" * 3 * is_long
    return data.Milestone(name, planned, planned + timedelta(days=place), None, "")
