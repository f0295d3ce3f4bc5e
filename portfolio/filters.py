"""The filters of the project list: each figure of the dashboard is a set of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import is_external
from guidelines.enums import ProjectClass
from portfolio.domain.days import is_usual
from portfolio.enums import ProjectState, Rag
from portfolio.models import Portfolio, Programme, Project, ProjectFigures
from portfolio.models.projects import visible_projects
from portfolio.selectors.breakdown import MISSING, UNREADABLE
from portfolio.selectors.figures import default_comparison, figures_as_of
from portfolio.selectors.guidelines import applies_to, guideline_in_force

SEARCHED = ("project__code", "project__name")
COMPARED = ("compare", "movement")
COMPARED_COLUMNS = ("rag_then", "finish_moved", "forecast_moved")
MARKS: dict[str, tuple[Any, Q]] = {
    "late": (_("Finish later than baseline"), Q(is_late=True)),
    "on_time": (_("Finish by baseline"), Q(slip_days__lte=0)),
    "over_budget": (_("Over budget"), Q(is_over_budget=True)),
    "overdue": (_("Report late"), Q(is_overdue=True)),
    "finish_passed": (_("Finish date passed"), Q(is_finish_passed=True)),
    "watermelon": (_("Green, but the figures say red"), Q(is_watermelon=True)),
    "unreadable": (_("Imported value not readable"), UNREADABLE),
    "finishing": (_("Finish in the next 90 days"), Q(is_finishing=True)),
    "no_variance": (_("Variance unknown"), Q(cost_variance__isnull=True)),
    "no_slip": (_("Slip unknown"), Q(slip_days__isnull=True)),
}
MOVEMENTS: dict[str, tuple[Any, Q]] = {
    "worse": (_("Status worse"), Q(change="worse")),
    "better": (_("Status better"), Q(change="better")),
    "new_red": (_("Newly red"), Q(is_new_red=True)),
    "entered": (_("Entered"), Q(is_entered=True)),
    "left": (_("Left: closed or cancelled"), Q(is_left=True)),
    "forecast_jump": (_("Cost forecast moved by more than 5 %"), Q(is_forecast_jump=True)),
    "date_jump": (_("Finish moved by more than 7 days"), Q(is_date_jump=True)),
}
MISSING_LABELS: dict[str, Any] = {
    "manager": _("Project manager"),
    "sponsor": _("Sponsor"),
    "phase": _("Phase"),
    "rag_overall": _("Overall status"),
    "finish_baseline": _("Finish, baseline"),
    "finish_forecast": _("Finish, forecast"),
    "budget_baseline": _("Budget, baseline"),
    "budget_forecast": _("Budget, forecast"),
    "spent": _("Spent"),
    "percent_complete": _("Complete (%)"),
}


def _choices(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Key and name alone: a form's model fields would load whole rows."""
    return [(str(pk), name) for pk, name in rows.order_by("name").values_list("pk", "name")]


def _managers(user: Any) -> QuerySet[User]:
    """Who manages a project; external people are offered the managers of what they see."""
    projects = Project.objects.filter(manager=OuterRef("pk"))
    if is_external(user):
        projects = projects.filter(visible_projects(user))
    return User.objects.filter(Exists(projects))


