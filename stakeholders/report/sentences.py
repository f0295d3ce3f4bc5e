"""The executive summary in sentences: an answer first, in the report's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formatting, money
from stakeholders.report.data import Project
from stakeholders.report.figures import AHEAD, Changes, Money, ReportFigures

NAMED = 4  # projects named in a sentence; the rest is counted


@dataclass(frozen=True)
class Answer:
    """A question that readers have, and the report's answer."""

    question: str
    text: str


def lede(figures: ReportFigures) -> str:
    """The state of the portfolio in one sentence."""
    total, red = len(figures.open), figures.counts["red"]
    if not total:
        return _("There is no open project in this report.")
    if not red:
        return _("No project is red") + (_red_trend(figures) if _had_red(figures) else "") + "."
    start = ngettext(
        "%(red)s of %(total)s project is red", "%(red)s of %(total)s projects are red", total
    ) % {"red": red, "total": total}
    return f"{start}{_red_share(figures)}{_red_trend(figures)}."


def answers(figures: ReportFigures) -> list[Answer]:
    """What executives ask, as far as the figures can answer."""
    found = [
        Answer(_("Are we healthy?"), health(figures)),
        Answer(_("What changed?"), " ".join(changes(figures))),
        Answer(_("Will we be on time?"), on_time(figures)),
        Answer(_("Will the money do?"), " ".join(map(money_sentence, figures.money))),
        Answer(_("Can I trust this?"), " ".join(trust(figures))),
    ]
    return [answer for answer in found if answer.text]


def health(figures: ReportFigures) -> str:
    """How many projects stand where."""
    counts = figures.counts
    return _(
        "%(red)s red, %(amber)s amber, %(green)s green; %(grey)s without a current status."
    ) % {key: counts[key] for key in ("red", "amber", "green", "grey")}


def changes(figures: ReportFigures) -> Iterator[str]:
    """What is different from the last report."""
    found = figures.changes
    if found is None:
        yield _("This is the first report of its series; there is nothing to compare with.")
        return
    sentences = list(_changed(found))
    yield from sentences or [
        _("No status, forecast or finish changed much since %(day)s.") % {"day": _compared(figures)}
    ]


def on_time(figures: ReportFigures) -> str:
    """How many finish as planned, which is worst, what comes next."""
    time = figures.time
    if not time.known:
        return _("No project has both a finish baseline and a forecast.")
    text = ngettext(
        "%(on)s of %(known)s project with both dates finishes by its baseline.",
        "%(on)s of %(known)s projects with both dates finish by their baseline.",
        time.known,
    ) % {"on": time.on_time, "known": time.known}
    if time.worst and (now := time.worst[0].now):
        text += " " + _("The largest slip is %(code)s with %(days)s.") % {
            "code": time.worst[0].code,
            "days": formatting.slip(now.slip_days),
        }
    return f"{text} {_next_days(figures)}"


def as_of(figures: ReportFigures) -> str:
    """The report's day, and how new the newest figures of it are."""
    day = formatting.day(figures.header.as_of)
    if figures.newest is None:
        return day
    values = {"day": day, "newest": formatting.day(figures.newest)}
    return _("%(day)s (newest report %(newest)s)") % values


def past_finish(figures: ReportFigures) -> str:
    """Which open projects should be finished by their own forecast; empty where none should."""
    projects = figures.time.past_finish
    if not projects:
        return ""
    return ngettext(
        "%(count)s open project is past its forecast finish: %(names)s.",
        "%(count)s open projects are past their forecast finish: %(names)s.",
        len(projects),
    ) % {"count": len(projects), "names": named(projects)}


def money_sentence(one: Money) -> str:
    """Budget against forecast of one currency, and how many projects that leaves out."""
    if one.overrun is None:
        return _("No project in %(currency)s has both a budget and a forecast.") % {
            "currency": one.currency
        }
    left_out = one.projects - one.compared
    values = {
        "amount": money.short(abs(one.overrun), one.currency),
        "percent": formatting.percent_points(abs(one.overrun_percent or Decimal(0)), 1),
        "left_out": str(left_out),
    }
    if one.overrun > 0:
        text = _("The forecast is %(amount)s (%(percent)s) above the budget.") % values
    elif one.overrun < 0:
        text = _("The forecast is %(amount)s (%(percent)s) below the budget.") % values
    else:
        text = _("The forecast equals the budget.")
    if left_out:
        text += " " + ngettext(
            "%(left_out)s project in %(currency)s lacks one of the two and is not counted.",
            "%(left_out)s projects in %(currency)s lack one of the two and are not counted.",
            left_out,
        ) % {**values, "currency": one.currency}
    return text


