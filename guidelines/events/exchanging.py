"""Imports, exports and shipped content."""

from core.registries import EventType

EVENTS: tuple[EventType, ...] = ()
