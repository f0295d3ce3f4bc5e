"""Texts for measuring: sections of the shipped guidelines, put together anew with other words."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache

from tools.bench_search import vocabulary
from tools.places import ROOT

SECTIONS = 10
VARIED = 0.03  # the part of the words that is replaced
CODES = 500
WORD = re.compile(r"(?<![\w\[\](){}#/:|.`*-])[a-z]{4,}(?![\w\[\](){}:|`*-])")
LINK = re.compile(r"\(guideline:[A-Z0-9-]+(#[\w-]+)?\)")
Parts = list[tuple[str, str]]


def code(number: int) -> str:
    """The code of a guideline of the bench."""
    return f"B-{number:03}"


@cache
def pool() -> tuple[tuple[str, str], ...]:
    """Heading and text of every section of the shipped guidelines that has a text of its own."""
    from guidelines.markdown.frontmatter import split_front_matter
    from guidelines.markdown.sections import split

    found = []
    for path in sorted((ROOT / "guidelines" / "content" / "en").glob("*.md")):
        body = split_front_matter(path.read_text())[1]
        found += [(part.heading, part.source) for part in split(body) if len(part.source) > 300]
    return tuple(found)


def parts(number: int) -> Parts:
    """Ten sections under different headings, about 900 words."""
    chance = random.Random(number)
    drawn = dict(chance.sample(pool(), len(pool())))
    picked = list(drawn.items())[:SECTIONS]
    return [(heading, _varied(_linked(source, chance), chance)) for heading, source in picked]


def edited(before: Parts, number: int) -> Parts:
    """A neighbouring version: three sections say it in other words, one has another heading."""
    chance = random.Random(-number)
    after = list(before)
    for at in chance.sample(range(len(after)), 3):
        after[at] = (after[at][0], _varied(after[at][1], chance))
    after[-1] = (f"{after[-1][0]} in practice", after[-1][1])
    return after


def markdown(of: Parts) -> str:
    """The sections as one text."""
    return "\n\n".join(f"## {heading}\n\n{source}" for heading, source in of) + "\n"


def title(number: int) -> str:
    """Four words."""
    chance = random.Random(f"title {number}")
    return " ".join(chance.choices(vocabulary()[40:2000], k=4)).capitalize()


def _linked(source: str, chance: random.Random) -> str:
    """Links lead to guidelines of the bench; one in 25 still names a section, which may be gone."""

    def link(found: re.Match[str]) -> str:
        place = found[1] if found[1] and chance.random() < 1 / 25 else ""
        return f"(guideline:{code(chance.randint(1, CODES))}{place})"

    return LINK.sub(link, source)


def _varied(source: str, chance: random.Random) -> str:
    words: Sequence[str] = vocabulary()

    def word(found: re.Match[str]) -> str:
        return chance.choice(words) if chance.random() < VARIED else found[0]

    return WORD.sub(word, source)
