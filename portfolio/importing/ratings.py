"""Reads status colours: words, letters, numbers, signs and five-level ratings."""

import re
from dataclasses import dataclass
from functools import lru_cache

from portfolio.importing.missing import LONGEST_VALUE, find_missing, unreadable
from portfolio.importing.outcomes import Outcome, Read, Unreadable
from portfolio.importing.reasons import Reason
from portfolio.importing.wordlists import listed, reverse

GREEN, AMBER, RED, GREY = "green", "amber", "red", "grey"

_WORDS = reverse(
    {
        GREEN: listed(
            "green, g, grün, gruen, vert, verde, groen, grønn, on track, in ordnung, im plan, "
            "nach plan, healthy, 🟢, 🟩, ✅"
        ),
        AMBER: listed(
            "amber, a, yellow, y, orange, gelb, jaune, giallo, gul, at risk, caution, gefährdet, "
            "needs attention, 🟡, 🟨, 🟠, 🟧"
        ),
        RED: listed(
            "red, r, rot, rouge, rosso, rood, rød, off track, critical, kritisch, nicht im plan, "
            "🔴, 🟥, ❌"
        ),
        GREY: listed(
            "grey, gray, grau, gris, white, weiß, not rated, not assessed, "
            "ohne bewertung, ⚪, ⚫, ⬜"
        ),
    }
)
# Prudent: a rating between two colours shows as the worse neighbour that is not overstated.
_FIVE = reverse(
    {
        AMBER: listed(
            "amber/green, green/amber, gelb/grün, grün/gelb, a/g, g/a, green/yellow, yellow/green"
        ),
        RED: listed("amber/red, red/amber, gelb/rot, rot/gelb, a/r, r/a, red/yellow, yellow/red"),
    }
)
_LEVELS: dict[str, int] = {
    word: level
    for level, words in (
        (5, "high, hoch, very high, sehr hoch"),
        (4, "medium-high, medium high, mittel-hoch"),
        (3, "medium, mittel, moderate"),
        (2, "medium-low, medium low, low-medium, mittel-niedrig"),
        (1, "low, niedrig, gering, very low, sehr niedrig"),
    )
    for word in listed(words)
}
_FILLS = {"FF0000": RED, "C00000": RED, "FFC000": AMBER, "FFFF00": AMBER, "ED7D31": AMBER}
_FILLS |= {"00B050": GREEN, "92D050": GREEN, "70AD47": GREEN, "00FF00": GREEN}
_DIGIT = re.compile(r"([1-5])(?:\.0+)?")
_MARK = re.compile(r"(?:\s*(?:\[\w{1,3}\]|\((?:[a-z]|\d)\)|[*†‡¹²³.]+))+$", re.I)


@dataclass(frozen=True, slots=True)
class RatingRule:
    """How a column rates: whether its high end is good, and out of how many levels."""

    is_high_good: bool = False
    levels: int = 3
    reads_fill: bool = False


def read_rating(text: str, rule: RatingRule) -> Outcome:
    """One of green, amber, red and grey, or the reason why there is none."""
    return find_missing(text) or _rating(text, rule)


@lru_cache(maxsize=10_000)
def _rating(text: str, rule: RatingRule) -> Outcome:
    plain = _plain(text[:LONGEST_VALUE])
    if plain in _WORDS:
        return Read(_WORDS[plain])
    if plain in _FIVE:
        return Read(_FIVE[plain], _five_note(plain, _FIVE[plain]))
    if plain in _LEVELS:
        return _graded(_LEVELS[plain], 5, plain, rule)
    digit = _DIGIT.fullmatch(plain)
    if digit:
        return _graded(int(digit.group(1)), rule.levels, plain, rule)
    first = re.split(r"\s*[/:,;(-]", plain, maxsplit=1)[0]
    if _WORDS.get(first) and len(first) > 2 and len(plain) > len(first):
        return Read(_WORDS[first], Reason("read_text_dropped"))
    return unreadable(text, "rag_unknown")


def _plain(text: str) -> str:
    plain = _MARK.sub("", " ".join(text.replace("\ufe0f", "").split())).casefold()
    plain = re.sub(r"^(?:rag|status|ampel)[: ]+", "", plain)
    return re.sub(
        r"\s*[/\-–]\s*", "/" if "medium" not in plain and "low" not in plain else "-", plain
    )


def _graded(level: int, levels: int, text: str, rule: RatingRule) -> Outcome:
    if level > levels:
        return Unreadable("rag_unknown", text)
    share = (level - 1) / (levels - 1)
    goodness = share if rule.is_high_good else 1 - share
    colour = GREEN if goodness > 0.8 else RED if goodness < 0.3 else AMBER
    return Read(colour, _five_note(text, colour) if levels == 5 else None)


def _five_note(level: str, colour: str) -> Reason:
    return Reason("read_five_levels", {"level": level, "colour": colour})


def read_fill(fill: str, rule: RatingRule) -> Outcome | None:
    """The status a cell's colour shows, if reading colours was chosen and the colour is known."""
    colour = _FILLS.get(fill) if rule.reads_fill else None
    return Read(colour, Reason("read_fill")) if colour else None


def is_fill(fill: str) -> bool:
    """Whether a cell's colour is one of those that people use for a status."""
    return fill in _FILLS


def needs_direction(text: str) -> bool:
    """Whether the text rates by number or level, so that someone must say which end is good."""
    plain = _plain(text[:LONGEST_VALUE])
    return plain in _LEVELS or bool(_DIGIT.fullmatch(plain))
