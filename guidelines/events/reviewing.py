"""Reviews: who is asked, what they say, what they decide."""

from core.registries import EventType

EVENTS: tuple[EventType, ...] = ()
