"""How many words a text has and how long it takes to read."""

from __future__ import annotations

import html
import re

WORD = re.compile(r"\w+(?:['’./-]\w+)*")
TAG = re.compile(r"<[^>]*>")
A_MINUTE = 200


def count(text: str) -> int:
    """Words of plain text: "risk-based", "3.5" and "can't" are one each."""
    return len(WORD.findall(text))


def count_html(page: str) -> int:
    """Words that a reader of sanitised HTML sees."""
    return count(html.unescape(TAG.sub(" ", page)))


def reading_minutes(words: int) -> int:
    """Whole minutes at 200 words each, at least one."""
    return max(1, -(-words // A_MINUTE))
