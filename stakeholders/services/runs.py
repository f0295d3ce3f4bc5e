"""Runs: started by hand, started again, marked as failed."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import events, jobs
from core.enums import JobState
from core.models import Job
from stakeholders.enums import RunKind, RunState
from stakeholders.models import ReportDefinition, ReportEdition, ReportRun
from stakeholders.permissions import why_not_run_again

JOB_KIND, RENDER_KIND = "stakeholders.report", "stakeholders.render_again"
KEEP_PREVIEWS = timedelta(days=7)
REQUESTED = {
    RunKind.MANUAL: "stakeholders.report_requested",
    RunKind.PREVIEW: "stakeholders.preview_requested",
}


def run_now(definition: ReportDefinition, *, by: Any) -> ReportRun:
    """Make the report at once and send it to its recipients."""
    return _start(definition, RunKind.MANUAL, by)


def preview(definition: ReportDefinition, *, by: Any) -> ReportRun:
    """Make the report at once for the person alone: not mailed, not in the archive."""
    return _start(definition, RunKind.PREVIEW, by)


def run_again(run: ReportRun, *, by: Any) -> None:
    """Take a failed run up where it stopped, with fresh attempts."""
    if reason := why_not_run_again(run):
        raise ValidationError(reason)
    with transaction.atomic():
        is_mine = ReportRun.objects.filter(pk=run.pk, state=run.state).update(
            state=RunState.WAITING, error="", finished_at=None
        )
        if not is_mine:
            raise ValidationError(_("Somebody else has started it again just now."))
        if run.job is None:
            enqueue(run)
        elif not jobs.retry(run.job):
            raise ValidationError(_("Somebody else has started it again just now."))
        events.record("stakeholders.report_repeated", run, by=by, data=told(run))


def render_again(edition: ReportEdition, *, by: Any) -> Job:
    """Ask for an edition's PDF to be made anew; who asks twice gets the job that is under way."""
    key = f"report-edition-{edition.pk}-again-"
    under_way = Job.objects.filter(
        key__startswith=key, state__in=[JobState.QUEUED, JobState.RUNNING]
    )
    return under_way.first() or jobs.enqueue(
        RENDER_KIND,
        key=f"{key}{timezone.now().timestamp()}",
        payload={"edition": edition.pk, "run": edition.run_id},
        by=by,
    )


def mark_failed(job: Job) -> None:
    """The job has used up its attempts: keep the reason and tell the PMO."""
    run = ReportRun.objects.select_related("definition").filter(pk=job.payload["run"]).first()
    if run is None:  # its definition was deleted meanwhile
        return
    with transaction.atomic():
        is_open = ReportRun.objects.filter(pk=run.pk).exclude(
            state__in=[RunState.DONE, RunState.FAILED]
        )
        if is_open.update(state=RunState.FAILED, error=job.error, finished_at=timezone.now()):
            data = {**told(run), "reason": job.error[:300], "asked_by": run.requested_by_id}
            events.record("stakeholders.report_failed", run, data=data)


def drop_old_previews(now: datetime | None = None) -> int:
    """Delete previews that have served their purpose, with their PDFs; returns how many."""
    limit = (now or timezone.now()) - KEEP_PREVIEWS
    old = ReportRun.objects.filter(kind=RunKind.PREVIEW, created_at__lt=limit)
    for run in old:
        pdfs = [edition.pdf for edition in run.editions.select_related("pdf") if edition.pdf]
        with transaction.atomic():
            run.delete()
            for pdf in pdfs:
                pdf.delete()
                transaction.on_commit(partial(pdf.file.delete, save=False))
    return len(old)


def enqueue(run: ReportRun) -> None:
    """Put the run on the queue of record; once, whoever asks."""
    key = f"report-run-{run.pk}"
    job = jobs.enqueue(JOB_KIND, key=key, payload={"run": run.pk}, by=run.requested_by)
    ReportRun.objects.filter(pk=run.pk).update(job=job)


def _start(definition: ReportDefinition, kind: RunKind, by: Any) -> ReportRun:
    with transaction.atomic():
        run = ReportRun.objects.create(
            definition=definition, kind=kind, due_at=_whole_second(), requested_by=by
        )
        enqueue(run)
        events.record(REQUESTED[kind], run, by=by, data=told(run))
    return run


def _whole_second() -> datetime:
    return timezone.now().replace(microsecond=0)


def told(run: ReportRun) -> dict[str, Any]:
    """What the sentences of a run's events name."""
    return {"report": run.definition.name, "kind": run.kind, "url": run.get_absolute_url()}
