"""Recognises cells that say, in words or signs, that there is no value."""

import re
from functools import lru_cache

from portfolio.importing.outcomes import Missing, Unreadable

_EXACT: dict[str, str] = {
    **dict.fromkeys(
        (
            "n/a",
            "na",
            "n.a",
            "n.a.",
            "n. a.",
            "#n/a",
            "not applicable",
            "none",
            "null",
            "nil",
            "nicht zutreffend",
            "nicht relevant",
            "entfällt",
            "entfaellt",
            "sans objet",
            "n.z.",
        ),
        "missing_not_applicable",
    ),
    **dict.fromkeys(
        (
            "tbd",
            "tbc",
            "tba",
            "tbd.",
            "t.b.d.",
            "t.b.c.",
            "open",
            "unknown",
            "pending",
            "undecided",
            "offen",
            "noch offen",
            "unbekannt",
            "unklar",
            "ausstehend",
            "à définir",
            "xxx",
        ),
        "missing_undecided",
    ),
    **dict.fromkeys(
        (
            "k.a.",
            "k. a.",
            "ka",
            "keine angabe",
            "keine angaben",
            "no data",
            "not provided",
            "not available",
            "not reported",
            "no information",
            "nicht verfügbar",
            "no report",
        ),
        "missing_not_provided",
    ),
    **dict.fromkeys(
        (
            "confidential",
            "n.p.",
            "nfp",
            "not published",
            "withheld",
            "redacted",
            "vertraulich",
            "geheim",
            "classified",
        ),
        "missing_exempt",
    ),
}

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(exempt|withheld|redacted|commercially sensitive|commercial in confidence"
            r"|not for publication|vertraulich|geschwärzt)\b",
            re.I,
        ),
        "missing_exempt",
    ),
    (
        re.compile(
            r"(t\.?b\.?[dca]\b"
            r"|to be (determined|decided|confirmed|announced|advised|agreed|defined)"
            r"|not (yet )?(known|decided|determined|defined|set)\b|noch (offen|unklar|nicht)"
            r"|wird noch|zu klären)",
            re.I,
        ),
        "missing_undecided",
    ),
    (
        re.compile(
            r"(not (yet )?(available|provided|reported|supplied)\b|no (data|information)\b"
            r"|.{0,60}\b(did not provide|not in a position to provide|not available at this)\b)",
            re.I | re.S,
        ),
        "missing_not_provided",
    ),
)
# A value is short; longer texts are not searched for one, which also bounds the work.
LONGEST_VALUE = 200
_SIGNS_ONLY = re.compile(r"[\s\-–—−_.…?*/\\=~]+")
_CODE_WORD = re.compile(r"[A-Z][A-Z0-9_/&]{0,7}")


@lru_cache(maxsize=20_000)
def find_missing(text: str) -> Missing | None:
    """The reason if the text only says that there is no value."""
    if not text:
        return Missing("missing_blank")
    if _SIGNS_ONLY.fullmatch(text):
        return Missing("missing_dash", text)
    exact = _EXACT.get(text.casefold())
    if exact:
        return Missing(exact, text)
    code = next((code for pattern, code in _PATTERNS if pattern.match(text)), None)
    return Missing(code, text) if code else None


def find_missing_text(text: str) -> Missing | None:
    """As find_missing, for text fields: a sentence counts only if it is an exemption."""
    found = find_missing(text)
    if found and found.code != "missing_exempt" and len(text) > 30:
        return None
    return found


def unreadable(text: str, code: str) -> Unreadable:
    """The most telling reason why a text is no value: a code word, a sentence, or the given one."""
    if _CODE_WORD.fullmatch(text) and not text.isdigit():
        return Unreadable("code_word", text, {"word": text})
    if len(text.split()) >= 4 and not text[:1].isdigit():
        return Unreadable("text_instead", text)
    return Unreadable(code, text)
