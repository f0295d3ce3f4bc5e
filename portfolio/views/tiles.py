"""The dashboard as the page shows it: figures with their links, charts, short lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import charts, formatting, money
from core.charts import Bar, Dot, HorizontalBar, Segment
from core.status import status_of
from portfolio.domain import status
from portfolio.enums import Rag
from portfolio.filters import MISSING_LABELS
from portfolio.selectors.breakdown import Breakdown
from portfolio.selectors.dashboard import Dashboard, Money
from portfolio.selectors.figures import HORIZON
from portfolio.views.links import Links

ORDER = (Rag.GREEN, Rag.AMBER, Rag.RED, Rag.GREY)
CURRENCIES = 2  # shown as bars; the others are told


@dataclass(frozen=True)
class Count:
    """A number of projects with the list that shows exactly these."""

    count: int
    label: str
    href: str
    tone: str = ""


def confidence(board: Dashboard, links: Links) -> SafeString:
    """Status by number and by budget, now and on the compared day."""
    rows = [_by_number(_("By number"), board.now, "rag", links)]
    if board.compare:
        rows.append(_by_number(_then(board), board.then, "rag_then", links, is_faint=True))
    for mine in [each for each in board.money if each.budget][:CURRENCIES]:
        label = _("By budget")
        if len(board.money) > 1:
            label = f"{label}, {mine.currency}"
        rows.append(_by_budget(label, board.now, mine.currency, links))
        if board.compare:
            rows.append(_by_budget(_then(board), board.then, mine.currency, links, is_faint=True))
    red = board.now.count(rag=Rag.RED)
    values = {"red": red, "total": board.total, "day": formatting.day(board.day)}
    conclusion = _("%(red)s of %(total)s projects red as of %(day)s") % values
    return charts.render(
        charts.stacked_bars(title=_("Confidence"), conclusion=conclusion, rows=rows)
    )


def _then(board: Dashboard) -> str:
    return formatting.day(board.compare)


def _by_number(
    label: str, part: Breakdown, key: str, links: Links, *, is_faint: bool = False
) -> Bar:
    segments = []
    for rag in ORDER:
        count = part.count(**{key: rag})
        word = str(status_of(rag).word)
        href = "" if is_faint else links.projects(rag=rag)
        segments.append(Segment(rag, word, count, f"{word} {count}", str(count), href))
    return Bar(label, segments, is_faint)


def _by_budget(
    label: str, part: Breakdown, currency: str, links: Links, *, is_faint: bool = False
) -> Bar:
    """Shares of the known budget; `part` of the compared day adds up that day's budgets."""
    source, key = ("budget_then_sum", "rag_then") if is_faint else ("budget_sum", "rag")
    whole = part.money(source, currency)
    segments = []
    for rag in ORDER:
        amount = part.money(source, currency, **{key: rag}) or Decimal(0)
        share = formatting.percent(amount / whole) if whole else ""
        href = "" if is_faint else links.projects(rag=rag, currency=currency)
        segments.append(Segment(rag, str(status_of(rag).word), amount, share, "", href))
    return Bar(label, segments, is_faint)


@dataclass(frozen=True)
class MoneyTile:
    """One currency: headline, bars, and what is not in the sums."""

    currency: str
    headline: str
    label: str
    note: str
    tone: str
    href: str
    bars: SafeString
    unknown: list[Count]


def money_tiles(board: Dashboard, links: Links) -> list[MoneyTile]:
    """One block per currency; currencies are never added together."""
    return [_money_tile(mine, links) for mine in board.money]


def _money_tile(mine: Money, links: Links) -> MoneyTile:
    code = mine.currency
    return MoneyTile(
        currency=code,
        headline=money.short(mine.variance, code, plus=True),
        label=_against_budget(mine),
        note=_totals(mine),
        tone="bad" if (mine.variance or 0) > 0 else "",
        href=links.projects(currency=code),
        bars=_money_bars(mine),
        unknown=_unknown_money(mine, links),
    )


def _against_budget(mine: Money) -> str:
    """The variance in per cent, and over which projects."""
    if mine.variance is None:
        return _("no project tells both budget and cost forecast")
    values = {
        "percent": formatting.percent_points(abs(mine.variance_percent or Decimal(0)), 1),
        "count": mine.variance_known,
    }
    text = ngettext(
        "(%(percent)s) against the budget of %(count)s project",
        "(%(percent)s) against the budget of %(count)s projects",
        mine.variance_known,
    )
    return text % values


def _totals(mine: Money) -> str:
    """The budget of all projects that tell one, which the comparison may not cover."""
    if mine.budget is None or mine.budget == mine.compared_budget:
        return ""
    return _("Budget of all projects that tell one: %(amount)s") % {
        "amount": money.short(mine.budget, mine.currency)
    }


