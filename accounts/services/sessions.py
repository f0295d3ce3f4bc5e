"""Sessions of a person on all devices."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from accounts.models import User


def end_all(person: User) -> int:
    """End every session of the person; returns how many there were."""
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)


def count(person: User) -> int:
    """How many sessions the person has that still work."""
    return len(UserSession.objects.purge_and_list(person))
