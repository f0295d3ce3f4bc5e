"""Feedback and its answers."""

from core.registries import EventType

EVENTS: tuple[EventType, ...] = ()
