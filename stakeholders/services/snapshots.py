"""Freezes what one audience may see into a snapshot that is never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from portfolio.enums import Dimension
from portfolio.models import Milestone, Portfolio, Project, ProjectFigures
from portfolio.selectors.figures import figures_as_of
from stakeholders.domain.editions import letter_of
from stakeholders.enums import RunKind, RunState, Scope
from stakeholders.models import ReportDefinition, ReportEdition, ReportRun
from stakeholders.report import data
from stakeholders.selectors.audiences import Audience

COPIED = (
    "report_on",
    "phase",
    "state",
    "project_class",
    "start_baseline",
    "start_forecast",
    "start_actual",
    "finish_baseline",
    "finish_forecast",
    "finish_actual",
    "budget_baseline",
    "budget_forecast",
    "spent",
    "benefits",
    "percent_complete",
    "narrative",
    "comments",
    "reasons",
)
WITH_SHEET = frozenset({"red", "amber"})
HISTORY = 10  # reports in the trend of a project's page


def freeze(run: ReportRun, audience: Audience) -> ReportEdition:
    """Store the edition of this audience with its snapshot; the PDF follows later."""
    snapshot = take(run, audience)
    text = data.to_json(snapshot)
    return ReportEdition.objects.create(
        run=run,
        access_key=audience.access_key,
        place=audience.place,
        made_for=audience.keeper,
        has_restricted=audience.has_restricted,
        project_count=len(snapshot.projects),
        snapshot=text,
        sha256=data.digest(text),
    )


def take(run: ReportRun, audience: Audience) -> data.Snapshot:
    """The figures as of the run's day, and as of the day it is compared with."""
    day = run.as_of or as_of_day(run)
    projects = _projects(run.definition, audience, day, run.compared_with)
    return data.Snapshot(_header(run, audience), tuple(projects))


def as_of_day(run: ReportRun) -> date:
    """The day whose figures the run reports: its due day on the definition's clock."""
    return run.due_at.astimezone(ZoneInfo(run.definition.time_zone)).date()


def compared_day(run: ReportRun) -> date | None:
    """The day of the last report that was finished before this one; None for the first."""
    earlier = (
        ReportRun.objects.filter(definition=run.definition, state=RunState.DONE)
        .filter(as_of__lt=as_of_day(run), pk__lt=run.pk)
        .exclude(kind=RunKind.PREVIEW)
    )
    return earlier.order_by("-as_of").values_list("as_of", flat=True).first()


def number_of(run: ReportRun) -> int:
    """The report's number in its series; a preview has the number that comes next."""
    series = ReportRun.objects.filter(definition=run.definition).exclude(kind=RunKind.PREVIEW)
    own = 1 if run.kind == RunKind.PREVIEW else 0
    return series.filter(pk__lte=run.pk).count() + own


def _header(run: ReportRun, audience: Audience) -> data.Header:
    definition = run.definition
    subject = definition.subject
    return data.Header(
        report=definition.name,
        number=number_of(run),
        kind=run.kind,
        subject=str(subject),
        description=getattr(subject, "description", ""),
        owner=str(getattr(subject, "owner", None) or ""),
        organisation=settings.SITE_NAME,
        language=definition.language,
        page_size=definition.page_size,
        classification=definition.classification,
        sections=tuple(definition.sections),
        as_of=run.as_of or as_of_day(run),
        compared_with=run.compared_with,
        due_at=run.due_at.isoformat(),
        is_late=run.is_late,
        distribution=tuple(str(person) for person in audience.people),
        report_every_days=_rhythm(definition, audience),
        edition=letter_of(audience.place),
        is_extract=audience.is_extract,
    )


def _rhythm(definition: ReportDefinition, audience: Audience) -> int:
    """How often its projects have to report; the widest rhythm where portfolios differ."""
    portfolios = Portfolio.objects.filter(projects__in=audience.project_ids)
    if definition.scope == Scope.PORTFOLIO:
        portfolios = Portfolio.objects.filter(pk=definition.portfolio_id or 0)
    rhythms = portfolios.values_list("report_every_days", flat=True).distinct()
    return max(rhythms, default=0)


def _projects(
    definition: ReportDefinition, audience: Audience, day: date, earlier: date | None
) -> Iterable[data.Project]:
    """The audience's projects in the order of their codes."""
    ids = audience.project_ids
    now = _figures(definition, audience, day)
    before = _figures(definition, audience, earlier) if earlier else {}
    milestones = _milestones(ids)
    history = _history([key for key, row in now.items() if row.rag in WITH_SHEET], day)
    people = ("programme", "manager", "sponsor")
    rows = Project.objects.filter(pk__in=ids).select_related(*people).order_by("code", "pk")
    for row in rows:
        if row.pk in now or row.pk in before or row.created_at.date() <= day:
            yield _project(
                row,
                now=now.get(row.pk),
                before=before.get(row.pk),
                milestones=tuple(milestones[row.pk]),
                history=tuple(history[row.pk][-HISTORY:]),
            )


def _project(row: Project, **figures: Any) -> data.Project:
    return data.Project(
        id=row.pk,
        code=row.code,
        name=row.name,
        programme=row.programme.name if row.programme else "",
        manager=str(row.manager or row.manager_name),
        sponsor=str(row.sponsor or row.sponsor_name),
        owner_unit=row.owner_unit,
        category=row.category,
        method=row.method,
        objective=row.objective,
        currency=row.currency,
        is_restricted=row.access == "restricted",
        **figures,
    )


def _figures(
    definition: ReportDefinition, audience: Audience, day: date
) -> dict[int, data.Figures]:
    """The figures of each project that were valid at the end of this day."""
    rows = figures_as_of(audience.reader, day, definition.portfolio, definition.programme)
    rows = rows.filter(project__in=audience.project_ids)
    return {row.project_id: _frozen(row) for row in rows}


def _frozen(row: Any) -> data.Figures:
    return data.Figures(
        rag=row.rag_shown,
        rag_reported=row.rag_overall,
        dimensions={key: getattr(row, f"rag_{key}") for key in Dimension.values},
        **{name: getattr(row, name) for name in COPIED},
    )


def _milestones(ids: Iterable[int]) -> dict[int, list[data.Milestone]]:
    found: dict[int, list[data.Milestone]] = defaultdict(list)
    rows = Milestone.objects.filter(project__in=ids).order_by("project", "position", "pk")
    for row in rows:
        found[row.project_id].append(
            data.Milestone(row.name, row.baseline_on, row.forecast_on, row.actual_on, row.comment)
        )
    return found


def _history(ids: Iterable[int], day: date) -> dict[int, list[data.Point]]:
    """The reports up to this day, oldest first, of the projects that get a page."""
    found: dict[int, list[data.Point]] = defaultdict(list)
    rows = ProjectFigures.objects.filter(project__in=list(ids), report_on__lte=day)
    for row in rows.order_by("project", "report_on").only(
        "project_id", "report_on", "rag_overall", "finish_forecast", "budget_forecast"
    ):
        found[row.project_id].append(
            data.Point(row.report_on, row.rag_overall, row.finish_forecast, row.budget_forecast)
        )
    return found
