"""Runs long work from the queue of record: claim, keep alive, finish once.

A job's message may arrive never, once or often; the row decides. All times are UTC.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from core.enums import JobState
from core.models import Job
from core.registries import job_kinds

logger = logging.getLogger(__name__)
RESEND_AFTER = timedelta(minutes=2)
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=3))


class LostLease(Exception):
    """Another worker has taken this job over; what this one did must not count."""


class JobContext:
    """What a job's function may use: its row, its payload, its progress."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.payload: dict[str, Any] = job.payload

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Show progress and renew the lease; raises LostLease when the job is no longer ours."""
        updated = self._mine().update(
            progress_done=done,
            progress_total=total,
            progress_note=note[:200],
            lease_until=_lease_end(),
        )
        if not updated:
            raise LostLease(self.job.key)

    def check_lease(self) -> None:
        """Raise LostLease unless this attempt still owns the job; call before lasting effects."""
        if not self._mine().update(lease_until=_lease_end()):
            raise LostLease(self.job.key)

    def _mine(self) -> Any:
        return Job.objects.filter(
            pk=self.job.pk, state=JobState.RUNNING, attempts=self.job.attempts
        )


def enqueue(
    kind: str,
    *,
    key: str,
    payload: dict[str, Any] | None = None,
    by: Any = None,
    max_attempts: int | None = None,
) -> Job:
    """Put one piece of work on the queue; a key that is there already returns that job."""
    if job_kinds.get(kind) is None:
        raise ValueError(f"Job kind {kind!r} is not registered.")
    job, is_new = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "payload": payload or {},
            "requested_by": by,
            "max_attempts": max_attempts or settings.JOB_MAX_ATTEMPTS,
            "sent_at": timezone.now(),
        },
    )
    if is_new:
        _send_after_commit(job.pk)
    return job


def retry(job: Job) -> bool:
    """Put a failed or cancelled job back on the queue with fresh attempts; False if it was not.

    Why the earlier attempt failed stays on record.
    """
    updated = Job.objects.filter(pk=job.pk, state__in=[JobState.FAILED, JobState.CANCELLED]).update(
        state=JobState.QUEUED,
        attempts=0,
        run_after=None,
        finished_at=None,
        progress_done=0,
        progress_total=0,
        progress_note="",
        sent_at=timezone.now(),
    )
    if updated:
        _send_after_commit(job.pk)
    return bool(updated)


def cancel(job: Job) -> bool:
    """Take a waiting job off the queue; False if a worker has it already."""
    return bool(
        Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
            state=JobState.CANCELLED, finished_at=timezone.now()
        )
    )


def claim(job_id: int) -> Job | None:
    """Take the job by one conditional update; None when someone else has it or it is not due."""
    now = timezone.now()
    lapsed = Q(state=JobState.RUNNING, lease_until__lt=now)
    waiting = Q(state=JobState.QUEUED) & (Q(run_after__isnull=True) | Q(run_after__lte=now))
    updated = Job.objects.filter(
        waiting | lapsed, pk=job_id, attempts__lt=F("max_attempts")
    ).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        lease_until=_lease_end(),
        started_at=now,
    )
    return Job.objects.get(pk=job_id) if updated else None


def run(job_id: int) -> None:
    """Claim the job and do its work; a failure is kept in the row and retried with back-off."""
    job = claim(job_id)
    if job is None:
        return
    context = JobContext(job)
    try:
        with _heartbeat(job):
            result = job_kinds[job.kind].run(context)
    except LostLease:
        logger.warning("Job %s was taken over by another worker.", job.key)
    except Exception as error:
        logger.exception("Job %s failed.", job.key)
        _failed(context, error)
    else:
        _finish(context, JobState.DONE, result=result or {})


def sweep() -> int:
    """Re-send what was queued too long or whose lease lapsed; fail what has no attempt left."""
    now = timezone.now()
    lapsed = Q(state=JobState.RUNNING, lease_until__lt=now)
    for job in Job.objects.filter(lapsed, attempts__gte=F("max_attempts")):
        try:
            _give_up(job, "The worker ended while it was working on this.")
        except Exception:  # the next round tries again; other jobs must not wait for it
            logger.exception("Job %s could not be given up.", job.key)
    due = Q(state=JobState.QUEUED) & (
        Q(run_after__lte=now, sent_at__lt=F("run_after"))
        | Q(run_after__isnull=True, sent_at__lt=now - RESEND_AFTER)
        | Q(sent_at__lt=now - RESEND_AFTER, run_after__lte=now)
    )
    ids = list(
        Job.objects.filter(due | lapsed, attempts__lt=F("max_attempts")).values_list(
            "pk", flat=True
        )
    )
    Job.objects.filter(pk__in=ids).update(sent_at=now)
    for job_id in ids:
        _send(job_id)
    return len(ids)


def _failed(context: JobContext, error: Exception) -> None:
    """Queue the next attempt after a pause, or give up with the reason."""
    job = context.job
    reason = f"{type(error).__name__}: {error}"[:2000]
    if job.attempts >= job.max_attempts or getattr(error, "is_final", False):
        _give_up(job, reason)
        return
    pause = BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1]
    context._mine().update(  # noqa: SLF001 - same module
        state=JobState.QUEUED,
        run_after=timezone.now() + pause,
        error=reason,
        lease_until=None,
    )


@transaction.atomic
def _give_up(job: Job, reason: str) -> None:
    """Fail the job and tell who has to know: both or neither, so that a crash loses no word."""
    if _finish(JobContext(job), JobState.FAILED, error=reason):
        job.refresh_from_db()
        job_kinds[job.kind].on_failed(job)


def _finish(context: JobContext, state: JobState, **fields: Any) -> bool:
    """End the job if this attempt still owns it."""
    return bool(
        context._mine().update(  # noqa: SLF001 - same module
            state=state, finished_at=timezone.now(), lease_until=None, **fields
        )
    )


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Renew the lease from a thread while the work runs."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
                _renew(JobContext(job))
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)


def _renew(context: JobContext) -> None:
    """Renew the lease; a database that is busy or away now may answer at the next beat."""
    try:
        context.check_lease()
    except LostLease:
        return
    except DatabaseError:
        logger.warning("The lease of job %s was not renewed.", context.job.key, exc_info=True)
        connection.close()


def _lease_end() -> Any:
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _send_after_commit(job_id: int) -> None:
    transaction.on_commit(lambda: _send(job_id))


def _send(job_id: int) -> None:
    from core.tasks import run_job

    run_job.delay(job_id)
