"""What an import would do: projects with figures by date, milestones, and every finding."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portfolio.importing.outcomes import Value
from portfolio.importing.reasons import Reason
from portfolio.importing.table import SkippedRow


class Shape(StrEnum):
    """What one row of the table is."""

    PROJECT = "project"
    REPORT = "report"
    PART = "part"


class Severity(StrEnum):
    """How much a finding matters: an error loses the row, a gap loses the cell."""

    ERROR = "error"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Options:
    """What a person decides for the whole file; empty means: as detected."""

    report_date: date | None = None
    currency: str = ""
    shape: Shape | None = None
    key_headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about one cell or row, addressed as the file shows it."""

    row: int
    column: str
    field: str
    raw: str
    reason: Reason
    severity: Severity


@dataclass(frozen=True, slots=True)
class FigureSet:
    """The figures of a project on one report date; gaps say why a mapped field is empty."""

    report_date: date | None
    row: int
    values: dict[str, Value]
    gaps: dict[str, Reason]


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    """A dated point of a project, or the end of one of its phases."""

    name: str
    row: int
    baseline: date | None = None
    forecast: date | None = None
    actual: date | None = None
    gaps: dict[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True)
class ProjectRecord:
    """One project: what identifies it, its figures (oldest first) and its milestones."""

    code: str
    name: str
    is_code_generated: bool
    identity: dict[str, Value]
    gaps: dict[str, Reason]
    figures: tuple[FigureSet, ...]
    milestones: tuple[MilestoneRecord, ...]
    rows: tuple[int, ...]
    group: str = ""

    @property
    def current(self) -> FigureSet:
        """The newest figures."""
        return self.figures[-1]


@dataclass(frozen=True)
class ImportPlan:
    """The whole outcome, ready to be shown before anything is written."""

    shape: Shape
    key_headers: tuple[str, ...]
    report_date: date | None
    projects: list[ProjectRecord]
    findings: list[Finding]
    skipped: list[SkippedRow]

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)
