"""What follows from an event: notifications, mail and the search entry."""

from __future__ import annotations

from collections import defaultdict

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core import search
from core.events import sentence
from core.models import Event, Notification, PendingEvent
from core.registries import EventType, event_types, search_sources

BATCH = 500


def follow_pending() -> int:
    """Work off the pending events in batches; returns how many were followed."""
    followed = 0
    while batch := list(PendingEvent.objects.select_related("event").order_by("pk")[:BATCH]):
        _follow(batch)
        followed += len(batch)
    return followed


def _follow(batch: list[PendingEvent]) -> None:
    """Notify and index for one batch; a crash before the end repeats it without harm."""
    stale: dict[str, set[int]] = defaultdict(set)
    mails: list[tuple[Event, set[int]]] = []
    for pending in batch:
        event = pending.event
        if pending.refresh_search and event.object_id is not None:
            stale[event.model].add(event.object_id)
        mails += _notify(event)
    for source, ids in stale.items():
        if search_sources.get(source):
            search.refresh(source, ids)
    PendingEvent.objects.filter(pk__in=[pending.pk for pending in batch]).delete()
    for event, people in mails:
        _mail(event, people)


def _notify(event: Event) -> list[tuple[Event, set[int]]]:
    kind: EventType | None = event_types.get(event.name)
    people = set(kind.audience(event)) - {event.actor_id} if kind else set()
    if not kind or not people:
        return []
    with transaction.atomic():
        before = set(
            Notification.objects.filter(event=event).values_list("recipient_id", flat=True)
        )
        new = people - before
        Notification.objects.bulk_create(
            [
                Notification(recipient_id=person, event=event, url=event.data.get("url", ""))
                for person in sorted(new)
            ],
            ignore_conflicts=True,
        )
    return [(event, new)] if kind.by_mail and new else []


def _mail(event: Event, people: set[int]) -> None:
    for user in get_user_model().objects.filter(pk__in=people, is_active=True):
        with translation.override(getattr(user, "language", None) or settings.LANGUAGE_CODE):
            text = sentence(event)
            link = f"{settings.SITE_URL}{event.data.get('url', '')}"
            send_mail(
                text[:150].replace("\n", " "),
                _("%(text)s\n\nOpen: %(link)s\n") % {"text": text, "link": link},
                None,
                [user.email],
                fail_silently=True,
            )