class VisibleChoices(filters.FilterSet):  # type: ignore[misc]  # untyped
    """Filters by portfolio and programme that offer what the person may see."""

    portfolio = filters.MultipleChoiceFilter(
        label=_("Portfolio"), field_name="project__portfolio", choices=[]
    )
    programme = filters.MultipleChoiceFilter(
        label=_("Programme"), field_name="project__programme", choices=[]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.request.user
        self.offer("portfolio", Portfolio.objects.visible_to(user))
        self.offer("programme", Programme.objects.visible_to(user))

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Let this filter choose among these rows."""
        self.filters[name].extra["choices"] = _choices(rows)


class ProjectFilter(VisibleChoices):
    """Filters over figures as of a day; `day` and `compare` are read before the query is made."""

    day = filters.DateFilter(label=_("As of"), method="keep")
    compare = filters.DateFilter(label=_("Compared with"), method="keep")
    scope = filters.ChoiceFilter(
        label=_("Projects"),
        choices=[("open", _("Open")), ("closed", _("Closed or cancelled"))],
        method="by_scope",
    )
    rag = filters.MultipleChoiceFilter(label=_("Status"), choices=Rag, field_name="rag_shown")
    state = filters.MultipleChoiceFilter(label=_("State"), choices=ProjectState)
    project_class = filters.MultipleChoiceFilter(label=_("Class"), choices=ProjectClass)
    manager = filters.ChoiceFilter(
        label=_("Project manager"), field_name="project__manager", choices=[]
    )
    mark = filters.MultipleChoiceFilter(
        label=_("Marked"),
        choices=[(key, label) for key, (label, _condition) in MARKS.items()],
        method="by_mark",
    )
    movement = filters.MultipleChoiceFilter(
        label=_("Changed"),
        choices=[(key, label) for key, (label, _condition) in MOVEMENTS.items()],
        method="by_movement",
    )
    missing = filters.MultipleChoiceFilter(
        label=_("Missing"), choices=list(MISSING_LABELS.items()), method="by_missing"
    )
    phase = filters.CharFilter(label=_("Phase"), lookup_expr="icontains")
    unit = filters.CharFilter(
        label=_("Unit"), field_name="project__owner_unit", lookup_expr="icontains"
    )
    method = filters.CharFilter(
        label=_("Method"), field_name="project__method", lookup_expr="icontains"
    )
    currency = filters.CharFilter(label=_("Currency"), field_name="project__currency")
    guideline = filters.CharFilter(label=_("Guideline that applies"), method="by_guideline")

    class Meta:
        model = ProjectFigures
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("manager", _managers(self.request.user))

    def keep(self, rows: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        """The rows are as of the day already."""
        return rows

    def by_scope(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Open projects, or the others."""
        return rows.filter(is_open=value == "open")

    def by_guideline(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Projects to which the guideline of this code applies; none if it may not be seen."""
        rule = guideline_in_force(self.request.user, value)
        return rows.filter(applies_to(rule.current)) if rule else rows.none()

    def by_mark(self, rows: QuerySet[Any], _name: str, values: list[str]) -> QuerySet[Any]:
        """All marks at once."""
        for value in values:
            rows = rows.filter(MARKS[value][1])
        return rows

    def by_movement(self, rows: QuerySet[Any], _name: str, values: list[str]) -> QuerySet[Any]:
        """Any of the movements; the rows have been compared."""
        wanted = Q(pk__in=[])
        for value in values:
            wanted |= MOVEMENTS[value][1]
        return rows.filter(wanted) if values else rows

    def by_missing(self, rows: QuerySet[Any], _name: str, values: list[str]) -> QuerySet[Any]:
        """Without any of these fields."""
        wanted = Q(pk__in=[])
        for value in values:
            wanted |= MISSING[value]
        return rows.filter(wanted) if values else rows


def comparison_for(params: Mapping[str, str], user: Any, day: date) -> date | None:
    """The day that these filters and columns compare with; None when nothing needs one."""
    wanted = params.get("cols", "") + params.get("sort", "")
    is_needed = any(name in params for name in COMPARED) or any(
        name in wanted for name in COMPARED_COLUMNS
    )
    if not is_needed:
        return None
    return iso_date(params.get("compare")) or default_comparison(user, day) or day - timedelta(1)


def iso_date(text: str | None) -> date | None:
    """The ISO date; anything else counts as not asked for."""
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    return day if day and is_usual(day) else None


def filtered(user: Any, day: date, query: str) -> QuerySet[Any]:
    """The rows that the query of a saved project list names, for this person as of this day.

    A filter by something that the person may not see leaves nothing, rather than everything.
    """
    params = QueryDict(query)
    rows = figures_as_of(user, day, compare=comparison_for(params.dict(), user, day))
    filterset = ProjectFilter(params, rows, request=_Reader(user))
    if not filterset.is_valid():
        return rows.none()
    found: QuerySet[Any] = filterset.qs
    for word in params.get("q", "").split()[:8]:
        anywhere = Q()
        for path in SEARCHED:
            anywhere |= Q(**{f"{path}__icontains": word})
        found = found.filter(anywhere)
    return found


@dataclass(frozen=True)
class _Reader:
    """Stands for a request where there is none: choices depend on the person alone."""

    user: Any
