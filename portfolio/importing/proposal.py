"""Proposes a mapping from the names and the contents of all columns."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from portfolio.importing.conventions import Surroundings, propose_rules, survey
from portfolio.importing.fields import FIELDS, Kind
from portfolio.importing.mapping import Column, Mapping
from portfolio.importing.names import Candidate, candidates, unsuited, words
from portfolio.importing.profiles import ENOUGH, Profile, fit, profile
from portfolio.importing.reasons import ImportRefused, Reason
from portfolio.importing.table import Table
from portfolio.importing.values import Rules

LEAST_SCORE = 0.55
SHORT_TEXT = 80
# Where several columns rate the same thing, the later ones fill the gaps of the first.
WITH_FALLBACK = frozenset({"rag_overall"})


def propose(table: Table, *, currency: str = "") -> Mapping:
    """A mapping by names and contents; `currency` is the one the portfolio reports in."""
    profiles = [profile(table.column(i)) for i in range(len(table.headers))]
    around = _surroundings(table, profiles, currency)
    offers = [_offers(h, p) for h, p in zip(table.headers, profiles, strict=True)]
    chosen = _assign(offers)
    chosen = _named(chosen, profiles)
    fallbacks = _fallbacks(chosen)
    columns = []
    for position, (header, column) in enumerate(zip(table.headers, profiles, strict=True)):
        why = _why_none(header, column, chosen.values())
        base = Column(position, header, why=why)
        if position in chosen:
            base = _filled(
                base, chosen[position], column, around, is_fallback=position in fallbacks
            )
        columns.append(base)
    return Mapping(tuple(columns))


def retarget(
    mapping: Mapping, table: Table, position: int, target: str, currency: str = ""
) -> Mapping:
    """The mapping with another field for one column, read by freshly proposed rules."""
    if target and target not in FIELDS:
        raise ImportRefused("mapping_field", field=target)
    changes: dict[str, Any] = {
        "target": target,
        "confidence": 1.0 if target else 0.0,
        "why": (Reason("why_chosen"),),
        "rules": Rules(),
        "questions": (),
    }
    if target:
        profiles = [profile(table.column(i)) for i in range(len(table.headers))]
        around = _surroundings(table, profiles, currency)
        changes["rules"], changes["questions"] = propose_rules(
            table.headers[position], FIELDS[target], profiles[position], around
        )
    return mapping.with_column(position, **changes)


def _surroundings(table: Table, profiles: list[Profile], currency: str) -> Surroundings:
    return survey(profiles, currency=currency, is_1904=table.is_1904, delimiter=table.delimiter)


def _offers(header: str, column: Profile) -> list[Candidate]:
    """The fields a column may fill by name, lowered by what its cells say."""
    offers = []
    found = candidates(header)
    money = max((c.score for c in found if FIELDS[c.field].kind is Kind.MONEY), default=0.0)
    is_numeric = column.shares.get("number", 0.0) >= ENOUGH
    for candidate in found:
        field = FIELDS[candidate.field]
        # A number can also be read as a serial day; below a name for amounts it is none.
        if is_numeric and field.kind is Kind.DATE and candidate.score < money:
            continue
        if column.filled == 0 and not column.fills:
            is_sure = candidate.score >= 0.95 and field.kind is Kind.TEXT
            score = candidate.score * 0.6 if is_sure else 0.0
        else:
            score = candidate.score if _fits(column, candidate.field) else 0.0
        # Of two equal names the one that says "project" is meant.
        score += 0.005 if {"project", "projekt"} & set(words(header)) and score else 0.0
        if candidate.field == "code":
            score *= 0.6 + 0.4 * column.uniqueness
        if score >= LEAST_SCORE:
            offers.append(replace(candidate, score=round(score, 3)))
    return offers


def _fits(column: Profile, code: str) -> bool:
    if not column.filled:
        return FIELDS[code].kind is Kind.RAG and column.fills > 0
    least = 0.3 if FIELDS[code].kind is Kind.CHOICE else ENOUGH
    return fit(column, FIELDS[code]) >= least


def _assign(offers: list[list[Candidate]]) -> dict[int, Candidate]:
    """The best field for each column, each field once; fallbacks may share theirs."""
    ranked = sorted(
        ((offer.score, -position, offer) for position, own in enumerate(offers) for offer in own),
        key=lambda entry: entry[:2],
        reverse=True,
    )
    chosen: dict[int, Candidate] = {}
    taken: set[str] = set()
    for _, negative, offer in ranked:
        position = -negative
        is_free = offer.field not in taken or offer.field in WITH_FALLBACK
        if position not in chosen and is_free:
            chosen[position] = offer
            taken.add(offer.field)
    return chosen


def _named(chosen: dict[int, Candidate], profiles: list[Profile]) -> dict[int, Candidate]:
    """A short description serves as the name where no column is called one."""
    fields = {offer.field: position for position, offer in chosen.items()}
    position = fields.get("description", -1)
    if "name" in fields or position < 0 or profiles[position].mean_length > SHORT_TEXT:
        return chosen
    return {**chosen, position: replace(chosen[position], field="name")}


def _fallbacks(chosen: dict[int, Candidate]) -> set[int]:
    first = {chosen[position].field: position for position in sorted(chosen, reverse=True)}
    return {p for p, offer in chosen.items() if first[offer.field] != p}


def _filled(
    base: Column, offer: Candidate, column: Profile, around: Surroundings, *, is_fallback: bool
) -> Column:
    field = FIELDS[offer.field]
    rules, questions = propose_rules(base.header, field, column, around)
    why = [_why_name(offer)]
    if column.filled and field.kind is not Kind.TEXT:
        share = round(100 * fit(column, field))
        why.append(Reason("why_content", {"share": share, "kind": field.kind.value}))
    if not column.filled:
        why.append(Reason("why_empty"))
    if is_fallback:
        why.append(Reason("why_fallback", {"field": field.label}))
    return replace(
        base,
        target=offer.field,
        confidence=min(1.0, offer.score),
        why=tuple(why),
        rules=rules,
        questions=questions,
    )


def _why_name(offer: Candidate) -> Reason:
    code = "why_name" if offer.score >= 0.95 else "why_name_similar"
    return Reason(code, {"synonym": offer.synonym})


def _why_none(header: str, column: Profile, chosen: Iterable[Candidate]) -> tuple[Reason, ...]:
    best = next((c for c in candidates(header) if c.score >= LEAST_SCORE), None)
    if column.filled == 0:
        return (Reason("why_empty"),)
    if best is None:
        return (Reason(unsuited(header) or "why_no_match"),)
    is_taken = any(offer.field == best.field for offer in chosen)
    code = "why_taken" if is_taken and _fits(column, best.field) else "why_content_differs"
    return (Reason(code, {"field": FIELDS[best.field].label}),)
