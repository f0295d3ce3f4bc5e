"""How much fits on a project's page and on the summary: estimates, generous enough to hold."""

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
SUMMARY, BAR, CODE = 68.0, 8.0, 14  # the summary's head, a bar of its chart; characters
ANSWER, ANSWER_LINE, ANSWERED = 2.6, 4.4, 84  # millimetres, millimetres, characters in a line
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


def fits_summary(page_size: str, answers: Sequence[str], codes: Sequence[str], bars: int) -> bool:
    """Whether two tables with these codes fit below the answers on the page of the summary."""
    used = SUMMARY + BAR * bars + 2 * HEADING * ROW
    used += sum(ANSWER + ANSWER_LINE * max(1, _lines(text, ANSWERED)) for text in answers)
    used += sum(ROW + LINE * (_lines(code, CODE) - 1) for code in codes)
    return used <= BODY.get(page_size, min(BODY.values()))


def _lines(text: str, width: int) -> int:
    return ceil(len(text) / width)
