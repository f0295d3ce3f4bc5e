"""What a snapshot holds: plain typed values that go to canonical JSON and come back equal."""

from __future__ import annotations

import hashlib
import json
import types
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from portfolio.domain import slip, status, variance

SCHEMA = 1
FINISHED = frozenset({"closed", "cancelled"})
T = TypeVar("T")


@dataclass(frozen=True)
class Header:
    """What the report is, for whom, and from which day its figures are.

    `edition` is empty where the run has one only; an extract leaves out what its readers may not
    see.
    """

    report: str
    number: int
    kind: str
    subject: str
    description: str
    owner: str
    organisation: str
    language: str
    page_size: str
    classification: str
    sections: tuple[str, ...]
    as_of: date
    compared_with: date | None
    due_at: str
    is_late: bool
    distribution: tuple[str, ...]
    report_every_days: int
    edition: str = ""
    is_extract: bool = False
    schema: int = SCHEMA


@dataclass(frozen=True)
class Milestone:
    """A dated point of a project."""

    name: str
    baseline: date | None
    forecast: date | None
    actual: date | None
    comment: str

    @property
    def expected(self) -> date | None:
        """When it was reached, else when it will be; the baseline where nothing newer is known."""
        return slip.expected(self.actual, self.forecast) or self.baseline

    @property
    def slip_days(self) -> int | None:
        """Calendar days later than the baseline; None where a date is unknown."""
        return slip.slip_days(self.expected, self.baseline)


@dataclass(frozen=True)
class Figures:
    """A project's figures on one date; `rag` is what is shown, `rag_reported` what was reported."""

    report_on: date
    rag: str
    rag_reported: str
    phase: str
    state: str
    project_class: str
    start_baseline: date | None
    start_forecast: date | None
    start_actual: date | None
    finish_baseline: date | None
    finish_forecast: date | None
    finish_actual: date | None
    budget_baseline: Decimal | None
    budget_forecast: Decimal | None
    spent: Decimal | None
    benefits: Decimal | None
    percent_complete: Decimal | None
    narrative: str
    dimensions: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def finish(self) -> date | None:
        """When it was finished, else when it will be."""
        return slip.expected(self.finish_actual, self.finish_forecast)

    @property
    def slip_days(self) -> int | None:
        """Calendar days that the finish lies after its baseline; None where a date is unknown."""
        return slip.slip_days(self.finish, self.finish_baseline)

    @property
    def overrun(self) -> Decimal | None:
        """Forecast less budget: above zero the budget is exceeded; None where one is unknown."""
        return variance.variance(self.budget_forecast, self.budget_baseline)

    @property
    def overrun_percent(self) -> Decimal | None:
        """The overrun in per cent of the budget; None without a budget."""
        return variance.variance_percent(self.budget_forecast, self.budget_baseline)

    @property
    def says_red(self) -> bool:
        """Whether dates and money alone break a red threshold, whatever was reported."""
        return "red" in (status.by_slip(self.slip_days), status.by_overrun(self.overrun_percent))


@dataclass(frozen=True)
class Point:
    """One earlier report of a project, for its trend."""

    report_on: date
    rag: str
    finish_forecast: date | None
    budget_forecast: Decimal | None


@dataclass(frozen=True)
class Project:
    """A project with its figures now and, where it had some, on the compared day."""

    id: int
    code: str
    name: str
    programme: str
    manager: str
    sponsor: str
    owner_unit: str
    category: str
    method: str
    objective: str
    currency: str
    is_restricted: bool
    now: Figures | None
    before: Figures | None
    milestones: tuple[Milestone, ...] = ()
    history: tuple[Point, ...] = ()

    @property
    def rag(self) -> str:
        """The status shown; grey without any report."""
        return self.now.rag if self.now else "grey"

    @property
    def rag_before(self) -> str | None:
        """The status on the compared day; None when the project had no report then."""
        return self.before.rag if self.before else None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be steered: not closed, not cancelled."""
        return self.now is None or self.now.state not in FINISHED


@dataclass(frozen=True)
class Snapshot:
    """Everything a report needs to be made, today or in ten years."""

    header: Header
    projects: tuple[Project, ...]


def to_json(snapshot: Snapshot) -> str:
    """Canonical JSON: sorted keys, no spaces, dates ISO, decimals as plain text."""
    return json.dumps(
        asdict(snapshot),
        default=_plain,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )


def from_json(text: str) -> Snapshot:
    """The snapshot that `to_json` wrote."""
    return _read(Snapshot, json.loads(text))


def digest(text: str) -> str:
    """The SHA-256 of a snapshot's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a snapshot.")


def _read(kind: type[T], value: Any) -> T:
    hints = get_type_hints(kind)
    known = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _value(hints[name], one) for name, one in value.items() if name in known})


def _value(kind: Any, value: Any) -> Any:
    if get_origin(kind) is types.UnionType:
        return None if value is None else _value(get_args(kind)[0], value)
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind):
        return _read(kind, value)  # type: ignore[arg-type]
    if kind is date:
        return date.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value
