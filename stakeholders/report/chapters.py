"""Cover, executive summary, money and schedule."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formatting
from core import money as money_text
from core.charts.bars import Bar, HorizontalBar, Segment, horizontal_bars, stacked_bars
from core.charts.marks import MEDIUM
from core.charts.render import PRINT, svg
from core.enums import Classification
from core.pdf import Part
from core.status import status_of
from stakeholders.report import fitting, sentences
from stakeholders.report.data import Header, Project
from stakeholders.report.figures import AHEAD, ORDER, ReportFigures

MOST_NAMES = 12
MOST_MOVERS = 5
MOST_OVERRUNS = 10
MOST_FINISHES, MOST_MILESTONES = 10, 15


def page(template: str, **context: Any) -> str:
    """The HTML of one of the report's templates."""
    return render_to_string(f"stakeholders/report/{template}.html", context)


def numbered(header: Header) -> str:
    """The report's number, with its edition where the run has several."""
    if not header.edition:
        return str(header.number)
    values = {"number": header.number, "edition": header.edition}
    return _("%(number)s, edition %(edition)s") % values


def cover(figures: ReportFigures) -> Part:
    """Title, subject, date, distribution and classification."""
    header = figures.header
    html = page(
        "cover",
        header=header,
        facts=_facts(figures),
        classification=Classification(header.classification).label,
    )
    return Part("cover", html, has_running_lines=False)


def summary(figures: ReportFigures, linked: AbstractSet[int]) -> Part:
    """The lede, four figures, the status chart, the answers and the status changes."""
    changes = figures.changes
    movers = [*changes.worse, *changes.better] if changes else []
    answers = sentences.answers(figures) if figures.open else []
    html = page(
        "summary",
        header=figures.header,
        lede=sentences.lede(figures),
        tiles=_tiles(figures) if figures.open else [],
        chart=_status_chart(figures) if figures.open else "",
        chart_note=_chart_note(figures),
        answers=answers,
        movers=movers[:MOST_MOVERS],
        movers_left_out=max(0, len(movers) - MOST_MOVERS),
        worst=figures.time.worst if _has_room(figures, answers, movers) else (),
        linked=linked,
    )
    return Part("summary", html)


def _has_room(
    figures: ReportFigures, answers: list[sentences.Answer], movers: list[Project]
) -> bool:
    """Whether the largest slips fit below the answers; the schedule has them in any case."""
    return fitting.fits_summary(
        figures.header.page_size,
        [answer.text for answer in answers],
        [project.code for project in (*movers[:MOST_MOVERS], *figures.time.worst)],
        1 + len(figures.money),
    )


def money(figures: ReportFigures, linked: AbstractSet[int]) -> Part:
    """Sums by currency, and the projects that are most over their budget."""
    overruns = _overruns(figures)
    html = page(
        "money",
        figures=figures,
        sentences=[sentences.money_sentence(one) for one in figures.money],
        chart=_overrun_chart(overruns) if overruns else "",
        overruns=overruns,
        linked=linked,
    )
    return Part("money", html)


def schedule(figures: ReportFigures, linked: AbstractSet[int]) -> Part:
    """Worst slips, and what the next 90 days bring."""
    time = figures.time
    left_out = max(0, len(time.finishing) - MOST_FINISHES)
    left_out += max(0, len(time.milestones) - MOST_MILESTONES)
    html = page(
        "schedule",
        header=figures.header,
        sentence=sentences.on_time(figures),
        past=sentences.past_finish(figures),
        time=time,
        until=figures.header.as_of + AHEAD,
        finishing=time.finishing[:MOST_FINISHES],
        milestones=time.milestones[:MOST_MILESTONES],
        left_out=left_out,
        linked=linked,
    )
    return Part("schedule", html)


