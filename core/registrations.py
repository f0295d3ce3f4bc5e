"""Core's own entries in the registries."""

from core import chain, jobs
from core.registries import Ticker, tickers


def register() -> None:
    """Let the tick sweep the queue and pick up events that a crash left behind."""
    tickers.add(
        Ticker("core.jobs", jobs.sweep),
        Ticker("core.events", chain.follow_pending),
    )
