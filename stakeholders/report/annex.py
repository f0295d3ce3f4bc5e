"""What words and colours mean, how good the figures are, and texts too long for a page."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from django.utils.translation import gettext as _

from core.pdf import Part
from portfolio.domain.status import (
    OVERRUN_AMBER,
    OVERRUN_RED,
    SLIP_AMBER,
    SLIP_RED,
    STALE_FACTOR,
)
from stakeholders.report.chapters import page
from stakeholders.report.data import Project
from stakeholders.report.figures import ReportFigures
from stakeholders.report.sheets import is_too_long

MOST_CODES = 40


def part(figures: ReportFigures, *, has_pages: bool) -> Part:
    """The last pages of the report."""
    texts = [project for project in figures.with_page if is_too_long(project)]
    html = page(
        "annex",
        header=figures.header,
        terms=_terms(figures),
        checks=_checks(figures),
        texts=texts if has_pages else [],
    )
    return Part("annex", html)


def _terms(figures: ReportFigures) -> list[tuple[str, str]]:
    stale = floor(STALE_FACTOR * figures.header.report_every_days)
    slips = {"amber": SLIP_AMBER, "red": SLIP_RED}
    overruns = {"amber": OVERRUN_AMBER, "red": OVERRUN_RED}
    return [
        *_extract(figures),
        (
            _("Status"),
            _(
                "Red, amber or green as the project reports it. It is a judgement; where dates "
                "or money alone say red, the data quality list names the project."
            ),
        ),
        (
            _("No report"),
            _(
                "The last report is older than %(days)s days or gives no status, or there is "
                "none. Never green."
            )
            % {"days": stale},
        ),
        (
            _("Slip"),
            _(
                "Calendar days from the baseline of the finish to its forecast, or to the actual "
                "finish. More than %(amber)s days speak for amber, more than %(red)s for red."
            )
            % slips,
        ),
        (
            _("Overrun"),
            _(
                "Forecast less budget, in per cent of the budget. More than %(amber)s %% speak "
                "for amber, more than %(red)s %% for red."
            )
            % overruns,
        ),
        (_("Open project"), _("Neither closed nor cancelled. Sums and counts hold open projects.")),
        (_("n/a"), _("Not known. An unknown figure is left out of sums and never counts as 0.")),
        (
            _("As of"),
            _("The last report of each project up to this day. Nothing later is contained."),
        ),
    ]


def _extract(figures: ReportFigures) -> list[tuple[str, str]]:
    """What an extract leaves out, without telling how much."""
    if not figures.header.is_extract:
        return []
    meaning = _(
        "Only the projects that its readers may see. Counts and sums hold these projects alone; "
        "other editions of this report may hold more."
    )
    return [(_("Extract"), meaning)]


def _checks(figures: ReportFigures) -> list[tuple[str, int, str]]:
    quality = figures.quality
    named = [
        (_("No current status"), quality.stale),
        (_("Never reported"), quality.never),
        (_("Report overdue"), quality.overdue),
        (_("Green, but dates or money say red"), quality.watermelons),
    ]
    counted = [
        (_("Without a manager"), quality.without_manager),
        (_("Without a budget"), quality.without_budget),
        (_("Without a forecast of the cost"), quality.without_forecast),
        (_("Without a forecast of the finish"), quality.without_finish),
        (_("With values that could not be read"), quality.unreadable),
    ]
    return [
        *((label, len(projects), _codes(projects)) for label, projects in named),
        *((label, count, "") for label, count in counted),
    ]


def _codes(projects: Sequence[Project]) -> str:
    codes = ", ".join(project.code for project in projects[:MOST_CODES])
    return codes + (" …" if len(projects) > MOST_CODES else "")