def _facts(figures: ReportFigures) -> list[tuple[str, str]]:
    header = figures.header
    since = formatting.day(header.compared_with) if header.compared_with else ""
    names = header.distribution[:MOST_NAMES]
    rest = len(header.distribution) - len(names)
    distribution = ", ".join(names) + (
        " " + ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": rest}
        if rest
        else ""
    )
    facts = [
        (_("As of"), sentences.as_of(figures)),
        (_("Compared with"), since or _("nothing: first report of its series")),
        (_("Projects"), formatting.number(len(figures.open))),
        (_("Report no."), numbered(header)),
        (_("Owner"), header.owner or formatting.missing()),
        (_("Distribution"), distribution or _("not distributed")),
    ]
    if header.is_late:
        facts.append((_("Note"), _("Made later than planned.")))
    return facts


def _tiles(figures: ReportFigures) -> list[tuple[str, str, str]]:
    counts, before = figures.counts, figures.counts_before
    tiles = []
    for rag in ("red", "amber"):
        under = _("first report")
        if before is not None:
            under = _("last report: %(count)s") % {"count": before[rag]}
        tiles.append((str(status_of(rag).word), str(counts[rag]), under))
    time = figures.time
    share = formatting.percent(time.on_time / time.known) if time.known else formatting.missing()
    under = _("%(on)s of %(known)s with both dates") % {"on": time.on_time, "known": time.known}
    tiles.append((_("Finish by baseline"), share, under))
    if figures.money:
        one = figures.money[0]
        under = ngettext(
            "%(count)s project with both figures",
            "%(count)s projects with both figures",
            one.compared,
        ) % {"count": one.compared}
        overrun = money_text.short(one.overrun, one.currency, plus=True)
        tiles.append((_("Forecast less budget"), overrun, under))
    return tiles


def _status_chart(figures: ReportFigures) -> str:
    rows = [Bar(_("Projects"), _segments(figures.counts))]
    if figures.counts_before is not None:
        rows.append(Bar(_("Last report"), _segments(figures.counts_before), is_faint=True))
    for one in figures.money:
        if one.budget:
            label = _("Budget, %(currency)s") % {"currency": one.currency}
            rows.append(Bar(label, _segments(one.by_status, one.currency)))
    chart = stacked_bars(
        title=_("Status of the projects"),
        conclusion=sentences.health(figures),
        rows=rows,
        width=MEDIUM,
    )
    return svg(chart, PRINT)


def _segments(values: Any, currency: str = "") -> list[Segment]:
    return [
        Segment(
            key=rag,
            label=str(status_of(rag).word),
            value=float(values[rag] or 0),
            text=_segment_text(rag, values[rag], currency),
            short="" if currency else str(values[rag]),
        )
        for rag in ORDER
    ]


def _segment_text(rag: str, value: Any, currency: str) -> str:
    shown = money_text.short(value, currency) if currency else formatting.number(value)
    return f"{status_of(rag).word} {shown}"


def _chart_note(figures: ReportFigures) -> str:
    unknown = sum(one.projects - one.budget_known for one in figures.money)
    if not unknown:
        return ""
    return ngettext(
        "The budget of %(count)s project is not known and has no place in the budget bars.",
        "The budgets of %(count)s projects are not known and have no place in the budget bars.",
        unknown,
    ) % {"count": unknown}


def _overruns(figures: ReportFigures) -> list[Project]:
    over = [
        (now.overrun_percent, project)
        for project in figures.open
        if (now := project.now) and now.overrun_percent and now.overrun_percent > 0
    ]
    ordered = sorted(over, key=lambda pair: (-pair[0], pair[1].code))
    return [project for _percent, project in ordered[:MOST_OVERRUNS]]


def _overrun_chart(projects: list[Project]) -> str:
    bars = [
        HorizontalBar(
            label=f"{project.code} {project.name}",
            value=float(now.overrun_percent),
            text=f"{formatting.signed(now.overrun_percent, 1)}{formatting.NBSP}%",
            tone=project.rag,
        )
        for project in projects
        if (now := project.now) and now.overrun_percent is not None
    ]
    chart = horizontal_bars(
        title=_("Largest overruns in per cent of the budget"),
        conclusion=f"{bars[0].label}: {bars[0].text}",
        rows=bars,
        width=MEDIUM,
    )
    return svg(chart, PRINT)
