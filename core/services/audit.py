"""Checks the audit log's hash chain as a job, and records the result in the log itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from core import events, jobs
from core.jobs import JobContext
from core.models import Event, Job
from core.registries import JobKind

VERIFY = "core.verify_audit"
VERIFIED, BROKEN = "core.audit_verified", "core.audit_broken"
CHUNK = 2000


def request_verification(*, by: Any) -> Job:
    """Queue a check of the whole log."""
    return jobs.enqueue(VERIFY, key=f"{VERIFY}:{uuid4().hex}", by=by)


def verify(context: JobContext) -> dict[str, Any]:
    """Follow the chain from the first row to the newest; tell the first row that breaks it."""
    rows = Event.objects.order_by("id")
    total = rows.count()
    broken = events.verify_chain(_with_progress(rows.iterator(chunk_size=CHUNK), context, total))
    result = {"rows": total, "broken": broken}
    context.check_lease()
    events.record(VERIFIED if broken is None else BROKEN, by=context.job.requested_by, data=result)
    return result


def result_url(job: Job) -> str:
    """The log, narrowed to its checks."""
    kind = VERIFIED if job.result.get("broken") is None else BROKEN
    return f"{reverse('audit_log')}?kind={kind}"


def job_kind(label: Any) -> JobKind:
    """The kind of job that checks the log."""
    return JobKind(VERIFY, label, verify, result_url, summary=summary)


def summary(job: Job) -> str:
    """What the check found."""
    found: dict[str, Any] = job.result
    if "rows" not in found:
        return ""
    if found["broken"] is None:
        return _("%(rows)s rows, all unchanged") % found
    return _("%(rows)s rows; row %(broken)s was changed or removed") % found


def _with_progress(rows: Iterator[Event], context: JobContext, total: int) -> Iterator[Event]:
    for number, row in enumerate(rows, start=1):
        if number % CHUNK == 0:
            context.progress(number, total)
        yield row
