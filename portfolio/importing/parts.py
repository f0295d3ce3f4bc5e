"""Figures of a project from its parts: sums, extremes, and the part it is in now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portfolio.importing.fields import FIELDS, Kind
from portfolio.importing.outcomes import Money, Value
from portfolio.importing.plan import FigureSet, Finding, MilestoneRecord, Severity
from portfolio.importing.ratings import AMBER, GREEN, GREY, RED
from portfolio.importing.reasons import Reason
from portfolio.importing.rows import RowValues

_WORST_FIRST = (RED, AMBER, GREEN, GREY)


@dataclass(frozen=True, slots=True)
class Total:
    """One figure over all parts: a value, or the reason for none, and perhaps a caveat."""

    value: Value | None = None
    gap: Reason | None = None
    caveat: Reason | None = None


def constant_fields(groups: Iterable[Sequence[RowValues]]) -> frozenset[str]:
    """Figures that every group repeats unchanged: they belong to the project, not to its parts."""
    seen: set[str] = set()
    varying: set[str] = set()
    for rows in groups:
        if len(rows) > 1:
            for code in {code for row in rows for code in row.values}:
                seen.add(code)
                if len({row.values[code] for row in rows if code in row.values}) > 1:
                    varying.add(code)
    return frozenset(seen - varying)


def total_figures(
    rows: Sequence[RowValues], targets: Iterable[str], constant: frozenset[str]
) -> tuple[FigureSet, list[Finding]]:
    """The figures of a project over its parts, with findings where parts are missing."""
    now = current_part(rows)
    values: dict[str, Value] = {}
    gaps: dict[str, Reason] = {}
    findings = []
    for code in targets:
        total = _total(code, rows, now, is_constant=code in constant)
        if total.value is not None:
            values[code] = total.value
        elif total.gap:
            gaps[code] = total.gap
        if total.caveat:
            findings.append(Finding(now.number, "", code, "", total.caveat, Severity.WARNING))
    return FigureSet(None, now.number, values, gaps), findings


def current_part(rows: Sequence[RowValues]) -> RowValues:
    """The first part under way, else the first one open, else the last."""
    is_open = [row for row in rows if "finish_actual" not in row.values]
    under_way = [row for row in is_open if "start_actual" in row.values]
    return next(iter(under_way or is_open), rows[-1])


def _total(code: str, rows: Sequence[RowValues], now: RowValues, *, is_constant: bool) -> Total:
    known = [row.values[code] for row in rows if code in row.values]
    if not known:
        return Total(gap=next((row.gaps[code] for row in rows if code in row.gaps), None))
    if is_constant and len(rows) > 1:
        return Total(known[0])
    kind = FIELDS[code].kind
    if kind is Kind.MONEY:
        return _sum([v for v in known if isinstance(v, Money)], len(rows))
    if kind is Kind.DATE:
        return _extreme(code, [v for v in known if isinstance(v, date)], len(rows))
    return _judged(code, kind, known, now)


def _judged(code: str, kind: Kind, known: list[Value], now: RowValues) -> Total:
    """What cannot be added up: the worst status, a shared percentage, else the current part's."""
    if kind is Kind.RAG:
        return Total(min((str(v) for v in known), key=_WORST_FIRST.index))
    if kind is Kind.PERCENT:
        is_one = len(set(known)) == 1
        return Total(known[0]) if is_one else Total(gap=Reason("missing_differs"))
    return Total(now.values.get(code), now.gaps.get(code))


def _sum(known: list[Money], count: int) -> Total:
    currencies = sorted({money.currency for money in known})
    if len(currencies) > 1:
        names = ", ".join(currencies)
        return Total(gap=Reason("check_currency_mix", {"currencies": names}))
    amount = sum((money.amount for money in known[1:]), known[0].amount)
    params = {"known": len(known), "count": count}
    caveat = Reason("read_partial_sum", params) if len(known) < count else None
    return Total(Money(amount, currencies[0]), caveat=caveat)


def _extreme(code: str, known: list[date], count: int) -> Total:
    """The earliest start, the latest finish; a project is finished when all its parts are."""
    if code.startswith("start_"):
        return Total(min(known))
    if code == "finish_actual" and len(known) < count:
        params = {"open": count - len(known), "count": count}
        return Total(gap=Reason("missing_part_open", params))
    return Total(max(known))


def milestone(row: RowValues, part_field: str) -> MilestoneRecord | None:
    """The milestone that a row describes: a named one, or the end of its phase."""
    name = row.values.get(part_field or "milestone_name")
    prefix = "finish" if part_field == "phase" else "milestone"
    days: dict[str, date] = {}
    gaps: dict[str, Reason] = {}
    for basis in ("baseline", "forecast", "actual"):
        value = row.values.get(f"{prefix}_{basis}")
        if isinstance(value, date):
            days[basis] = value
        elif f"{prefix}_{basis}" in row.gaps:
            gaps[basis] = row.gaps[f"{prefix}_{basis}"]
    if not isinstance(name, str):
        return None
    return MilestoneRecord(name, row.number, gaps=gaps, **days)
