"""Core's own entries in the registries."""

from django.utils.translation import gettext_lazy as _

from core import chain, jobs
from core.registries import EventType, Ticker, event_types, tickers


def register() -> None:
    """The tick sweeps the queue and picks up events that a crash left behind; core's events."""
    tickers.add(
        Ticker("core.jobs", jobs.sweep),
        Ticker("core.events", chain.follow_pending),
    )
    event_types.add(
        EventType("core.view_saved", _("%(actor)s saved the view “%(object)s”")),
        EventType("core.view_deleted", _("%(actor)s deleted the view “%(object)s”")),
    )
