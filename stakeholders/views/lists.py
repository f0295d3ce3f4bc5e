"""The list pages: report definitions and the archive."""

from __future__ import annotations

import django_filters
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.enums import Classification
from core.listing import Column, ListFilter, ListPage, Row
from core.templatetags.ui import chip, short_hash
from stakeholders.enums import Cadence, RunKind, RunState
from stakeholders.models import ReportDefinition, ReportRun
from stakeholders.permissions import check_manage_reports
from stakeholders.selectors import archive

TONES = {
    RunState.WAITING: "neutral",
    RunState.RUNNING: "blue",
    RunState.DONE: "green",
    RunState.FAILED: "red",
}


def why_not_compared(row: Row) -> str:
    """Why a run names no day that it is compared with."""
    if row["as_of"] is None:
        return _("not known yet")
    return _("nothing: first report of its series")


class DefinitionList(ListPage):
    """The reports that are made again and again."""

    key = "stakeholders.definitions"
    title = gettext_lazy("Reports")
    url_name = "report_definitions"
    template_name = "stakeholders/definitions.html"
    default_sort = "name"
    search_fields = ("name", "portfolio__name", "programme__name")
    empty_text = gettext_lazy("No report is defined yet. Define one to send it on schedule.")
    columns = (
        Column("name", gettext_lazy("Name")),
        Column(
            "covers",
            gettext_lazy("Covers"),
            paths=("portfolio__name", "programme__name", "saved_view__name"),
            value=lambda *names: next((name for name in names if name), ""),
        ),
        Column("cadence", gettext_lazy("Due"), kind="choice", choices=Cadence.choices),
        Column(
            "next_run_at",
            gettext_lazy("Next due"),
            kind="datetime",
            reason=lambda _row: _("paused, or nothing more is due"),
        ),
        Column("readers", gettext_lazy("Recipients"), kind="number"),
        Column(
            "classification",
            gettext_lazy("Classification"),
            kind="choice",
            choices=Classification.choices,
        ),
        Column("paused_at", gettext_lazy("Paused since"), kind="datetime", default=False),
    )

    def check(self, request: HttpRequest) -> None:
        """For who manages reports."""
        check_manage_reports(request.user)

    def queryset(self, request: HttpRequest) -> QuerySet[ReportDefinition]:
        """The definitions with the number of their recipients."""
        rows = ReportDefinition.objects.visible_to(request.user)
        return rows.annotate(readers=Count("recipients"))

    def row_url(self, row: Row) -> str:
        """The definition's page."""
        return reverse("report_definition", args=[row["pk"]])


class ArchiveFilter(ListFilter):
    """Runs by state, kind, lateness and day."""

    definition = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Report"), queryset=ReportDefinition.objects.order_by("name")
    )
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=RunState.choices
    )
    kind = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Kind"),
        choices=[choice for choice in RunKind.choices if choice[0] != RunKind.PREVIEW],
    )
    is_late = django_filters.BooleanFilter(label=gettext_lazy("Late"))

    class Meta:
        model = ReportRun
        fields: list[str] = []


class Archive(ListPage):
    """Every run but previews: period, state, pages and hash."""

    key = "stakeholders.archive"
    title = gettext_lazy("Archive of reports")
    url_name = "report_archive"
    filterset_class = ArchiveFilter
    default_sort = "-due_at"
    search_fields = ("definition__name",)
    empty_text = gettext_lazy("No report has been made yet.")
    columns = (
        Column("report", gettext_lazy("Report"), path="definition__name"),
        Column("due_at", gettext_lazy("Due"), kind="datetime"),
        Column(
            "as_of",
            gettext_lazy("Figures as of"),
            kind="date",
            reason=lambda _row: _("not known yet"),
        ),
        Column(
            "compared_with",
            gettext_lazy("Compared with"),
            kind="date",
            paths=("compared_with", "as_of"),
            value=lambda compared_with, _as_of: compared_with,
            reason=why_not_compared,
        ),
        Column(
            "state",
            gettext_lazy("State"),
            kind="choice",
            choices=RunState.choices,
            render=lambda value, _row: chip(RunState(value).label, TONES[RunState(value)]),
            export=lambda value: RunState(value).label,
        ),
        Column("kind", gettext_lazy("Kind"), kind="choice", choices=RunKind.choices),
        Column("is_late", gettext_lazy("Late"), kind="bool"),
        Column("pages", gettext_lazy("Pages"), kind="number", sort=()),
        Column(
            "hash",
            gettext_lazy("Hash of the snapshot"),
            sort=(),
            render=lambda value, _row: short_hash(value),
        ),
        Column("finished_at", gettext_lazy("Finished"), kind="datetime", default=False),
    )

    def check(self, request: HttpRequest) -> None:
        """For who manages reports."""
        check_manage_reports(request.user)

    def queryset(self, request: HttpRequest) -> QuerySet[ReportRun]:
        """The runs with the first edition that the person may see."""
        return archive.runs_for(request.user)

    def row_url(self, row: Row) -> str:
        """The run's page."""
        return reverse("report_run", args=[row["pk"]])
