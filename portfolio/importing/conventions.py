"""Proposes the conventions of a column from all its cells, with a question where two fit."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from portfolio.importing.amounts import NumberRule, decimal_evidence, own_unit, unit_of
from portfolio.importing.currencies import settle
from portfolio.importing.dates import ORDERS, DateRule, is_fiscal, order_evidence
from portfolio.importing.fields import Field, Kind
from portfolio.importing.profiles import Profile
from portfolio.importing.ratings import RatingRule, needs_direction
from portfolio.importing.reasons import Reason
from portfolio.importing.values import Rules

Proposal = tuple[Rules, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the other columns and the caller say, for columns that prove nothing themselves."""

    order: str = ""
    decimal: str = ""
    usual_decimal: str = "."
    currency: str = ""
    is_1904: bool = False


def survey(
    profiles: Iterable[Profile], *, currency: str, is_1904: bool, delimiter: str
) -> Surroundings:
    """What all columns of a table together prove."""
    orders: Counter[str] = Counter()
    decimals: Counter[str] = Counter()
    for column in profiles:
        if column.shares.get("date", 0.0) > 0.5:
            orders.update(_orders(column))
        if column.shares.get("number", 0.0) > 0.5:
            decimals.update(_decimals(column))
    usual = "," if delimiter == ";" and not decimals["."] else "."
    decimal = _most(decimals, (".", ","))
    order = _most(orders, ORDERS)
    return Surroundings(order, decimal, usual, currency, is_1904)


def propose_rules(header: str, field: Field, column: Profile, around: Surroundings) -> Proposal:
    """The rules for reading a column as a field, and what a person should decide."""
    match field.kind:
        case Kind.DATE:
            return _dates(column, around)
        case Kind.MONEY:
            return _money(header, column, around)
        case Kind.PERCENT:
            return _percent(column, around)
        case Kind.RAG:
            return _ratings(header, column)
        case _:
            return Rules(), ()


def _orders(column: Profile) -> Counter[str]:
    found: Counter[str] = Counter()
    for text, count in column.texts.items():
        found[order_evidence(text)] += count
    return found


def _decimals(column: Profile) -> Counter[str]:
    found: Counter[str] = Counter()
    for text, count in column.texts.items():
        found[decimal_evidence(text)] += count
    return found


def _most(found: Counter[str], among: tuple[str, ...]) -> str:
    best = max(among, key=lambda key: found[key])
    return best if found[best] else ""


def _dates(column: Profile, around: Surroundings) -> Proposal:
    found = _orders(column)
    proven = [order for order in ORDERS if found[order]]
    order = _most(found, ORDERS) or around.order or "dmy"
    questions = []
    if len(proven) > 1:
        questions.append(Reason("ask_date_order_mixed", {"order": order}))
    elif found["either"] and not proven:
        others = Reason("ask_date_order_others", {"order": order})
        questions.append(others if around.order else Reason("ask_date_order"))
    if any(is_fiscal(text) for text in column.texts):
        questions.append(Reason("ask_fiscal_year"))
    return Rules(date=DateRule(order, is_1904=around.is_1904)), tuple(questions)


def _decimal(column: Profile, around: Surroundings) -> tuple[str, list[Reason]]:
    found = _decimals(column)
    if found["."] and found[","]:
        return _most(found, (".", ",")), [Reason("ask_decimal_mixed")]
    own = _most(found, (".", ","))
    if own or not found["either"]:
        return own or around.decimal or around.usual_decimal, []
    if around.decimal:
        return around.decimal, [Reason("ask_decimal_others", {"decimal": around.decimal})]
    return around.usual_decimal, [Reason("ask_decimal")]


def _money(header: str, column: Profile, around: Surroundings) -> Proposal:
    decimal, questions = _decimal(column, around)
    scale, named = unit_of(header)
    currency, doubt = _currency(named, column, around)
    questions += doubt
    if scale > 1 and _is_full_amount(column, scale):
        questions.append(Reason("ask_scale"))
    return Rules(number=NumberRule(decimal, scale or 1, currency)), tuple(questions)


def _is_full_amount(column: Profile, scale: int) -> bool:
    """Whether many amounts are so large that the unit in the name cannot be meant."""
    sizes = [len([c for c in t.partition(".")[0] if c.isdigit()]) for t in column.texts]
    sizes += [len(str(abs(int(number)))) for number in column.numbers]
    ceiling = 9 if scale >= 10**6 else 11
    return sum(size >= ceiling for size in sizes) * 2 > len(sizes) > 0


def names_currency(header: str, column: Profile) -> bool:
    """Whether the name of a column of amounts or any of its cells says which currency it is."""
    return bool(unit_of(header)[1] or _signs(column))


def _signs(column: Profile) -> Counter[tuple[str, ...]]:
    """How many cells carry the sign of these currencies."""
    signs: Counter[tuple[str, ...]] = Counter()
    for code, count in column.currencies.items():
        signs[(code,)] += count
    for text, count in column.texts.items():
        found = own_unit(text)[1] if len(text) <= 60 else ()
        signs[found] += count if found else 0
    return +signs


def _currency(
    named: tuple[str, ...], column: Profile, around: Surroundings
) -> tuple[str, list[Reason]]:
    """The currency by name, by the cells' signs, or by the caller's wish where a sign allows it."""
    signs = _signs(column)
    best = named or (signs.most_common(1)[0][0] if signs else ())
    if not best:
        return around.currency, [] if around.currency else [Reason("ask_currency")]
    currency = settle(best, around.currency)
    questions = []
    if len({group[0] for group in signs}) > 1:
        names = ", ".join(sorted(group[0] for group in signs))
        questions.append(Reason("ask_currency_mix", {"currencies": names}))
    if len(best) > 1 and around.currency not in best:
        questions.append(Reason("ask_currency_sign", {"sign": "/".join(best[:3])}))
    return currency, questions


def _percent(column: Profile, around: Surroundings) -> Proposal:
    decimal, questions = _decimal(column, around)
    bare = [text for text in column.texts if "%" not in text]
    values = [float(n) for n in column.numbers] + [v for t in bare if (v := _float(t)) is not None]
    is_small = bool(values) and all(0 <= value <= 1 for value in values)
    is_share = is_small and any(0 < value < 1 for value in values)
    if is_small:
        questions.append(Reason("ask_percent_scale"))
    return Rules(number=NumberRule(decimal, is_share=is_share)), tuple(questions)


def _float(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _ratings(header: str, column: Profile) -> Proposal:
    graded = [text for text in column.texts if needs_direction(text)]
    levels = 5 if any(t.startswith(("4", "5")) for t in graded) or column_max(column) > 3 else 3
    is_high_good = any(
        word in header.casefold() for word in ("confidence", "health", "dca", "zuversicht")
    )
    questions = []
    if graded or column.numbers:
        questions.append(Reason("ask_rag_direction"))
    if column.fills and column.fills > column.texts.total():
        questions.append(Reason("ask_fill"))
    return Rules(rating=RatingRule(is_high_good, levels)), tuple(questions)


def column_max(column: Profile) -> int:
    """The largest number of a column, 0 if it holds none."""
    return int(max(column.numbers, default=0))
