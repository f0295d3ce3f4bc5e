"""The portfolio table: every open project, red first."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formatting
from core.pdf import AnyPart, Cell, Column, PageSetup, Part, Row, TablePart
from stakeholders.report.data import Figures, Project
from stakeholders.report.figures import ReportFigures
from stakeholders.templatetags import report as text

CODES = (17.0, 36.0)  # millimetres: the column of codes follows the longest code
LETTER = 1.75  # millimetres
NAMES = 76.0  # codes and names together
WIDTHS = (27.0, 24.0, 23.0, 23.0, 22.0, 24.0, 24.0, 17.0)
BEFORE = 5  # place of the column that a first report leaves out
LONGEST_NAME = 120


def parts(figures: ReportFigures, linked: AbstractSet[int], setup: PageSetup) -> list[AnyPart]:
    """The table, or a page that says why there is none."""
    heading = format_html('<h2 id="portfolio-table">{}</h2>', _("All projects, red first"))
    listed = [*figures.open, *figures.never_reported]
    if not listed:
        empty = _("There is no open project in this report.")
        return [Part("table", format_html("{}<p>{}</p>", heading, empty))]
    is_compared = figures.header.compared_with is not None
    return [
        TablePart(
            key="table",
            columns=_columns(figures, setup, max(len(project.code) for project in listed)),
            rows=[_row(project, linked, is_compared=is_compared) for project in listed],
            intro=format_html("{}<p>{}</p>", heading, _intro(figures)),
            orientation="landscape",
        )
    ]


def _intro(figures: ReportFigures) -> str:
    sentence = ngettext("%(count)s open project.", "%(count)s open projects.", len(figures.open))
    text = sentence % {"count": len(figures.open)}
    if figures.header.sections and "projects" in figures.header.sections:
        text += " " + _("The codes of red and amber projects lead to their pages.")
    return text


def _columns(figures: ReportFigures, setup: PageSetup, longest_code: int) -> list[Column]:
    labels = (
        _("Code"),
        _("Project"),
        _("Sponsor"),
        _("Phase"),
        _("Status now"),
        _("Last report"),
        _("Slip"),
        _("Budget"),
        _("Forecast"),
        _("Overrun"),
    )
    codes = min(max(CODES[0], 4 + LETTER * longest_code), CODES[1])
    widths = (codes, NAMES - codes, *WIDTHS)
    columns = list(enumerate(zip(labels, widths, strict=True)))
    if figures.header.compared_with is None:
        del columns[BEFORE]
    factor = setup.body_width_mm("landscape") / sum(width for _place, (_label, width) in columns)
    return [
        Column(label, width * factor, is_number=place > BEFORE) for place, (label, width) in columns
    ]


def _row(project: Project, linked: AbstractSet[int], *, is_compared: bool) -> Row:
    target = f"#{text.anchor(project)}" if project.id in linked else ""
    then = text.rag_text(project.rag_before) if project.rag_before else _("not reported")
    return Row(
        anchor=text.row_anchor(project),
        cells=(
            Cell(project.code, href=target),
            Cell(text.shortened(project.name, LONGEST_NAME)),
            Cell(project.sponsor or formatting.missing()),
            Cell((project.now and project.now.phase) or formatting.missing()),
            Cell(text.rag_text(project.rag), text.rag_class(project.rag)),
            *([Cell(then, "quiet")] if is_compared else []),
            *_figures(project, project.now),
        ),
    )


def _figures(project: Project, now: Figures | None) -> list[Cell]:
    if now is None:
        return [Cell(formatting.missing(), "quiet", is_number=True)] * 4
    slip, percent = now.slip_days, now.overrun_percent
    return [
        Cell(formatting.slip(slip), "worse" if slip and slip > 0 else "", is_number=True),
        Cell(text.amount(now.budget_baseline, project), is_number=True),
        Cell(text.amount(now.budget_forecast, project), is_number=True),
        Cell(
            text.percent_signed(percent),
            "worse" if percent and percent > 0 else "",
            is_number=True,
        ),
    ]
