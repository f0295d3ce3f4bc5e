"""Sessions of a person on all devices."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User


def end_all(person: User) -> int:
    """End every session of the person; returns how many there were."""
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)


def forget_expired() -> int:
    """Delete sessions that nobody can use any more, with the addresses noted for them."""
    deleted, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    known = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=known).delete()
    return deleted


def count(person: User) -> int:
    """How many sessions of the person have not ended or expired."""
    keys = UserSession.objects.filter(user=person).values("session_key")
    return Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).count()
