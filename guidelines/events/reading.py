"""Feedback and its answers."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import Event
from core.registries import EventType
from guidelines.models import Guideline


def _owner(event: Event) -> Iterable[int]:
    """The owner, who reads what readers say."""
    rows = Guideline.objects.filter(pk=event.object_id or 0, owner__isnull=False)
    return [pk for pk in rows.values_list("owner", flat=True) if pk is not None]


def _reader(event: Event) -> Iterable[int]:
    """Who said it, as long as they may read the guideline."""
    return [
        person.pk
        for person in User.objects.filter(pk=event.data.get("person_id") or 0)
        if Guideline.objects.visible_to(person).filter(pk=event.object_id or 0).exists()
    ]


EVENTS: tuple[EventType, ...] = (
    EventType(
        "guidelines.feedback_given",
        _("%(actor)s commented on %(object)s %(title)s: “%(comment)s”"),
        _owner,
    ),
    EventType("guidelines.found_helpful", _("%(actor)s found %(object)s %(title)s helpful.")),
    EventType(
        "guidelines.found_unhelpful",
        _("%(actor)s found %(object)s %(title)s not helpful."),
        _owner,
    ),
    EventType(
        "guidelines.feedback_answered",
        _("%(actor)s answered your comment on %(object)s %(title)s: “%(answer)s”"),
        _reader,
    ),
)
