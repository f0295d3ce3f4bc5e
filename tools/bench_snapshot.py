"""A made-up snapshot of 300 projects, 60 of them red or amber, the same each time."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

AS_OF = date(2026, 10, 31)
STATES = ["red", "amber", *["green"] * 7, "grey"]
DIMENSIONS = ("schedule", "cost", "scope", "benefits", "risk", "resources", "quality")
TEXT = "The supplier delivered the interface six weeks late, so the test phase is planned anew. "


def snapshot(count: int, *, is_changed: bool = False) -> Any:
    """The snapshot; `is_changed` gives every tenth project new figures, also of red and amber."""
    from stakeholders.report.data import Snapshot

    numbers = range(count)
    changed = {number for number in numbers if is_changed and (number // 10) % 10 == 0}
    return Snapshot(_header(), tuple(_project(n, is_changed=n in changed) for n in numbers))


def _header() -> Any:
    from stakeholders.enums import Section
    from stakeholders.report.data import Header

    return Header(
        report="Portfolio report",
        number=1,
        kind="scheduled",
        subject="Bench",
        description="",
        owner="Person 0",
        organisation="PMO Portal",
        language="en",
        page_size="A4",
        classification="internal",
        sections=tuple(Section.values),
        as_of=AS_OF,
        compared_with=date(2026, 9, 30),
        due_at="2026-11-01T07:00:00+00:00",
        is_late=False,
        distribution=("Portfolio board",),
        report_every_days=31,
    )


def _project(number: int, *, is_changed: bool) -> Any:
    from stakeholders.report import data

    chance = random.Random(number)
    finish = date(2026, 12, 1) + timedelta(days=chance.randrange(400))
    budget = Decimal(chance.randrange(100, 9000) * 1000)
    now = _figures(number, AS_OF, finish, budget, chance.randrange(120) + is_changed)
    days = [date(2026, month, 28) for month in range(3, 10)]
    return data.Project(
        id=number,
        code=f"B-{number:04}",
        name=f"Project number {number} with a name of usual length",
        programme=f"Programme {number % 8}",
        manager="Ada Brandt",
        sponsor="Jonas Weller",
        owner_unit=f"Unit {number % 30}",
        category="",
        method="Standard",
        objective="",
        currency="EUR",
        is_restricted=False,
        now=now,
        before=_figures(number, date(2026, 9, 30), finish, budget, 5),
        milestones=tuple(
            data.Milestone(f"Gate {place}", AS_OF + timedelta(days=30 * place), finish, None, "")
            for place in range(4)
        ),
        history=tuple(data.Point(day, STATES[number % 10], finish, budget) for day in days),
    )


def _figures(number: int, day: date, finish: date, budget: Decimal, slip: int) -> Any:
    from stakeholders.report.data import Figures

    rag = STATES[number % 10]
    return Figures(
        report_on=day,
        rag=rag,
        rag_reported=rag,
        phase="Executing",
        state="active",
        project_class="B",
        start_baseline=date(2026, 1, 1),
        start_forecast=date(2026, 1, 1),
        start_actual=date(2026, 1, 5),
        finish_baseline=finish,
        finish_forecast=finish + timedelta(days=slip),
        finish_actual=None,
        budget_baseline=budget,
        budget_forecast=budget * (100 + slip // 10) / 100,
        spent=budget / 3,
        benefits=None,
        percent_complete=Decimal(40),
        narrative=TEXT * 3,
        dimensions=dict.fromkeys(DIMENSIONS, rag),
        comments={"schedule": TEXT},
    )
