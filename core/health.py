"""Whether the portal works: database, scheduler's tick, queue."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone

from core.enums import JobState
from core.models import Job

TICK_KEY = "core.last_tick"
QUEUE_LIMIT = timedelta(minutes=10)
_started_at = timezone.now()


@dataclass(frozen=True)
class Health:
    """Ages in seconds; None where nothing has happened yet. `problems` is empty when well."""

    database: bool
    last_tick_age: int | None
    oldest_queued_age: int | None
    problems: list[str]

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"status": "ok" if self.is_well else "failing", **asdict(self)}


def note_tick() -> None:
    """Remember that the scheduler ticked."""
    cache.set(TICK_KEY, timezone.now(), None)


def check() -> Health:
    """Look at everything once; a scheduler has three ticks' time to show itself after a start."""
    now = timezone.now()
    has_database = _has_database()
    tick: datetime | None = cache.get(TICK_KEY)
    queued_at = _oldest_due() if has_database else None
    problems = [] if has_database else ["database"]
    if now - max(tick or _started_at, _started_at) > timedelta(seconds=3 * settings.TICK_SECONDS):
        problems.append("scheduler")
    if queued_at and now - queued_at > QUEUE_LIMIT:
        problems.append("queue")
    return Health(has_database, _age(tick, now), _age(queued_at, now), problems)


def _has_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _oldest_due() -> datetime | None:
    """When the job that waits longest became due."""
    waiting = Job.objects.filter(state=JobState.QUEUED).values_list("run_after", "created_at")
    due = [run_after or created_at for run_after, created_at in waiting]
    return min(due, default=None)


def _age(moment: datetime | None, now: datetime) -> int | None:
    return max(int((now - moment).total_seconds()), 0) if moment else None
