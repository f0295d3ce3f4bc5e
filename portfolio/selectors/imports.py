"""What the pages of an import show: rows with old and new values, and problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.models import User
from core import formatting, money
from core.status import status_of
from guidelines.enums import ProjectClass
from portfolio.enums import ProblemSeverity, ProjectState, RowOutcome
from portfolio.models import (
    ImportProblem,
    ImportRow,
    Milestone,
    PortfolioImport,
    Programme,
    Project,
    ProjectFigures,
)
from portfolio.selectors.import_words import sentence, told_plain
from portfolio.services import figure_rules

TEXT_LENGTH = 140
# So many rows of one record are looked at for its problems.
MOST_ROWS = 60
LOST = (ProblemSeverity.UNREADABLE, ProblemSeverity.MISSING)
SERIOUS = (ProblemSeverity.ERROR, *LOST)


@dataclass(frozen=True)
class Line:
    """One value of a record: its name, and how it read before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowShown:
    """One record of an import as a page shows it."""

    row: ImportRow
    lines: list[Line]
    reasons: list[str]
    places: list[int]
    problems: int

    @property
    def query(self) -> str:
        """What shows the problems of this record only."""
        rows = ",".join(map(str, self.places))
        return f"?show=problems&severity=all&rows={rows}"


def rows_of(made: PortfolioImport, outcome: str) -> QuerySet[ImportRow]:
    """The records of an import with this outcome, or all."""
    rows = made.rows.order_by("number", "pk")
    return rows.filter(outcome=outcome) if outcome in RowOutcome.values else rows


def shown_rows(made: PortfolioImport, rows: Iterable[ImportRow]) -> list[RowShown]:
    """Records with their values in words and the number of their problems, all read at once."""
    found = list(rows)
    names = _names(found)
    places = {row.pk: (row.after.get("rows") or [row.number])[:MOST_ROWS] for row in found}
    numbers = {number for own in places.values() for number in own}
    problems = Counter(made.problems.filter(row__in=numbers).values_list("row", flat=True))
    return [
        RowShown(
            row,
            _lines(row, names),
            told_plain(row.problems),
            places[row.pk],
            sum(problems[number] for number in places[row.pk]),
        )
        for row in found
    ]


def problems_of(made: PortfolioImport, params: Mapping[str, str]) -> QuerySet[ImportProblem]:
    """The problems that the filters ask for: what lost a value, if they ask for nothing."""
    rows = made.problems.order_by("row", "pk")
    severity, column = params.get("severity", ""), params.get("column", "")
    if severity in ProblemSeverity.values:
        rows = rows.filter(severity=severity)
    elif severity != "all":
        rows = rows.filter(severity__in=SERIOUS)
    if column:
        rows = rows.filter(column=column)
    if numbers := params.get("rows", ""):
        wanted = [int(each) for each in numbers.split(",")[:MOST_ROWS] if _is_row(each)]
        rows = rows.filter(row__in=wanted)
    if text := params.get("q", "").strip():
        rows = rows.filter(Q(value__icontains=text) | Q(row=int(text) if text.isdecimal() else 0))
    return rows


def _is_row(text: str) -> bool:
    return text.isdecimal() and len(text) < 8


def problem_columns(made: PortfolioImport) -> list[str]:
    """The columns that have problems, in the order of the file."""
    found = set(made.problems.order_by().values_list("column", flat=True).distinct())
    headers = [entry["header"][:250] for entry in made.mapping.get("columns", [])]
    return [header for header in headers if header in found]


def reason_of(problem: ImportProblem) -> str:
    """Why, in words."""
    return sentence(problem.code, problem.params)


def _names(rows: list[ImportRow]) -> dict[tuple[str, int], str]:
    """The names of the people and programmes in these records."""
    wanted: dict[str, set[int]] = {"person": set(), "programme": set()}
    for row in rows:
        for side in (row.before, row.after):
            for name, value in (side.get("project") or {}).items():
                if isinstance(value, int):
                    wanted["programme" if name == "programme" else "person"].add(value)
    people = User.objects.filter(pk__in=wanted["person"])
    programmes = Programme.objects.filter(pk__in=wanted["programme"])
    found = {("person", each.pk): each.name for each in people}
    return found | {("programme", each.pk): each.name for each in programmes}


def _lines(row: ImportRow, names: Mapping[tuple[str, int], str]) -> list[Line]:
    currency = row.after.get("currency", "")
    lines = _pairs(Project, row, "project", "", names, currency)
    for day, after in row.after.get("figures", {}).items():
        before = row.before.get("figures", {}).get(day) or row.before.get("origin", {}).get(day)
        place = formatting.day(parse_date(day))
        lines += _values(ProjectFigures, before or {}, after, place, names, currency)
    for name, after in row.after.get("milestones", {}).items():
        before = row.before.get("milestones", {}).get(name)
        lines += _values(Milestone, before or {}, after, name, names, currency)
    return lines


def _pairs(
    model: Any,
    row: ImportRow,
    key: str,
    place: str,
    names: Mapping[tuple[str, int], str],
    currency: str,
) -> list[Line]:
    before, after = row.before.get(key) or {}, row.after.get(key) or {}
    return _values(model, before, after, place, names, currency)


def _values(
    model: Any,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    place: str,
    names: Mapping[tuple[str, int], str],
    currency: str,
) -> list[Line]:
    lines = []
    for name, value in after.items():
        texts = [_text(name, each, names, currency) for each in (before.get(name), value)]
        if any(texts):
            label = str(model._meta.get_field(name).verbose_name)
            label = f"{label[:1].upper()}{label[1:]}"
            lines.append(Line(f"{label} ({place})" if place else label, *texts))
    return lines


def _text(name: str, value: Any, names: Mapping[tuple[str, int], str], currency: str) -> str:
    """A stored value as people read it; empty where there is none."""
    if value in (None, "", {}):
        return ""
    if isinstance(value, int):
        kind = "programme" if name == "programme" else "person"
        return names.get((kind, value), _("deleted"))
    if name in figure_rules.MONEY:
        return money.full(Decimal(value), currency)
    if name in figure_rules.RAGS:
        return str(status_of(value).word)
    if name.endswith("_on") or name in figure_rules.DATES:
        return formatting.day(parse_date(value))
    return _word(name, value)


def _word(name: str, value: Any) -> str:
    if name == "percent_complete":
        return formatting.percent_points(Decimal(value), 0)
    if name == "state":
        return str(ProjectState(value).label)
    if name == "project_class":
        return str(ProjectClass(value).label)
    if isinstance(value, dict):
        value = " · ".join(str(text) for text in value.values())
    text = str(value)
    return text if len(text) <= TEXT_LENGTH else f"{text[:TEXT_LENGTH]}…"
