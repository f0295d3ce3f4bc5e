"""How much fits on a project's page: an estimate in table rows, generous enough to hold."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

ROW = 5.7  # millimetres of a table row with one line; each further line of text adds LINE
LINE = 3.75
HEADING = 3  # rows that a table's title and header take
MOST_ROWS = 8
LEAST_ROWS = 2
BODY = {"A4": 259.0, "Letter": 241.4}  # millimetres between the running lines
FIXED = 101.0  # head, people, banner, money, dates, headings, way back
NAME, NARRATIVE, COMMENT, GAPS = 58, 108, 54, 135  # characters in a line


def rows_left(page_size: str, name: str, narrative: str, comments: Sequence[str], gaps: str) -> int:
    """The table rows that are free for milestones and trend, their headings included."""
    used = FIXED + 6.4 * _lines(name, NAME) + 4.5 * _lines(narrative, NARRATIVE)
    used += sum(ROW + LINE * max(0, _lines(comment, COMMENT) - 1) for comment in comments)
    used += LINE * _lines(gaps, GAPS)
    return max(0, floor((BODY.get(page_size, min(BODY.values())) - used) / ROW))


def rows_of_table(room: int) -> int:
    """How many rows a table may have in this room; none where it is not worth its heading."""
    rows = min(MOST_ROWS, room - HEADING)
    return rows if rows >= LEAST_ROWS else 0


def _lines(text: str, width: int) -> int:
    return ceil(len(text) / width)
