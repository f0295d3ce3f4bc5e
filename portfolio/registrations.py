"""What portfolio adds to the registries."""

from core.registries import event_types
from portfolio.events import EVENTS


def register() -> None:
    """Register navigation, tabs, events, jobs and search of the portfolio."""
    event_types.add(*EVENTS)
