"""Publishing, taking effect, retiring, review dates."""

from core.registries import EventType

EVENTS: tuple[EventType, ...] = ()
