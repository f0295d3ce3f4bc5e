"""The courses that demo projects take: from one line of a project to its monthly figures.

Pure and deterministic: the same project and the same newest report date give the same rows.
"""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

HISTORY_MONTHS = 18
LATE_MONTHS = 3
ENDED = {"closed", "cancelled"}


@dataclass(frozen=True)
class Course:
    """How a story bends slip (calendar days) and cost overrun (share) by months since the start.

    `slip` and `overrun` are what has built up when the story is at its height; `turn` is the
    share of the elapsed time at which it starts; `recovery` is what is won back afterwards.
    """

    slip: float = 3
    overrun: float = 0.0
    turn: float = 0.3
    recovery: float = 0.0
    is_hidden: bool = False  # reported green although the figures say otherwise


COURSES: dict[str, Course] = {
    "steady": Course(),
    "new": Course(slip=0),
    "late_report": Course(slip=9, overrun=0.02),
    "closed": Course(slip=11, overrun=0.01),
    "wobble": Course(slip=16, overrun=0.04, turn=0.5, recovery=0.3),
    "amber": Course(slip=26, overrun=0.06, turn=0.4),
    "slipping": Course(slip=64, overrun=0.05, turn=0.5),
    "overrun": Course(slip=12, overrun=0.145, turn=0.45),
    "red": Course(slip=118, overrun=0.17, turn=0.35),
    "recovering": Course(slip=58, overrun=0.07, turn=0.2, recovery=0.9),
    "watermelon": Course(slip=47, overrun=0.08, turn=0.7, is_hidden=True),
    "on_hold": Course(slip=40, overrun=0.0, turn=0.4),
    "cancelled": Course(slip=80, overrun=0.2, turn=0.4),
}


