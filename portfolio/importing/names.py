"""Judges by its name which fields a column could fill."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from portfolio.importing.fields import DIMENSIONS, FIELDS
from portfolio.importing.wordlists import listed

SIMILAR = 0.85
LONGEST = 400


def _fold(text: str) -> str:
    """The text in lower case without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _folded(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_fold(name) for name in names)


_NOISE = _folded(listed("project, projekt, the, of, and, a, an, for, in, on, des, der, die, das"))

_BASELINE = _folded(
    listed(
        "baseline, planned, plan, approved, original, soll, geplant, initial, basis, budgeted, "
        "agreed, basisplan, ursprünglich, genehmigt, plantermin, prévu, prévue"
    )
)
_FORECAST = _folded(
    listed(
        "forecast, expected, estimated, estimate, projected, current, latest, revised, prognose, "
        "voraussichtlich, erwartet, anticipated, outlook, hochrechnung, eac, target, likely, "
        "estimé, prévisionnel"
    )
)
_ACTUAL = _folded(listed("actual, ist, real, tatsächlich, achieved, effective, réel"))
_START = _folded(
    listed(
        "start, begin, beginning, commencement, started, starts, beginn, anfang, kickoff, "
        "projektstart, projektbeginn, startdatum, starttermin, approval, début, baubeginn, baustart"
    )
)
_FINISH = _folded(
    listed(
        "finish, end, completion, complete, completed, closing, close, golive, ende, endtermin, "
        "abschluss, fertigstellung, enddatum, projektende, deadline, due, finished, "
        "inbetriebnahme, bauende, "
        "endedatum, fin"
    )
)
_MONEY_STRONG = _folded(
    listed(
        "budget, cost, kosten, projektbudget, gesamtbudget, gesamtkosten, projektkosten, capex, "
        "wlc, investition, investitionskosten, baukosten, coût, plankosten, budgetplan"
    )
)
_MONEY_WEAK = _folded(
    listed(
        "amount, value, funding, commitment, betrag, volumen, investment, price, finanzvolumen, "
        "mittel, allocation, auftragsvolumen, montant"
    )
)
_SPENT = _folded(
    listed(
        "spent, spend, spending, expenditure, istkosten, verbraucht, ausgaben, paid, disbursed, "
        "invoiced, ausgegeben, verausgabt, mittelabfluss, outturn, dépenses"
    )
)
_RATING = _folded(
    listed(
        "rag, status, ampel, ampelstatus, rating, health, confidence, dca, light, bewertung, "
        "colour, color"
    )
)
_COMMENT = _folded(
    listed(
        "narrative, commentary, comment, kommentar, bemerkung, note, remark, erläuterung, "
        "explanation, begründung, anmerkung"
    )
)
# Columns that measure a difference or a rest are no figure of their own.
_DIFFERENCE = _folded(
    listed(
        "change, variance, delta, deviation, abweichung, remaining, remain, left, rest, "
        "verbleibend, "
        "slippage, verzug, duration, dauer, days, difference, over, variation, änderung"
    )
)
_UNITS = _folded(
    listed(
        "total, eur, gbp, usd, chf, m, k, t, mio, mrd, tsd, teur, mn, bn, million, thousand, gesamt"
    )
)
_IN_YEAR = re.compile(
    r"\b(financial year|fiscal year|in year|this year|annual|fy|jahres\w*|haushaltsjahr)\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field that a name suggests, with a score from 0 to 1 and the name it resembles."""

    field: str
    score: float
    synonym: str


@lru_cache(maxsize=4_000)
def words(header: str) -> tuple[str, ...]:
    """The words of a column name in normal form; a long aside in brackets is left out."""
    spaced = re.sub(r"(?<=[a-zäöüß])(?=[A-Z])", " ", header)
    spaced = re.sub(r"\(([^()]*)\)", _short_aside, spaced).replace("%", " percent ")
    spaced = re.sub(r"\bgo[- ]?live\b", "golive", spaced, flags=re.I)
    found = re.findall(r"[^\W_]+", _fold(spaced))
    return tuple(_stem(word) for word in found)


def _short_aside(match: re.Match[str]) -> str:
    text = match.group(1)
    return f" {text} " if len(text) > 1 and len(text.split()) <= 2 else " "


def _stem(word: str) -> str:
    is_plural = len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if is_plural and word not in {"days", "äs", "aims"} else word


@lru_cache(maxsize=4_000)
def candidates(header: str, *, fuzzy: bool = True) -> tuple[Candidate, ...]:
    """The fields a name suggests, best first."""
    header = header[:LONGEST]
    found = [*_by_concept(header), *_by_synonym(header, fuzzy=fuzzy)]
    best: dict[str, Candidate] = {}
    for candidate in sorted(found, key=lambda c: c.score):
        best[candidate.field] = candidate
    return tuple(sorted(best.values(), key=lambda c: -c.score))


def unsuited(header: str) -> str:
    """Why an otherwise plain name fills no field: a difference, or an amount of one year only."""
    have = set(words(header))
    if not _DIFFERENCE.isdisjoint(have):
        return "why_difference"
    is_amount = have & (_MONEY_STRONG | _MONEY_WEAK | _SPENT | _BASELINE | _FORECAST)
    return "why_in_year" if is_amount and _IN_YEAR.search(" ".join(words(header))) else ""


def is_known(header: str) -> bool:
    """Whether a text is surely a column name that some field answers to."""
    if not header or len(header) > 120:
        return False
    found = candidates(header, fuzzy=False)
    return bool(found and found[0].score >= SIMILAR)


def _by_synonym(header: str, *, fuzzy: bool) -> list[Candidate]:
    have = words(header)
    if not have or not _DIFFERENCE.isdisjoint(have):
        return []
    joined = "".join(have)
    found = []
    for code, synonym, wanted in _SYNONYMS:
        score = _resemblance(have, wanted)
        if fuzzy and score < SIMILAR:
            score = max(score, _likeness(joined, "".join(wanted)))
        if score >= 0.5:
            found.append(Candidate(code, round(score, 3), synonym))
    return found


def _resemblance(have: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    """1 for the same words, less for each word that only one side has."""
    if have == wanted:
        return 1.0
    left, right = set(have) - _NOISE or set(have), set(wanted) - _NOISE or set(wanted)
    if left == right:
        return 0.97
    if not right <= left:
        return 0.0
    # The last word carries the meaning: "risk category" is a category, "category risk" a risk.
    head = 0.06 if have[-1] == wanted[-1] else 0.07 if have[0] == wanted[0] else 0.0
    return 0.5 + 0.35 * len(right) / len(left) + head


def _likeness(left: str, right: str) -> float:
    if abs(len(left) - len(right)) > 3 or min(len(left), len(right)) < 4:
        return 0.0
    ratio = SequenceMatcher(None, left, right).ratio()
    return ratio * 0.95 if ratio >= SIMILAR else 0.0


def _by_concept(header: str) -> list[Candidate]:
    """Dates, money, ratings and comments are named by a concept and what qualifies it."""
    have = set(words(header))
    found = [*_ratings(header, have), *_comments(header, have)]
    if not _DIFFERENCE.isdisjoint(have):
        return found
    found += _dates(header, have)
    if not _IN_YEAR.search(" ".join(words(header))):
        found += _money(header, have)
    return found


def _dates(header: str, have: set[str]) -> list[Candidate]:
    ends = [end for end, known in (("start", _START), ("finish", _FINISH)) if have & known]
    if not ends:
        return _bare_finish(header, have)
    if len(ends) != 1 or have & {"percent", "milestone", "meilenstein"}:
        return []
    end = ends[0]
    strength = 0.95 if len(have) <= 4 else 0.8
    basis = _qualifier(header)
    if basis:
        return [Candidate(f"{end}_{basis}", strength, f"{basis} {end}")]
    usual = "baseline" if end == "start" else "forecast"
    other = "forecast" if end == "start" else "baseline"
    return [
        Candidate(f"{end}_{usual}", strength - 0.07, end),
        Candidate(f"{end}_{other}", strength - 0.17, end),
        Candidate(f"{end}_actual", strength - 0.27, end),
    ]


def _bare_finish(header: str, have: set[str]) -> list[Candidate]:
    """A name such as "Prognose" means the finish where dates stand below it."""
    basis = _qualifier(header)
    if not basis or have - _BASELINE - _FORECAST - _ACTUAL - _NOISE:
        return []
    return [Candidate(f"finish_{basis}", 0.68, basis)]


def _qualifier(header: str) -> str:
    """Which of baseline, forecast and actual a name says, its asides included."""
    have = {_stem(word) for word in re.findall(r"[^\W_]+", _fold(_split_camel(header)))}
    if have & _BASELINE:
        return "baseline"
    if have & _FORECAST:
        return "forecast"
    return "actual" if have & _ACTUAL else ""


def _split_camel(header: str) -> str:
    return re.sub(r"(?<=[a-zäöüß])(?=[A-Z])", " ", header)


def _money(header: str, have: set[str]) -> list[Candidate]:
    if have & (_RATING | _COMMENT):
        return []
    basis = _qualifier(header)
    if have & _SPENT or (basis == "actual" and have & _MONEY_STRONG):
        # "Final estimate of actual costs" is still an estimate.
        return [Candidate("spent", 0.92 if have & _SPENT else 0.9, "spent")]
    strength = 0.85 if have & _MONEY_STRONG else 0.58 if have & _MONEY_WEAK else 0.0
    if not strength:
        return _bare_qualifier(have, basis)
    code = "budget_forecast" if basis == "forecast" else "budget_baseline"
    whole = 0.04 if have & {"total", "whole", "life", "gesamt", "project", "gesamtbudget"} else 0.0
    return [Candidate(code, strength + whole + (0.06 if basis else 0.0), f"{basis} budget".strip())]


def _bare_qualifier(have: set[str], basis: str) -> list[Candidate]:
    """A name such as "Forecast (£m)" that only says which amount it is."""
    rest = have - _BASELINE - _FORECAST - _ACTUAL - _NOISE - _UNITS
    if rest or not basis:
        return []
    codes = {"baseline": "budget_baseline", "forecast": "budget_forecast", "actual": "spent"}
    return [Candidate(codes[basis], 0.7, basis)]


def _dimension(header: str) -> str:
    have = " ".join(words(header))
    return next(
        (
            dimension
            for dimension, names in DIMENSIONS.items()
            if any(re.search(rf"\b{re.escape(_fold(name))}", have) for name in names)
        ),
        "",
    )


def _ratings(header: str, have: set[str]) -> list[Candidate]:
    if have & _COMMENT or (len(have) > 8 and not have & {"rag", "confidence"}):
        return []
    dimension = _dimension(header)
    if not have & _RATING:
        is_bare = dimension and len(have - _NOISE) == 1
        return [Candidate(f"rag_{dimension}", 0.75, dimension)] if is_bare else []
    code = f"rag_{dimension}" if dimension else "rag_overall"
    strength = 0.9 if have & {"rag", "ampel", "confidence", "health", "dca"} else 0.8
    return [Candidate(code, strength, code.removeprefix("rag_"))]


def _comments(header: str, have: set[str]) -> list[Candidate]:
    if not have & _COMMENT:
        return []
    if have & {"rag", "confidence", "rating", "status", "overall", "health"}:
        return [Candidate("narrative", 0.85, "narrative on rating")]
    dimension = _dimension(header)
    if not dimension:
        return []
    weaker = 0.15 if have & _DIFFERENCE else 0.0
    return [Candidate(f"comment_{dimension}", 0.85 - weaker, f"{dimension} comment")]


_SYNONYMS: tuple[tuple[str, str, tuple[str, ...]], ...] = tuple(
    (field.code, name, words(name)) for field in FIELDS.values() for name in field.names
)
