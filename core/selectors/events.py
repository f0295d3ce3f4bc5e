"""Events as their readers may know them: of what a person may not read, the bare fact alone."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from core.events import sentence
from core.models import Notification
from core.registries import confidential, event_types


def hidden_from(user: Any, path: str = "") -> Q:
    """The events about objects that the person may not read: deleted ones cannot be known.

    `path` leads to the event, as in "event__".
    """
    hidden = Q(pk__in=[])
    for entry in confidential:
        readable = entry.readable_ids(user)
        if readable is not None:
            about = Q(**{f"{path}model": entry.key})
            hidden |= about & ~Q(**{f"{path}object_id__in": readable})
    return hidden


def bare_fact(name: str, actor: str) -> str:
    """The event without the name of its object and without what was said of it."""
    kind = event_types.get(name)
    return kind.outline(actor=actor, object=_("a restricted object")) if kind else name


def notifications_of(user: Any) -> QuerySet[Any]:
    """What the person was told, with `is_hidden` where they may not read the object any more."""
    hidden = When(hidden_from(user, "event__"), then=Value(value=True))
    rows = Notification.objects.filter(recipient_id=user.pk).select_related("event")
    return rows.annotate(is_hidden=Case(hidden, default=Value(value=False)))


def in_words(notification: Any) -> str:
    """A row of `notifications_of` as its recipient may read it now."""
    event = notification.event
    if notification.is_hidden:
        return bare_fact(event.name, event.actor_name)
    return sentence(event)
