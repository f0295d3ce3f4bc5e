"""The report's figures, computed from the frozen projects alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from portfolio.domain import status
from portfolio.domain.variance import percent_of
from portfolio.selectors.figures import JUMP_DAYS, JUMP_PERCENT
from stakeholders.report.data import Figures, Milestone, Project, Snapshot

ORDER = ("red", "amber", "green", "grey")
RANK = {rag: place for place, rag in enumerate(ORDER)}
AHEAD = timedelta(days=90)
WORST = 5


@dataclass(frozen=True)
class Money:
    """Sums of one currency. A sum holds the known figures; the counts say how many these are.

    Without any known figure the sum is unknown, not 0.
    """

    currency: str
    projects: int
    budget: Decimal | None
    budget_known: int
    forecast: Decimal | None
    forecast_known: int
    spent: Decimal | None
    spent_known: int
    overrun: Decimal | None
    overrun_percent: Decimal | None
    compared: int
    by_status: dict[str, Decimal | None]

    def share(self, rag: str) -> Decimal | None:
        """The share of the known budget in projects of this status; None without a budget."""
        return (self.by_status[rag] or 0) / self.budget if self.budget else None


@dataclass(frozen=True)
class Time:
    """Finish dates against their baselines."""

    known: int
    on_time: int
    worst: tuple[Project, ...]
    finishing: tuple[Project, ...]
    milestones: tuple[tuple[Project, Milestone], ...]
    due: int
    hit: int
    past_finish: tuple[Project, ...]


@dataclass(frozen=True)
class Changes:
    """What is different from the compared day."""

    worse: tuple[Project, ...]
    better: tuple[Project, ...]
    new_red: tuple[Project, ...]
    entered: tuple[Project, ...]
    left: tuple[Project, ...]
    money_jumps: tuple[tuple[Project, Decimal], ...]
    date_jumps: tuple[tuple[Project, int], ...]


@dataclass(frozen=True)
class Quality:
    """How far the figures can be trusted."""

    stale: tuple[Project, ...]
    never: tuple[Project, ...]
    overdue: tuple[Project, ...]
    watermelons: tuple[Project, ...]
    without_manager: int
    without_budget: int
    without_forecast: int
    without_finish: int
    unreadable: int


class ReportFigures:
    """Answers of one snapshot.

    `open` are the projects with figures that still have to be steered, `never_reported` those
    without any figures: they are listed, but no count and no sum holds them.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.header = snapshot.header
        self.projects = snapshot.projects
        self.open = sorted(
            (project for project in snapshot.projects if project.now and project.is_open),
            key=lambda project: (RANK.get(project.rag, len(ORDER)), project.code),
        )
        self.never_reported = tuple(one for one in snapshot.projects if one.now is None)

    @cached_property
    def counts(self) -> Counter[str]:
        """Open projects by status shown."""
        return Counter(project.rag for project in self.open)

    @cached_property
    def counts_before(self) -> Counter[str] | None:
        """The same on the compared day; None where nothing is compared."""
        if self.header.compared_with is None:
            return None
        return Counter(one.before.rag for one in self.projects if one.before and was_open(one))

    @cached_property
    def with_page(self) -> list[Project]:
        """Red and amber projects, red first."""
        return [project for project in self.open if project.rag in ("red", "amber")]

    @cached_property
    def newest(self) -> date | None:
        """The day of the newest report that is contained; None where there is none."""
        return max((one.now.report_on for one in self.projects if one.now), default=None)

    @cached_property
    def money(self) -> list[Money]:
        """Sums by currency, the largest budget first; currencies are never added together."""
        currencies = {project.currency for project in self.open}
        sums = [_money(code, [p for p in self.open if p.currency == code]) for code in currencies]
        return sorted(sums, key=lambda one: (-one.projects, one.currency))

    @cached_property
    def time(self) -> Time:
        """Slips, what finishes soon, and milestones."""
        today, until = self.header.as_of, self.header.as_of + AHEAD
        known = [p for p in self.open if p.now and p.now.slip_days is not None]
        late = sorted((p for p in known if _is_late(p)), key=lambda p: (-_slip(p), p.code))
        stones = [(p, m) for p in self.open for m in p.milestones]
        due = [m for _, m in stones if m.baseline and m.baseline <= today]
        return Time(
            known=len(known),
            on_time=sum(_slip(project) <= 0 for project in known),
            worst=tuple(late[:WORST]),
            finishing=_by_date(self.open, _finish, today, until),
            milestones=tuple(_coming(stones, today, until)),
            due=len(due),
            hit=sum(bool(m.actual and m.baseline and m.actual <= m.baseline) for m in due),
            past_finish=_by_date(self.open, _finish, date.min, today - timedelta(days=1)),
        )

    @cached_property
    def changes(self) -> Changes | None:
        """What changed since the compared day; None where nothing is compared."""
        if self.header.compared_with is None:
            return None
        pairs = [(p, p.now, p.before) for p in self.open if p.now and p.before]
        money = [(p, percent) for p, now, old in pairs if (percent := _money_jump(now, old))]
        dates = [(p, days) for p, now, old in pairs if (days := _date_jump(now, old))]
        return Changes(
            worse=tuple(p for p in self.open if _step(p) > 0),
            better=tuple(p for p in self.open if _step(p) < 0),
            new_red=tuple(p for p in self.open if p.rag == "red" and p.rag_before != "red"),
            entered=tuple(p for p in self.open if not was_open(p)),
            left=tuple(p for p in self.projects if was_open(p) and not p.is_open),
            money_jumps=tuple(sorted(money, key=lambda pair: -abs(pair[1]))),
            date_jumps=tuple(sorted(dates, key=lambda pair: -abs(pair[1]))),
        )

    @cached_property
    def quality(self) -> Quality:
        """Late and missing reports, gaps, and projects greener than their figures."""
        oldest = self.header.as_of - timedelta(days=self.header.report_every_days)
        reported = [(p, p.now) for p in self.open if p.now]
        return Quality(
            stale=tuple(p for p in self.open if p.rag == "grey"),
            never=self.never_reported,
            overdue=tuple(p for p, now in reported if now.report_on < oldest),
            watermelons=tuple(p for p, now in reported if now.rag == "green" and now.says_red),
            without_manager=sum(not p.manager for p in self.open),
            without_budget=sum(now.budget_baseline is None for _, now in reported),
            without_forecast=sum(now.budget_forecast is None for _, now in reported),
            without_finish=sum(now.finish is None for _, now in reported),
            unreadable=sum(bool(now.reasons) for _, now in reported),
        )


