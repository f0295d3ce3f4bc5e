"""What follows from an event: notifications, mail and the search entry."""

from __future__ import annotations

import logging
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

logger = logging.getLogger(__name__)
BATCH = 500


def follow_pending() -> int:
    """Work off the pending events in batches; returns how many were followed."""
    total = 0
    while PendingEvent.objects.exists():
        total += _follow_batch()
    return total


def _follow_batch() -> int:
    """Notify and index for one batch, then mail; of two followers the second waits its turn."""
    mails: list[tuple[Event, set[int]]] = []
    with transaction.atomic():
        waiting = PendingEvent.objects.select_for_update(of=("self",)).select_related("event")
        batch = list(waiting.order_by("pk")[:BATCH])
        for pending in batch:
            mails += _notified(pending.event)
        _refresh_search(batch)
        PendingEvent.objects.filter(pk__in=[pending.pk for pending in batch]).delete()
    for event, people in mails:
        _mail(event, people)
    return len(batch)


def _refresh_search(batch: list[PendingEvent]) -> None:
    stale: dict[str, set[int]] = defaultdict(set)
    for pending in batch:
        if pending.refresh_search and pending.event.object_id is not None:
            stale[pending.event.model].add(pending.event.object_id)
    for source, ids in stale.items():
        if search_sources.get(source):
            search.refresh(source, ids)


def _notified(event: Event) -> list[tuple[Event, set[int]]]:
    """What is to be mailed; an event that cannot be told is logged and holds up no other."""
    try:
        with transaction.atomic():
            return _notify(event)
    except Exception:
        logger.exception("Nobody was told of event %s (%s).", event.pk, event.name)
        return []


def _notify(event: Event) -> list[tuple[Event, set[int]]]:
    kind: EventType | None = event_types.get(event.name)
    people = set(kind.audience(event)) - {event.actor_id} if kind else set()
    if not kind or not people:
        return []
    told = Notification.objects.filter(event=event).values_list("recipient_id", flat=True)
    new = people - set(told)
    Notification.objects.bulk_create(
        [
            Notification(recipient_id=person, event=event, url=event.data.get("url", ""))
            for person in sorted(new)
        ],
        ignore_conflicts=True,
    )
    wants_mail = kind.by_mail and not event.data.get("is_silent")
    return [(event, new)] if wants_mail and new else []


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
