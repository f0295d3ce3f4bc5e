"""Words as the index holds them, the same on every database: pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
COMPOUND = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
CODE = re.compile(r"(?=\S*\d)(?=\S*[^\W\d_])[\w./-]+")  # letters and digits, as "GL-16"
MAX_WORD = 60  # longer ones are data, not words; PostgreSQL refuses far longer ones
SHORTEST_STEM = 4
LONG_STEM = 5  # where the ending is also the end of many words ("owner")


def fold(text: str) -> str:
    """Lower case without accents, so that "Ämter" is found by "amter" on every database."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


fold_word = lru_cache(maxsize=50_000)(fold)  # words come again and again


def words(text: str) -> list[str]:
    """The folded words of a text in their order; everything else only separates them."""
    return [word[:MAX_WORD] for word in WORD.findall(fold(text))]


def index_text(text: str) -> str:
    """The words to index, with hyphened ones once more as one word: "time-box" is "timebox" too."""
    folded = fold(text)
    joined = ("".join(WORD.findall(found)) for found in COMPOUND.findall(folded))
    return " ".join(word[:MAX_WORD] for word in (*WORD.findall(folded), *joined))


def tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word of the text as it stands: begin, end and its folded form."""
    for found in WORD.finditer(text):
        yield found.start(), found.end(), fold_word(found.group())


def code_of(title: str) -> str:
    """The code that a title begins with, without signs: "gl16" of "GL-16 Change control"."""
    first = next(iter(title.split(maxsplit=1)), "")
    return compact(first)[:MAX_WORD] if CODE.fullmatch(first) else ""


def compact(text: str) -> str:
    """The folded letters and digits of a text alone."""
    return "".join(WORD.findall(fold(text)))


def base_forms(word: str) -> set[str]:
    """What the word may be a form of, for common English and German endings.

    Only words that are in the index have an effect, so a wrong guess finds nothing.
    """
    if word.isdigit():
        return set()
    forms = {word[: -len(end)] for end in ("s", "es", "e", "n", "en", "em") if word.endswith(end)}
    if word.endswith("ies"):
        forms.add(f"{word[:-3]}y")
    for end in ("ing", "ed"):
        if word.endswith(end):
            forms |= {word[: -len(end)], f"{word[: -len(end)]}e"}
    if word.endswith("er"):
        forms |= {form for form in [word[:-2]] if len(form) >= LONG_STEM}
    return {form for form in forms if len(form) >= SHORTEST_STEM}
