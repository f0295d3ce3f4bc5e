"""What can happen to guidelines, how it is told, and who hears of it; one module per area."""

from core.registries import EventType
from guidelines.events import (
    confirming,
    drafting,
    exchanging,
    importing,
    library,
    printing,
    publishing,
    reading,
    reviewing,
    structure,
)

EVENTS: tuple[EventType, ...] = (
    *structure.EVENTS,
    *drafting.EVENTS,
    *reviewing.EVENTS,
    *publishing.EVENTS,
    *reading.EVENTS,
    *confirming.EVENTS,
    *library.EVENTS,
    *exchanging.EVENTS,
    *importing.EVENTS,
    *printing.EVENTS,
)
