"""The project list: every figure of the dashboard leads here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.listing.columns import Column, Row
from core.listing.page import ListPage
from guidelines.enums import ProjectClass
from portfolio.enums import Access, Dimension, ProjectState
from portfolio.filters import SEARCHED, ProjectFilter, comparison_for
from portfolio.models import Portfolio
from portfolio.permissions import sees_all, why_not_create
from portfolio.selectors.figures import figures_as_of
from portfolio.views.scope import day_of


def _person(account: str | None, name: str) -> str:
    return account or name


def _name(value: Any, row: Row) -> str:
    """The project's name, with a badge where it is restricted."""
    if row["project__access"] == Access.RESTRICTED:
        return format_html('{} <span class="chip chip-neutral">{}</span>', value, _("Restricted"))
    return str(value)


def _why_empty(field: str) -> Any:
    return lambda row: row["reasons"].get(field, "")


def _rag(dimension: Dimension, *, default: bool) -> Column:
    return Column(f"rag_{dimension}", dimension.label, kind="rag", default=default)


def _day(field: str, label: Any, *, default: bool = False) -> Column:
    return Column(field, label, kind="date", default=default, reason=_why_empty(field))


def _money(field: str, label: Any, *, default: bool = False) -> Column:
    return Column(
        field,
        label,
        kind="money",
        default=default,
        currency="project__currency",
        reason=_why_empty(field),
    )


COLUMNS = (
    Column("code", _("Code"), path="project__code"),
    Column("name", _("Name"), path="project__name", render=_name),
    Column("portfolio", _("Portfolio"), path="project__portfolio__name", default=False),
    Column("programme", _("Programme"), path="project__programme__name", default=False),
    Column(
        "manager",
        _("Project manager"),
        paths=("project__manager__name", "project__manager_name"),
        value=_person,
        sort=(Coalesce("project__manager__name", "project__manager_name"),),
    ),
    Column(
        "sponsor",
        _("Sponsor"),
        paths=("project__sponsor__name", "project__sponsor_name"),
        value=_person,
        sort=(Coalesce("project__sponsor__name", "project__sponsor_name"),),
        default=False,
    ),
    Column("unit", _("Unit"), path="project__owner_unit", default=False),
    Column("category", _("Category"), path="project__category", default=False),
    Column("method", _("Method"), path="project__method", default=False),
    Column("phase", _("Phase")),
    Column("state", _("State"), kind="choice", choices=ProjectState.choices, default=False),
    Column("project_class", _("Class"), kind="choice", choices=ProjectClass.choices, default=False),
    Column("rag_shown", _("Status"), kind="rag"),
    Column("rag_then", _("Status then"), kind="rag", default=False),
    _rag(Dimension.SCHEDULE, default=True),
    _rag(Dimension.COST, default=True),
    _rag(Dimension.SCOPE, default=False),
    _rag(Dimension.BENEFITS, default=False),
    _rag(Dimension.RISK, default=False),
    _rag(Dimension.RESOURCES, default=False),
    _rag(Dimension.QUALITY, default=False),
    _day("start_baseline", _("Start, baseline")),
    _day("start_forecast", _("Start, forecast")),
    _day("start_actual", _("Start, actual")),
    _day("finish_baseline", _("Finish, baseline")),
    _day("finish_forecast", _("Finish, forecast"), default=True),
    _day("finish_actual", _("Finish, actual")),
    Column("slip_days", _("Slip (days)"), kind="number", help=_("Expected finish minus baseline")),
    Column("finish_moved", _("Finish moved (days)"), kind="number", default=False),
    _money("budget_baseline", _("Budget"), default=True),
    _money("budget_forecast", _("Cost forecast"), default=True),
    _money("spent", _("Spent")),
    _money("benefits", _("Benefits")),
    _money("cost_variance", _("Variance")),
    _money("forecast_moved", _("Cost forecast moved")),
    Column(
        "cost_variance_percent",
        _("Variance (%)"),
        kind="percent",
        decimals=1,
        help=_("Cost forecast minus budget, in per cent of the budget"),
    ),
    Column("percent_complete", _("Complete"), kind="percent", default=False),
    Column("report_on", _("Report of"), kind="date"),
)


class ProjectList(ListPage):
    """The projects a person may see, with their figures as of a day."""

    key = "portfolio.projects"
    title = _("Projects")
    url_name = "project_list"
    template_name = "portfolio/project_list.html"
    columns = COLUMNS
    filterset_class = ProjectFilter
    filters_at_hand = ("rag", "portfolio", "manager", "mark")
    default_sort = "code"
    search_fields = SEARCHED
    row_paths = ("project_id", "project__access", "reasons")
    empty_text = _("There is no project that you may see.")

    @cached_property
    def day(self) -> date:
        """The day in the address, else the newest report date."""
        return day_of(self.request)

    @cached_property
    def compare(self) -> date | None:
        """The compared day, where a filter or column needs one."""
        return comparison_for(self.request.GET.dict(), self.request.user, self.day)

    def queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Figures as of the day."""
        return figures_as_of(request.user, self.day, compare=self.compare)

    def row_url(self, row: Row) -> str:
        """The project page, as of the day that was asked for."""
        url = reverse("project", args=[row["project_id"]])
        return f"{url}?day={self.day.isoformat()}" if "day" in self.request.GET else url

    def summary(self, request: HttpRequest, queryset: QuerySet[Any]) -> dict[str, Any]:  # noqa: ARG002
        """Where the person may create a project, or why nowhere; whether all projects count."""
        homes = Portfolio.objects.visible_to(request.user).order_by("name")
        return {
            "homes": homes.values_list("pk", "name"),  # asked by the whole page alone
            "why_not_create": why_not_create(request.user),
            "sees_all": sees_all(request.user),
        }
