"""Charts and tables of one project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import charts, formatting, money
from core.charts import HorizontalBar, Line
from portfolio.domain import slip, variance
from portfolio.models import Milestone, Project, ProjectFigures


@dataclass(frozen=True)
class DateRow:
    """A date that the project is steered by: baseline, forecast, actual, and its slip."""

    label: str
    baseline: date | None
    forecast: date | None
    actual: date | None
    reasons: tuple[str, str, str] = ("", "", "")
    pk: int | None = None
    comment: str = ""

    @property
    def slip_days(self) -> int | None:
        """Days from baseline to the best known date."""
        return slip.slip_days(slip.expected(self.actual, self.forecast), self.baseline)


def key_dates(row: ProjectFigures) -> list[DateRow]:
    """Start and finish."""
    return [
        DateRow(
            label,
            getattr(row, f"{end}_baseline"),
            getattr(row, f"{end}_forecast"),
            getattr(row, f"{end}_actual"),
            tuple(row.reasons.get(f"{end}_{k}", "") for k in ("baseline", "forecast", "actual")),
        )
        for end, label in (("start", _("Start")), ("finish", _("Finish")))
    ]


def milestone_rows(milestones: Iterable[Milestone]) -> list[DateRow]:
    """Milestones in the same shape as the key dates."""
    return [
        DateRow(
            each.name,
            each.baseline_on,
            each.forecast_on,
            each.actual_on,
            pk=each.pk,
            comment=each.comment,
        )
        for each in milestones
    ]


@dataclass(frozen=True)
class Amount:
    """An amount with the reason where it is unknown, and its share of the budget."""

    label: str
    value: Decimal | None
    reason: str = ""
    note: str = ""


def amounts(row: ProjectFigures) -> list[Amount]:
    """The money of one report."""
    over = variance.variance(row.budget_forecast, row.budget_baseline)
    percent = variance.variance_percent(row.budget_forecast, row.budget_baseline)
    used = variance.percent_of(row.spent, row.budget_baseline)
    why = row.reasons.get
    return [
        Amount(_("Budget, baseline"), row.budget_baseline, why("budget_baseline", "")),
        Amount(_("Cost forecast"), row.budget_forecast, why("budget_forecast", "")),
        Amount(
            _("Variance"),
            over,
            _("needs budget and cost forecast"),
            formatting.percent_points(percent, 1) if percent is not None else "",
        ),
        Amount(
            _("Spent"),
            row.spent,
            why("spent", ""),
            _("%(share)s of the budget") % {"share": formatting.percent_points(used)}
            if used is not None
            else "",
        ),
        Amount(_("Benefits"), row.benefits, why("benefits", "")),
    ]


def money_bars(project: Project, row: ProjectFigures) -> SafeString:
    """Budget, cost forecast and spent on one scale."""
    code = project.currency
    known = (
        (_("Budget"), row.budget_baseline, "ink-3"),
        (_("Cost forecast"), row.budget_forecast, "accent"),
        (_("Spent"), row.spent, "blue"),
    )
    rows = [
        HorizontalBar(label, value, money.short(value, code), tone) for label, value, tone in known
    ]
    chart = charts.horizontal_bars(
        title=_("Money"),
        conclusion=_("as of %(day)s") % {"day": formatting.day(row.report_on)},
        rows=rows,
    )
    return charts.render(chart, with_table=False)


def finish_trend(reports: Sequence[ProjectFigures]) -> SafeString:
    """Baseline and forecast of the finish as reported over time: a line that climbs slips."""
    baseline = [(row.report_on, row.finish_baseline) for row in reports]
    forecast = [
        (row.report_on, slip.expected(row.finish_actual, row.finish_forecast)) for row in reports
    ]
    chart = charts.line_chart(
        title=_("Finish as reported"),
        conclusion=_("A line that climbs is slipping."),
        lines=[
            Line("baseline", _("Baseline"), baseline, "ink-3", "dashed"),
            Line("forecast", _("Forecast"), forecast, "accent", has_dots=True),
        ],
        y_format=_day_of,
        from_zero=False,
    )
    return charts.render(chart)


def _day_of(value: Any) -> str:
    """A day, which an axis may hand over as its number."""
    return formatting.day(value if isinstance(value, date) else date.fromordinal(int(value)))


def money_trend(project: Project, reports: Sequence[ProjectFigures]) -> SafeString:
    """Budget, cost forecast and spent as reported over time."""
    series = (
        ("budget_baseline", _("Budget"), "ink-3", "dashed"),
        ("budget_forecast", _("Cost forecast"), "accent", "solid"),
        ("spent", _("Spent"), "red", "dotted"),
    )
    lines = [
        Line(name, label, [(row.report_on, getattr(row, name)) for row in reports], tone, dash)
        for name, label, tone, dash in series
    ]
    chart = charts.line_chart(
        title=_("Money as reported"),
        conclusion=_("Budget, cost forecast and money spent"),
        lines=lines,
        y_format=lambda value: money.short(Decimal(str(value)), project.currency),
    )
    return charts.render(chart)


def gaps(row: ProjectFigures) -> list[tuple[Any, str]]:
    """Figures that are empty for a reason, by their label."""
    fields = {
        field.name: getattr(field, "verbose_name", field.name) for field in row._meta.get_fields()
    }
    return [(fields.get(name, name), why) for name, why in sorted(row.reasons.items())]
