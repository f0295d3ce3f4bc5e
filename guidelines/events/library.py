"""Glossary, text blocks and pictures."""

from core.registries import EventType

EVENTS: tuple[EventType, ...] = ()
