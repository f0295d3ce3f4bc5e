"""The dashboard's answers in sentences, for the page's first line, the mail and the report."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formatting, money
from portfolio.domain.variance import percent_of
from portfolio.enums import Rag
from portfolio.selectors.dashboard import Dashboard


def sentences(board: Dashboard) -> list[str]:
    """What an executive reads first; the most important sentence comes first."""
    if not board.total:
        return [_("There are no open projects as of %(day)s.") % {"day": formatting.day(board.day)}]
    found = [_confidence(board), _since(board), _cost(board), _hidden(board), _late(board)]
    return [sentence for sentence in found if sentence]


def budget_share(board: Dashboard, rag: str, currency: str) -> Decimal | None:
    """The share (0 to 100) of the currency's known budget in projects of this status."""
    part = board.now.money("budget_sum", currency, rag=rag) or Decimal(0)
    return percent_of(part, board.now.money("budget_sum", currency))


def _confidence(board: Dashboard) -> str:
    red = board.now.count(rag=Rag.RED)
    values = {"red": red, "total": board.total}
    share = budget_share(board, Rag.RED, board.money[0].currency) if len(board.money) == 1 else None
    if not red:
        return (
            ngettext(
                "The one project is not red.", "None of %(total)s projects is red.", board.total
            )
            % values
        )
    if share is None:
        text = ngettext(
            "%(red)s of %(total)s projects is red.", "%(red)s of %(total)s projects are red.", red
        )
        return text % values
    text = ngettext(
        "%(red)s of %(total)s projects is red, carrying %(share)s of the budget.",
        "%(red)s of %(total)s projects are red, carrying %(share)s of the budget.",
        red,
    )
    return text % {**values, "share": formatting.percent_points(share)}


def _since(board: Dashboard) -> str:
    if board.compare is None:
        return ""
    more = board.now.count(rag=Rag.RED) - board.then.count(rag_then=Rag.RED)
    values = {"count": abs(more), "day": formatting.day(board.compare)}
    if not more:
        return _("As many were red on %(day)s.") % values
    if more > 0:
        return (
            ngettext(
                "That is one more than on %(day)s.", "That is %(count)s more than on %(day)s.", more
            )
            % values
        )
    text = ngettext(
        "That is one less than on %(day)s.", "That is %(count)s less than on %(day)s.", -more
    )
    return text % values


def _cost(board: Dashboard) -> str:
    """The largest currency's forecast against its budget, over projects that tell both."""
    mine = board.money[0]
    if mine.variance is None or mine.variance_percent is None:
        return ""
    values = {
        "percent": formatting.percent_points(abs(mine.variance_percent), 1),
        "amount": money.short(abs(mine.variance), mine.currency),
    }
    if not mine.variance:
        return _("The cost forecast equals the budget.")
    if mine.variance > 0:
        return _("The cost forecast is %(percent)s (%(amount)s) over the budget.") % values
    return _("The cost forecast is %(percent)s (%(amount)s) under the budget.") % values


def _hidden(board: Dashboard) -> str:
    count = board.now.count("watermelon")
    if not count:
        return ""
    text = ngettext(
        "%(count)s project reports green while its figures say red.",
        "%(count)s projects report green while their figures say red.",
        count,
    )
    return text % {"count": count}


def _late(board: Dashboard) -> str:
    count = board.now.count("overdue")
    if not count:
        return ""
    text = ngettext("%(count)s report is late.", "%(count)s reports are late.", count)
    return text % {"count": count}
