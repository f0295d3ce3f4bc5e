"""Lets the demo's past happen in the past: services stamp what they do with the portal's clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def at(day: date, hour: int) -> datetime:
    """This hour of the day on the portal's clock."""
    return datetime.combine(day, time(hour), ZoneInfo(settings.TIME_ZONE))


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """It is this moment for everything in the block; for one process with nothing else to do."""
    real, then = timezone.now, moment.astimezone(UTC)
    timezone.now = lambda: then
    try:
        yield
    finally:
        timezone.now = real


class Diary:
    """What happens on which day; days count from today, backwards below zero."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._entries: list[tuple[int, int, Callable[[], object]]] = []

    def day(self, days: int) -> date:
        """The day so many days from today."""
        return self.today + timedelta(days=days)

    def note(self, days: int, hour: int, do: Callable[..., object], *args: Any) -> None:
        """Something to be done on that day at that hour."""
        self._entries.append((days, hour, partial(do, *args)))

    def live(self) -> None:
        """Do everything in the order of days and hours."""
        for days, hour, do in sorted(self._entries, key=lambda entry: entry[:2]):
            with set_to(at(self.day(days), hour)):
                do()
