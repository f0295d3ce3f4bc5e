"""Celery's entry points: ids in, one call, nothing else."""

import logging

from celery import shared_task

from core import chain, jobs
from core.registries import tickers

logger = logging.getLogger(__name__)


@shared_task(name="core.run_job")
def run_job(job_id: int) -> None:
    """Run one job of the queue of record."""
    jobs.run(job_id)


@shared_task(name="core.follow_events")
def follow_events() -> None:
    """Make the notifications and search entries that recorded events ask for."""
    chain.follow_pending()


@shared_task(name="core.tick")
def tick() -> None:
    """The minute's round: everything that registered itself as a ticker, each on its own."""
    for ticker in tickers:
        try:
            ticker.run()
        except Exception:  # the others have their minute all the same
            logger.exception("Ticker %s failed.", ticker.key)
