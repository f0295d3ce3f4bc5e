"""One page per red and amber project."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from core import formatting
from core.money import short
from core.pdf import Part
from guidelines.enums import ProjectClass
from portfolio.enums import Dimension, ProjectState
from portfolio.models import ProjectFigures
from stakeholders.report import fitting
from stakeholders.report.chapters import page
from stakeholders.report.data import Figures, Header, Project
from stakeholders.report.figures import ReportFigures
from stakeholders.templatetags import report as text

LONGEST_NARRATIVE = 600  # characters; what is longer stands in the annex
LONGEST_COMMENT, ALL_COMMENTS = 110, 770
LONGEST_NAME = 110
LONGEST_GAPS = 240


@dataclass(frozen=True)
class DimensionRow:
    """One line of the table of dimensions."""

    label: str
    rag: str
    before: str
    figure: str
    comment: str


def parts(figures: ReportFigures, *, has_table: bool) -> list[Part]:
    """The pages in the order of the portfolio table."""
    return [
        Part(
            f"project-{project.id}",
            _sheet(project, now, figures.header, is_first=not place, has_table=has_table),
        )
        for place, project in enumerate(figures.with_page)
        if (now := project.now)
    ]


def is_too_long(project: Project) -> bool:
    """Whether the project's narrative is shortened on its page."""
    return project.now is not None and len(project.now.narrative) > LONGEST_NARRATIVE


def _sheet(
    project: Project, now: Figures, header: Header, *, is_first: bool, has_table: bool
) -> str:
    dimensions, gaps = _dimensions(project, now), _gaps(now)
    name = text.shortened(project.name, LONGEST_NAME)
    narrative = text.shortened(now.narrative, LONGEST_NARRATIVE)
    comments = [row.comment for row in dimensions]
    room = fitting.rows_left(header.page_size, name, narrative, comments, gaps)
    milestones = project.milestones[: fitting.rows_of_table(room)]
    points = project.history[len(project.history) - _points(project, room, len(milestones)) :]
    return page(
        "sheet",
        project=project,
        now=now,
        header=header,
        is_first=is_first,
        has_table=has_table,
        people=_people(project, now),
        banner=_banner(project, header),
        name=name,
        narrative=narrative,
        is_shortened=is_too_long(project),
        dimensions=dimensions,
        not_rated=_not_rated(dimensions),
        money=_money(project, now),
        dates=_dates(now),
        slip_text=_slip_text(now),
        milestones=milestones,
        history=points[::-1],
        gaps=gaps,
    )


def _points(project: Project, room: int, milestones: int) -> int:
    """How many earlier reports fit below the milestones."""
    if len(project.history) < fitting.LEAST_ROWS:
        return 0
    used = milestones + fitting.HEADING if milestones else 0
    return min(len(project.history), fitting.rows_of_table(room - used))


def _people(project: Project, now: Figures) -> list[list[tuple[str, str]]]:
    state = ProjectState(now.state).label if now.state in ProjectState.values else now.state
    kind = ProjectClass(now.project_class).label if now.project_class else ""
    reported = formatting.day(now.report_on)
    return [
        [
            (_("Manager"), project.manager),
            (_("Sponsor"), project.sponsor),
            (_("Unit"), project.owner_unit),
        ],
        [(_("Phase"), now.phase), (_("State"), str(state)), (_("Class"), str(kind))],
        [
            (_("Method"), project.method),
            (_("Category"), project.category),
            (_("Reported on"), reported),
        ],
    ]


def _banner(project: Project, header: Header) -> str:
    status = text.rag_text(project.rag)
    if header.compared_with is None:
        return status
    if project.rag_before is None:
        absent = _("not in the last report")
        return f"{status} · {absent}"
    before = _("last report: %(status)s") % {"status": text.rag_text(project.rag_before)}
    return f"{status} · {before}"


def _dimensions(project: Project, now: Figures) -> list[DimensionRow]:
    """The dimensions that say something: a rating, a comment or a figure."""
    rows = [_dimension(project, now, key, str(label)) for key, label in Dimension.choices]
    telling = [row for row in rows if row.rag != "grey" or row.comment or row.before]
    commented = sum(bool(row.comment) for row in telling)
    longest = max(LONGEST_COMMENT, ALL_COMMENTS // max(1, commented))
    return [replace(row, comment=text.shortened(row.comment, longest)) for row in telling]


def _dimension(project: Project, now: Figures, key: str, label: str) -> DimensionRow:
    before = project.before.dimensions.get(key, "grey") if project.before else "grey"
    figures = {
        "schedule": formatting.slip(now.slip_days),
        "cost": text.percent_signed(now.overrun_percent),
        "benefits": short(now.benefits, project.currency) if now.benefits is not None else "",
    }
    return DimensionRow(
        label=label,
        rag=now.dimensions.get(key, "grey"),
        before=text.rating(before) if before != "grey" else "",
        figure=figures.get(key, ""),
        comment=now.comments.get(key, ""),
    )


def _not_rated(dimensions: list[DimensionRow]) -> str:
    """The names of the dimensions that the table leaves out."""
    shown = {row.label for row in dimensions}
    return ", ".join(str(label) for label in Dimension.labels if str(label) not in shown)


def _money(project: Project, now: Figures) -> list[tuple[str, str]]:
    overrun = text.amount_signed(now.overrun, project)
    if now.overrun_percent is not None:
        overrun += f" ({text.percent_signed(now.overrun_percent)})"
    return [
        (_("Budget"), text.amount(now.budget_baseline, project)),
        (_("Forecast"), text.amount(now.budget_forecast, project)),
        (_("Forecast less budget"), overrun),
        (_("Spent"), text.amount(now.spent, project)),
        (_("Complete"), formatting.percent_points(now.percent_complete)),
    ]


def _dates(now: Figures) -> list[tuple[str, str, str, str]]:
    day = formatting.day
    start = (day(now.start_baseline), day(now.start_forecast), day(now.start_actual))
    finish = (day(now.finish_baseline), day(now.finish_forecast), day(now.finish_actual))
    return [(_("Start"), *start), (_("Finish"), *finish)]


def _slip_text(now: Figures) -> str:
    if now.slip_days is None:
        return _("The slip is not known: a finish date is missing.")
    return _("Finish against baseline: %(slip)s.") % {"slip": formatting.slip(now.slip_days)}


def _gaps(now: Figures) -> str:
    """Which figures are missing, with the reasons the source gave."""
    found = [f"{_label(name)} ({why})" for name, why in sorted(now.reasons.items())]
    return text.shortened("; ".join(found), LONGEST_GAPS)


def _label(name: str) -> str:
    """The figure's name as readers know it; unknown ones as the source named them."""
    try:
        field = ProjectFigures._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return str(getattr(field, "verbose_name", name))
