"""Records what happened: the audit row in the caller's transaction, the rest after commit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from core import formatting
from core.models import Event, PendingEvent
from core.registries import event_types

CHAIN_LOCK = 7_301_001  # number of the advisory lock that orders writers on PostgreSQL


@dataclass(frozen=True)
class Happening:
    """One event to be recorded; `data` must be JSON and feeds the event type's sentence."""

    name: str
    obj: models.Model | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    search: bool = False


def record(
    name: str,
    obj: models.Model | None = None,
    *,
    by: Any = None,
    data: Mapping[str, Any] | None = None,
    search: bool = False,
) -> Event:
    """Record one event in the current transaction; `search` refreshes the object's index entry."""
    return record_many([Happening(name, obj, data or {}, search)], by=by)[0]


def record_many(happenings: Iterable[Happening], *, by: Any = None) -> list[Event]:
    """Record events in order, in one transaction with their change; returns the audit rows."""
    with transaction.atomic():
        previous = _lock_chain()
        events = []
        wants_search = []
        for happening in happenings:
            event = _build(happening, by, previous)
            previous = event.hash
            events.append(event)
            wants_search.append(happening.search)
        events = Event.objects.bulk_create(events, batch_size=500)
        PendingEvent.objects.bulk_create(
            [
                PendingEvent(event=event, refresh_search=search)
                for event, search in zip(events, wants_search, strict=True)
            ],
            batch_size=500,
        )
        if not _is_following():
            transaction.on_commit(_follow_later)
    return events


def verify_chain(events: Iterable[Event]) -> int | None:
    """The id of the first row that does not follow from the rows before it, or None."""
    previous = ""
    for event in events:
        if event.previous_hash != previous:
            return event.pk
        if event.hash != _digest(event):
            return event.pk
        previous = event.hash
    return None


def sentence(event: Event) -> str:
    """The event told in the reader's language; unknown kinds show their name."""
    kind = event_types.get(event.name)
    if kind is None:
        return event.name
    told = {name: _told(value, kind.words.get(name, {})) for name, value in event.data.items()}
    values = {"actor": event.actor_name, "object": event.object_label, **told}
    try:
        return str(kind.sentence) % values
    except (KeyError, TypeError, ValueError):
        return str(kind.sentence)


def _told(value: Any, words: Mapping[str, Any]) -> Any:
    """Codes in words; a day, which the row keeps as ISO text, as the reader writes days."""
    if words:
        return ", ".join(str(words.get(code, code)) for code in str(value).split(", "))
    return formatting.day_in_text(value)


def _build(happening: Happening, by: Any, previous: str) -> Event:
    if event_types.get(happening.name) is None:
        raise ValueError(f"Event type {happening.name!r} is not registered.")
    obj = happening.obj
    event = Event(
        name=happening.name,
        at=timezone.now(),
        actor_id=getattr(by, "pk", None),
        actor_name=str(by) if by else "",
        model=obj._meta.label_lower if obj is not None else "",
        object_id=obj.pk if obj is not None else None,
        object_label=str(obj)[:300] if obj is not None else "",
        data=json.loads(json.dumps(dict(happening.data), cls=DjangoJSONEncoder)),
        previous_hash=previous,
    )
    event.hash = _digest(event)
    return event


def _digest(event: Event) -> str:
    content = [
        event.previous_hash,
        event.name,
        event.at.isoformat(),
        event.actor_id,
        event.actor_name,
        event.model,
        event.object_id,
        event.object_label,
        event.data,
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _lock_chain() -> str:
    """Let one writer at a time extend the chain; returns the newest hash."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    return Event.objects.order_by("-id").values_list("hash", flat=True).first() or ""


def _is_following() -> bool:
    """Whether this transaction will send its one message; what slips through, the tick finds."""
    return any(callback is _follow_later for _sids, callback, *_ in connection.run_on_commit)


def _follow_later() -> None:
    from core.tasks import follow_events

    follow_events.delay()
