"""Questions that core asks about a person and only a higher app can answer.

Until someone answers, the answer is no. `accounts` fills these in `apps.ready()`:
`policy.can_view_jobs.answer_with(...)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Question:
    """A yes-or-no question about a person, asked like a function."""

    def __init__(self, meaning: str) -> None:
        self.meaning = meaning
        self._answer: Callable[[Any], bool] = _no

    def answer_with(self, predicate: Callable[[Any], bool]) -> None:
        """Let this predicate answer from now on."""
        self._answer = predicate

    def __call__(self, user: Any) -> bool:
        """The answer for this person."""
        return self._answer(user)


def _no(_user: Any) -> bool:
    return False


is_internal = Question("Does the person belong to the company, not only to what was granted?")
can_view_jobs = Question("May the person see the background work of everyone?")
can_steer_jobs = Question("May the person run again or cancel the background work of others?")
can_view_audit = Question("May the person read the audit log?")
can_share_views = Question("May the person share saved views of lists?")
can_see_shared_views = Question("May the person see the views of lists that others shared?")
