"""How many words a text has and how long it takes to read."""

from __future__ import annotations

import re
import string

TAG = re.compile(r"<[^>]*>")
SIGNS = (
    frozenset(string.punctuation) | frozenset("–—…·•×→↩§") | {"&amp;", "&lt;", "&gt;", "↩\ufe0e"}
)
A_MINUTE = 200


def count(text: str) -> int:
    """Words of plain text, as they stand between spaces; signs alone are none."""
    words = text.split()
    return len(words) - sum(word in SIGNS for word in words)


def count_html(page: str) -> int:
    """Words that a reader of sanitised HTML sees."""
    return count(TAG.sub(" ", page))


def reading_minutes(words: int) -> int:
    """Whole minutes at 200 words each, at least one."""
    return max(1, -(-words // A_MINUTE))