def _money_bars(mine: Money) -> SafeString:
    """Budget and forecast of the same projects, and what was spent."""
    rows = (
        (_("Budget"), mine.compared_budget, "ink-3"),
        (_("Cost forecast"), mine.compared_forecast, "accent"),
        (_("Spent"), mine.spent, "blue"),
    )
    chart = charts.horizontal_bars(
        title=_("Money in %(currency)s") % {"currency": mine.currency},
        conclusion=_against_budget(mine),
        rows=[
            HorizontalBar(label, amount, money.short(amount, mine.currency), tone)
            for label, amount, tone in rows
        ],
    )
    return charts.render(chart, with_table=False)


def _unknown_money(mine: Money, links: Links) -> list[Count]:
    gaps = (
        ("budget_baseline", mine.budget_unknown, _("without a budget")),
        ("budget_forecast", mine.forecast_unknown, _("without a cost forecast")),
        ("spent", mine.spent_unknown, _("without money spent")),
    )
    return [
        Count(count, label, links.projects(currency=mine.currency, missing=field))
        for field, count, label in gaps
        if count
    ]


def time_counts(board: Dashboard, links: Links) -> list[Count]:
    """Projects by their finish against the baseline."""
    known, late = board.now.count("slip_known"), board.now.count("late")
    unknown = board.total - known
    found = [
        Count(known - late, _("on time"), links.projects(mark="on_time"), "good"),
        Count(late, _("later than baseline"), links.projects(mark="late"), "bad" if late else ""),
    ]
    if unknown:
        found.append(Count(unknown, _("slip unknown"), links.projects(mark="no_slip")))
    return found


def change_counts(board: Dashboard, links: Links) -> list[Count]:
    """What moved since the compared day."""
    words = (
        ("new_red", _("newly red"), "bad"),
        ("worse", _("worse"), ""),
        ("better", _("better"), ""),
        ("entered", _("entered"), ""),
        ("forecast_jump", _("cost moved"), ""),
        ("date_jump", _("finish moved"), ""),
    )
    found = [
        Count(board.now.count(key), label, links.projects(movement=key), tone)
        for key, label, tone in words
    ]
    left = links.projects(scope="", movement="left")
    return [*found, Count(board.left, _("left"), left)]


def quality_counts(board: Dashboard, links: Links) -> list[Count]:
    """Whether the figures can be trusted."""
    found = (
        (board.now.count(rag=Rag.GREY), _("without a current status"), {"rag": Rag.GREY}),
        (board.now.count("overdue"), _("with a late report"), {"mark": "overdue"}),
        (
            board.now.count("finish_passed"),
            _("open after their finish date"),
            {"mark": "finish_passed"},
        ),
        (
            board.now.count("watermelon"),
            _("green, but the figures say red"),
            {"mark": "watermelon"},
        ),
        (board.unreadable, _("with unread or unknown values"), {"mark": "unreadable"}),
    )
    return [Count(count, label, links.projects(**how)) for count, label, how in found]


def missing_counts(board: Dashboard, links: Links) -> list[Count]:
    """Mandatory fields by how often they are empty, worst first."""
    found = [
        Count(board.now.count(f"missing_{name}"), str(label), links.projects(missing=name))
        for name, label in MISSING_LABELS.items()
    ]
    return sorted((each for each in found if each.count), key=lambda each: -each.count)


def ahead(board: Dashboard, href: Any) -> SafeString:
    """Finishes and milestones of the next 90 days on one line; `href` links a project."""
    dots = [*_finishes(board.finishes, href), *_milestones(board.milestones.rows, href)]
    values = {"count": board.now.count("finishing"), "milestones": board.milestones.total}
    conclusion = _("%(count)s projects finish, %(milestones)s milestones are due") % values
    chart = charts.dot_strip(
        title=_("Next 90 days"),
        conclusion=conclusion,
        dots=dots,
        start=board.day,
        end=board.day + HORIZON,
    )
    return charts.render(chart)


def _finishes(rows: Iterable[dict[str, Any]], href: Any) -> list[Dot]:
    return [
        Dot(
            row["finish_expected"],
            row["project__code"],
            status.by_slip(row["slip_days"]),
            _slip(row["slip_days"]),
            href(row["project_id"]),
        )
        for row in rows
    ]


def _milestones(rows: Iterable[dict[str, Any]], href: Any) -> list[Dot]:
    return [
        Dot(
            row["expected_on"],
            f"{row['project__code']} {row['name']}",
            status.by_slip(row["slip_days"]),
            _slip(row["slip_days"]),
            href(row["project_id"]),
        )
        for row in rows
    ]


def _slip(days: int | None) -> str:
    return "" if not days else formatting.slip(days)
