"""Makes a report: freeze, render, send. Each step goes on where a killed worker stopped."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import events, files
from core.jobs import JobContext
from core.pdf import RenderedPdf
from stakeholders.domain.file_names import report_file_name
from stakeholders.enums import DeliveryState, RunKind, RunState
from stakeholders.models import Delivery, ReportEdition, ReportRun
from stakeholders.report import data
from stakeholders.selectors.audiences import distribution_of
from stakeholders.services import deliveries, runs, snapshots
from stakeholders.services.rendering import Progress, render


def make(context: JobContext) -> dict[str, Any]:
    """Do the run of this job; returns what the job's page shows as its result."""
    related = ("portfolio", "programme", "saved_view", "created_by")
    run = (
        ReportRun.objects.select_related("requested_by", *(f"definition__{one}" for one in related))
        .filter(pk=context.payload["run"])
        .first()
    )
    if run is None:
        return {"note": "The report was deleted before it was made."}
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


def render_again(context: JobContext) -> dict[str, Any]:
    """Make an edition's PDF anew from its snapshot, and say whether its bytes are the same."""
    edition = ReportEdition.objects.select_related("run__definition", "pdf").get(
        pk=context.payload["edition"]
    )
    before = edition.pdf.sha256 if edition.pdf else None
    rendered = _rendered(edition, context.progress)
    context.check_lease()
    by = context.job.requested_by
    is_same = hashlib.sha256(rendered.content).hexdigest() == before
    with transaction.atomic():
        if not is_same:
            _keep_pdf(edition, rendered, by=by)
        name = "rendered_same" if is_same else "rendered_differently"
        events.record(f"stakeholders.{name}", edition.run, by=by, data=runs.told(edition.run))
    return {"run": edition.run_id, "is_same": is_same}


def _render_missing(context: JobContext, run: ReportRun) -> None:
    """Render the editions that have no PDF yet, and say how far it got."""
    editions = list(run.editions.order_by("pk"))
    for place, edition in enumerate(editions):
        if edition.pdf_id is None:

            def tell(done: int, total: int, place: int = place) -> None:
                context.progress(place * total + done, len(editions) * total)

            _keep_pdf(edition, _rendered(edition, tell), by=run.requested_by)


def _rendered(edition: ReportEdition, progress: Progress | None = None) -> RenderedPdf:
    return render(data.from_json(edition.snapshot), progress=progress)


def _keep_pdf(edition: ReportEdition, rendered: RenderedPdf, *, by: Any) -> None:
    """Store the PDF and name it as the edition's; an earlier file stays where it is."""
    header = data.from_json(edition.snapshot).header
    pdf = files.store(
        rendered.content, name=_file_name(header), content_type="application/pdf", by=by
    )
    edition.pdf, edition.pages = pdf, rendered.pages
    edition.save(update_fields=["pdf", "pages"])


def _file_name(header: data.Header) -> str:
    return report_file_name(
        organisation=header.organisation,
        subject=header.subject,
        title=header.report,
        number=header.number,
        as_of=header.as_of,
        edition=header.edition,
    )


def _finish(run: ReportRun) -> None:
    """Close the run and tell its readers; a run that somebody closed before stays as it is."""
    with transaction.atomic():
        is_mine = ReportRun.objects.filter(pk=run.pk).exclude(state=RunState.DONE)
        if not is_mine.update(state=RunState.DONE, finished_at=timezone.now(), error=""):
            return
        readers = Delivery.objects.filter(run=run, state=DeliveryState.SENT)
        told = {
            **runs.told(run),
            "as_of": run.as_of,
            "readers": list(readers.values_list("recipient_id", flat=True)),
        }
        name = "stakeholders.report_previewed"
        if run.kind != RunKind.PREVIEW:
            name = "stakeholders.report_published"
        events.record(name, run, data=told)