def trust(figures: ReportFigures) -> Iterator[str]:
    """Age of the figures, missing reports, and green projects with red figures."""
    quality = figures.quality
    yield _("As of %(day)s.") % {"day": as_of(figures)}
    if past := past_finish(figures):
        yield past
    if quality.stale:
        count = len(quality.stale)
        yield ngettext(
            "%(count)s project has no current status: %(names)s.",
            "%(count)s projects have no current status: %(names)s.",
            count,
        ) % {"count": count, "names": named(quality.stale)}
    else:
        yield _("Every open project has a current status.")
    if quality.never:
        count = len(quality.never)
        yield ngettext(
            "%(count)s project has never reported and is in no sum: %(names)s.",
            "%(count)s projects have never reported and are in no sum: %(names)s.",
            count,
        ) % {"count": count, "names": named(quality.never)}
    if quality.watermelons:
        count = len(quality.watermelons)
        yield ngettext(
            "%(count)s project reports green while its figures say red: %(names)s.",
            "%(count)s projects report green while their figures say red: %(names)s.",
            count,
        ) % {"count": count, "names": named(quality.watermelons)}


def named(projects: Sequence[Project]) -> str:
    """The codes of some projects; beyond a few the rest is counted."""
    text = ", ".join(project.code for project in projects[:NAMED])
    rest = max(0, len(projects) - NAMED)
    if rest:
        text += " " + ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": rest}
    return text


def _red_share(figures: ReportFigures) -> str:
    """The share of the budget in red projects; only where one currency makes a share possible."""
    if len(figures.money) != 1 or (share := figures.money[0].share("red")) is None:
        return ""
    return ", " + _("%(share)s of the known budget") % {"share": formatting.percent(share)}


def _had_red(figures: ReportFigures) -> bool:
    return figures.counts_before is not None and figures.counts_before["red"] > 0


def _red_trend(figures: ReportFigures) -> str:
    if figures.counts_before is None:
        return ""
    step = figures.counts["red"] - figures.counts_before["red"]
    day = _compared(figures)
    if not step:
        return ", " + _("as many as on %(day)s") % {"day": day}
    if step > 0:
        text = ngettext("%(n)s more than on %(day)s", "%(n)s more than on %(day)s", step)
    else:
        text = ngettext("%(n)s fewer than on %(day)s", "%(n)s fewer than on %(day)s", -step)
    return ", " + text % {"n": abs(step), "day": day}


def _changed(found: Changes) -> Iterator[str]:
    told = (
        (found.new_red, _("Newly red: %(names)s.")),
        (
            tuple(project for project in found.worse if project not in found.new_red),
            _("Worse: %(names)s."),
        ),
        (found.better, _("Better: %(names)s.")),
        (found.entered, _("Entered: %(names)s.")),
        (found.left, _("Closed or cancelled: %(names)s.")),
        (
            tuple(project for project, _jump in found.money_jumps),
            _("Forecast cost moved by more than 5 %%: %(names)s."),
        ),
        (
            tuple(project for project, _jump in found.date_jumps),
            _("Forecast finish moved by more than a week: %(names)s."),
        ),
    )
    for projects, sentence in told:
        if projects:
            yield sentence % {"names": named(projects)}


def _next_days(figures: ReportFigures) -> str:
    time, until = figures.time, figures.header.as_of + AHEAD
    finishing = ngettext(
        "%(count)s project finishes", "%(count)s projects finish", len(time.finishing)
    ) % {"count": len(time.finishing)}
    stones = ngettext(
        "%(count)s milestone is due", "%(count)s milestones are due", len(time.milestones)
    ) % {"count": len(time.milestones)}
    return _("Until %(day)s: %(finishing)s, %(milestones)s.") % {
        "day": formatting.day(until),
        "finishing": finishing,
        "milestones": stones,
    }


def _compared(figures: ReportFigures) -> str:
    return formatting.day(figures.header.compared_with)
