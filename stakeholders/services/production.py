"""Makes a report: freeze, render, send. Each step goes on where a killed worker stopped."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from core import events, files
from core.jobs import JobContext
from stakeholders.domain.file_names import report_file_name
from stakeholders.enums import DeliveryState, RunKind, RunState
from stakeholders.models import Delivery, ReportEdition, ReportRun
from stakeholders.report import data
from stakeholders.selectors.audiences import distribution_of
from stakeholders.services import deliveries, snapshots
from stakeholders.services.rendering import Progress, render


def make(context: JobContext) -> dict[str, Any]:
    """Do the run of this job; returns what the job's page shows as its result."""
    run = ReportRun.objects.select_related(
        "definition__portfolio", "definition__programme", "definition__saved_view", "requested_by"
    ).get(pk=context.payload["run"])
    if run.state != RunState.DONE:
        ReportRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, error="")
        freeze(run)
        _render_missing(context, run)
        deliveries.send_all(run, before_each=context.check_lease)
        context.check_lease()
        _finish(run)
    editions = list(run.editions.order_by("pk").values_list("pages", flat=True))
    return {"run": run.pk, "pages": editions}


def freeze(run: ReportRun) -> None:
    """Take the snapshots of all audiences in one transaction, unless that was done before."""
    with transaction.atomic():
        if run.editions.exists():
            return
        run.as_of = snapshots.as_of_day(run)
        run.compared_with = snapshots.compared_day(run)
        distribution = distribution_of(run)
        for audience in distribution.audiences:
            edition = snapshots.freeze(run, audience)
            deliveries.plan(run, edition, audience.people)
        deliveries.note_skipped(run, distribution.skipped)
        run.save(update_fields=["as_of", "compared_with"])


def render_again(edition: ReportEdition, *, by: Any) -> ReportEdition:
    """Make the PDF anew from the snapshot; the bytes are the same as before."""
    with transaction.atomic():
        _keep_pdf(edition, by=by)
        events.record(
            "stakeholders.edition_rendered_again",
            edition.run,
            by=by,
            data={"report": edition.run.definition.name, "url": edition.run.get_absolute_url()},
        )
    return edition


def _render_missing(context: JobContext, run: ReportRun) -> None:
    """Render the editions that have no PDF yet, and say how far it got."""
    editions = list(run.editions.order_by("pk"))
    for place, edition in enumerate(editions):
        if edition.pdf_id is None:

            def tell(done: int, total: int, place: int = place) -> None:
                context.progress(place * total + done, len(editions) * total)

            _keep_pdf(edition, by=run.requested_by, progress=tell)


def _keep_pdf(edition: ReportEdition, *, by: Any, progress: Progress | None = None) -> None:
    snapshot = data.from_json(edition.snapshot)
    rendered = render(snapshot, progress=progress)
    edition.pdf = files.store(
        rendered.content,
        name=_file_name(snapshot.header),
        content_type="application/pdf",
        by=by,
    )
    edition.pages = rendered.pages
    edition.save(update_fields=["pdf", "pages"])


def _file_name(header: data.Header) -> str:
    return report_file_name(
        organisation=header.organisation,
        subject=header.subject,
        title=header.report,
        number=header.number,
        as_of=header.as_of,
    )


def _finish(run: ReportRun) -> None:
    """Close the run and tell its readers; a run that somebody closed before stays as it is."""
    with transaction.atomic():
        is_mine = ReportRun.objects.filter(pk=run.pk).exclude(state=RunState.DONE)
        if not is_mine.update(state=RunState.DONE, finished_at=timezone.now(), error=""):
            return
        readers = Delivery.objects.filter(run=run, state=DeliveryState.SENT)
        told = {
            "report": run.definition.name,
            "as_of": run.as_of,
            "kind": run.kind,
            "url": run.get_absolute_url(),
            "readers": list(readers.values_list("recipient_id", flat=True)),
        }
        name = "stakeholders.report_previewed"
        if run.kind != RunKind.PREVIEW:
            name = "stakeholders.report_published"
        events.record(name, run, data=told)
