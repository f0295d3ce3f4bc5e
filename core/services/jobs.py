"""What a person may do with background work: run it again, take it off the queue."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import events, jobs, policy
from core.models import Job


def visible_to(user: Any) -> QuerySet[Job]:
    """A person's own jobs; all of them for who watches over background work."""
    rows = Job.objects.select_related("requested_by")
    return rows if policy.can_view_jobs(user) else rows.filter(requested_by_id=user.pk)


def is_of_use(user: Any) -> bool:
    """Whether the list has something to show: for staff always, as their work begins there."""
    return policy.is_internal(user) or visible_to(user).exists()


def can_steer(user: Any, job: Job) -> bool:
    """Whether the person may run this job again or cancel it."""
    return job.requested_by_id == user.pk or policy.can_steer_jobs(user)


@transaction.atomic
def retry(job: Job, *, by: Any) -> None:
    """Put a failed or cancelled job back on the queue."""
    check_can_steer(job, by)
    if not jobs.retry(job):
        raise ValidationError(_("Only failed or cancelled work can run again."))
    events.record("core.job_retried", job, by=by, data={"kind": job.kind})


@transaction.atomic
def cancel(job: Job, *, by: Any) -> None:
    """Take a waiting job off the queue."""
    check_can_steer(job, by)
    if not jobs.cancel(job):
        raise ValidationError(_("This work has started or ended; it cannot be cancelled."))
    events.record("core.job_cancelled", job, by=by, data={"kind": job.kind})


def check_can_steer(job: Job, user: Any) -> None:
    """Refuse who neither asked for the job nor may steer the work of others."""
    if not can_steer(user, job):
        raise PermissionDenied(_("Only the person who asked for this work may do that."))
