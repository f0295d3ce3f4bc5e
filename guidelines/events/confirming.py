"""Campaigns and confirmations."""

from core.registries import EventType

EVENTS: tuple[EventType, ...] = ()
