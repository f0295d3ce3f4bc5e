"""Shipped content: loaded, offered anew, declined."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from core.models import Event
from core.registries import EventType
from guidelines.models import Guideline


def _owner(event: Event) -> Iterable[int]:
    """Who keeps the guideline; an owner may always read it."""
    rows = Guideline.objects.filter(pk=event.object_id or 0, owner__is_active=True)
    return rows.values_list("owner", flat=True)


EVENTS: tuple[EventType, ...] = (
    EventType(
        "guidelines.content_loaded",
        _(
            "Shipped guidelines were loaded into %(object)s: %(created)s created, "
            "%(offered)s offered as drafts."
        ),
    ),
    EventType(
        "guidelines.shipped_offered",
        _(
            "The shipped text of %(object)s %(title)s has changed. "
            "The draft of version %(number)s holds the changes."
        ),
        _owner,
    ),
    EventType(
        "guidelines.shipped_declined",
        _("%(actor)s declined the changed shipped text of %(object)s %(title)s."),
    ),
)