def was_open(project: Project) -> bool:
    """Whether the project had a report and was open on the compared day."""
    return project.before is not None and project.before.state not in ("closed", "cancelled")


def _finish(project: Project) -> date | None:
    """The forecast of what is not finished yet."""
    if project.now is None or project.now.finish_actual:
        return None
    return project.now.finish_forecast


def _slip(project: Project) -> int:
    return (project.now and project.now.slip_days) or 0


def _is_late(project: Project) -> bool:
    """Not finished, and forecast to finish after the baseline."""
    return _slip(project) > 0 and not (project.now and project.now.finish_actual)


def _money(currency: str, projects: Sequence[Project]) -> Money:
    rows = [project.now for project in projects if project.now]
    both = [row for row in rows if row.overrun is not None]
    overrun = _total(row.overrun for row in both)
    return Money(
        currency=currency,
        projects=len(projects),
        budget=_total(row.budget_baseline for row in rows),
        budget_known=sum(row.budget_baseline is not None for row in rows),
        forecast=_total(row.budget_forecast for row in rows),
        forecast_known=sum(row.budget_forecast is not None for row in rows),
        spent=_total(row.spent for row in rows),
        spent_known=sum(row.spent is not None for row in rows),
        overrun=overrun,
        overrun_percent=percent_of(overrun, _total(row.budget_baseline for row in both)),
        compared=len(both),
        by_status={
            rag: _total(row.budget_baseline for row in rows if row.rag == rag) for rag in ORDER
        },
    )


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the known amounts; None where none is known."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _by_date(
    projects: Iterable[Project],
    day_of: Callable[[Project], date | None],
    first: date,
    last: date,
) -> tuple[Project, ...]:
    dated = [(day, project) for project in projects if (day := day_of(project))]
    chosen = [(day, project) for day, project in dated if first < day <= last]
    return tuple(project for _, project in sorted(chosen, key=lambda pair: (pair[0], pair[1].code)))


def _coming(
    stones: Iterable[tuple[Project, Milestone]], first: date, last: date
) -> list[tuple[Project, Milestone]]:
    """Milestones not reached yet that are due within the span, by date."""
    ahead = [
        (day, project.code, project, stone)
        for project, stone in stones
        if stone.actual is None and (day := stone.expected) and first < day <= last
    ]
    return [(project, stone) for *_, project, stone in sorted(ahead, key=lambda one: one[:2])]


def _step(project: Project) -> int:
    """How many steps the status went down since the compared day."""
    return status.step(project.rag, project.rag_before)


def _money_jump(now: Figures, before: Figures) -> Decimal | None:
    if now.budget_forecast is None or before.budget_forecast is None:
        return None
    percent = percent_of(now.budget_forecast - before.budget_forecast, before.budget_forecast)
    return percent if percent is not None and abs(percent) > JUMP_PERCENT else None


def _date_jump(now: Figures, before: Figures) -> int | None:
    if now.finish is None or before.finish is None:
        return None
    days = (now.finish - before.finish).days
    return days if abs(days) > JUMP_DAYS else None
