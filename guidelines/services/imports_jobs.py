"""Imports of guidelines as background work."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import jobs
from core.jobs import JobContext
from core.models import Job
from guidelines.enums import ImportState
from guidelines.models import GuidelineImport
from guidelines.services import imports
from guidelines.services.imports import Choices

KIND = "guidelines.import"


class Refused(Exception):
    """Nothing was imported, and trying again as it is would not help; the text says why."""

    is_final = True


@transaction.atomic
def begin(made: GuidelineImport, choices: Choices, *, by: Any) -> Job:
    """Let the worker import what was checked; raises ValidationError when one has begun."""
    imports.rearrange(made, choices, by=by)
    number = Job.objects.filter(key__startswith=f"guideline-import-{made.pk}-").count() + 1
    key = f"guideline-import-{made.pk}-{number}"
    made.job = jobs.enqueue(KIND, key=key, payload={"import": made.pk}, by=by)
    made.state = ImportState.RUNNING
    made.save(update_fields=["job", "state"])
    return made.job


def run(context: JobContext) -> dict[str, Any]:
    """Import one package; a second attempt finds a finished import done."""
    made = GuidelineImport.objects.select_related("handbook", "file").get(
        pk=context.payload["import"]
    )
    by = context.job.requested_by
    if made.state != ImportState.DONE:
        if by is None:
            raise Refused(_("The person who asked for this import is gone."))
        context.progress(0, len(made.plan["entries"]), _("Writing in one transaction"))
        try:
            imports.run(made, by=by)
        except (ValidationError, PermissionDenied) as error:
            raise Refused(" ".join(getattr(error, "messages", [str(error)]))) from error
    return {"import": made.pk, "counts": made.outcome["counts"]}


def result_url(job: Job) -> str | None:
    """The protocol of the import."""
    return reverse("guideline_import", args=[job.payload["import"]])


def on_failed(job: Job) -> None:
    """The import says why it failed; nothing was written."""
    rows = GuidelineImport.objects.filter(pk=job.payload["import"])
    why = job.error.partition(": ")[2] or job.error
    rows.exclude(state=ImportState.DONE).update(
        state=ImportState.FAILED, outcome={"error": why[:2000]}
    )