def month_end(day: date, months: int = 0) -> date:
    """The last day of the month that lies `months` after the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def newest_report(today: date) -> date:
    """The last month end before today."""
    return month_end(today, -1)


def reports(project: dict[str, Any], newest: date) -> Iterator[tuple[date, dict[str, Any]]]:
    """The project's reports, oldest first: report date and figures in the model's field names."""
    first = min(project["started"], HISTORY_MONTHS - 1)
    last = LATE_MONTHS if project["story"] == "late_report" else 0
    if project["story"] in ENDED:
        last = max(project["started"] - project["length"] - 1, 2)
    for months_ago in range(first, last - 1, -1):
        elapsed = project["started"] - months_ago
        yield (
            month_end(newest, -months_ago),
            _figures(project, newest, elapsed, is_last=months_ago == last),
        )


def _figures(
    project: dict[str, Any], newest: date, elapsed: int, *, is_last: bool
) -> dict[str, Any]:
    course = COURSES[project["story"]]
    turn = project.get("turn", course.turn)
    chance = random.Random(f"{project['code']} {elapsed}")  # noqa: S311 - demo content
    height = _height(course, turn, elapsed / max(project["started"], 1))
    slip = round(course.slip * height + chance.uniform(-2, 2))
    overrun = course.overrun * height + chance.uniform(-0.01, 0.01)
    start = month_end(newest, -project["started"]) - timedelta(days=20)
    finish = month_end(start, project["length"])
    forecast = finish + timedelta(days=max(slip, -10))
    share = _progress(elapsed, (forecast - start).days / 30.4)
    has_ended = is_last and project["story"] in ENDED
    is_done = has_ended and project["story"] == "closed"
    figures = {
        "state": _state(project["story"], is_last=is_last),
        "phase": _phase(1.0 if is_done else share),
        "project_class": project["class"],
        "start_baseline": start,
        "start_actual": start + timedelta(days=chance.randint(0, 9)),
        "finish_baseline": finish,
        "finish_forecast": forecast,
        "finish_actual": forecast if is_done else None,
        "percent_complete": Decimal(100 if is_done else round(100 * share)),
        **_money(project, overrun, share, has_ended=has_ended),
    }
    return figures | _status(project, course, slip, overrun, figures, height)


def _height(course: Course, turn: float, elapsed: float) -> float:
    """How far the story has built up (0 to 1) after this share of the elapsed time."""
    if elapsed <= turn:
        return 0.03
    climb = (elapsed - turn) / (1 - turn)
    if course.recovery and climb > 0.5:
        return 1 - course.recovery * (climb - 0.5) * 2
    return min(1.0, 0.05 + climb * (1.9 if course.recovery else 0.95))


def _progress(elapsed: float, length: float) -> float:
    """Share of the work done on a bell-shaped curve (0 to 0.99)."""
    share = min(max(elapsed / length, 0), 1)
    return min(3 * share**2 - 2 * share**3, 0.99)


def _state(story: str, *, is_last: bool) -> str:
    if is_last and story in ENDED | {"on_hold"}:
        return story
    return "active"


def _phase(share: float) -> str:
    steps = [(0.05, "Initiating"), (0.2, "Planning"), (0.93, "Executing")]
    return next((name for limit, name in steps if share < limit), "Closing")


def _money(
    project: dict[str, Any], overrun: float, share: float, *, has_ended: bool
) -> dict[str, Decimal | None]:
    baseline = Decimal(project["budget"]) * 1000
    forecast = _thousands(baseline * Decimal(1 + round(overrun, 3)))
    benefits = Decimal(project["benefits"]) * 1000
    return {
        "budget_baseline": baseline,
        "budget_forecast": forecast,
        "spent": forecast if has_ended else _thousands(forecast * Decimal(round(share * 0.97, 3))),
        "benefits": benefits or None,
    }


def _thousands(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("1E3")).quantize(Decimal(1))


def _status(
    project: dict[str, Any],
    course: Course,
    slip: int,
    overrun: float,
    figures: dict[str, Any],
    height: float,
) -> dict[str, Any]:
    schedule = _grade(slip, 8, 28)
    cost = _grade(overrun, 0.05, 0.10)
    worst = max(schedule, cost, key=["green", "amber", "red"].index)
    is_calm = worst == "green" or course.is_hidden
    comments = {}
    if schedule != "green" and not course.is_hidden:
        comments["schedule"] = project["issue"]
    if cost != "green" and not course.is_hidden:
        comments["cost"] = f"Forecast {overrun:+.0%} against the approved budget."
    return {
        "rag_overall": "green" if is_calm else worst,
        "rag_schedule": "green" if course.is_hidden else schedule,
        "rag_cost": "green" if course.is_hidden else cost,
        "rag_scope": "green",
        "rag_benefits": "amber" if project["story"] in {"red", "cancelled"} else "green",
        "rag_risk": "amber" if height > 0.6 and not is_calm else "green",
        "rag_resources": "amber" if project["story"] in {"slipping", "amber"} else "green",
        "rag_quality": "green",
        "comments": comments,
        "narrative": _narrative(project, figures, is_calm=is_calm),
    }


def _grade(value: float, amber: float, red: float) -> str:
    return "red" if value > red else "amber" if value > amber else "green"


def _narrative(project: dict[str, Any], figures: dict[str, Any], *, is_calm: bool) -> str:
    done = f"{figures['percent_complete']:.0f} % of the work is done."
    if is_calm:
        return f"{done} Work goes to plan. Watch: {project['issue']} {project['action']}"
    return f"{done} {project['issue']} {project['action']}"


def milestones(project: dict[str, Any], newest: date) -> list[dict[str, Any]]:
    """Four milestones between start and finish, reached where their forecast has passed."""
    start = month_end(newest, -project["started"]) - timedelta(days=20)
    finish = month_end(start, project["length"])
    last_day, last = list(reports(project, newest))[-1]
    slip = (last["finish_forecast"] - finish).days
    steps = [("Plan approved", 0.15), ("Half of the scope accepted", 0.5)]
    steps += [("Ready for use", 0.85), ("Handed over", 1.0)]
    return [_milestone(name, share, start, finish, slip, last_day) for name, share in steps]


def _milestone(
    name: str, share: float, start: date, finish: date, slip: int, last_day: date
) -> dict[str, Any]:
    baseline = start + (finish - start) * share
    forecast = baseline + timedelta(days=round(slip * share))
    is_reached = forecast <= last_day
    return {
        "name": name,
        "baseline_on": baseline,
        "forecast_on": None if is_reached else forecast,
        "actual_on": forecast if is_reached else None,
    }
