"""Imports as background work: long steps go to the worker, short ones are done at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import jobs
from core.jobs import JobContext
from core.models import Job
from portfolio.enums import ImportState
from portfolio.models import Portfolio, PortfolioImport
from portfolio.services import imports, imports_recall

KIND = "portfolio.import"
MANY_RECORDS = 2_000
LARGE_FILE = 2 * 1024 * 1024
PAGES = {"detect": "import_mapping", "check": "import_preview", "commit": "portfolio_import"}


def begin(portfolio: Portfolio, content: bytes, *, name: str, by: Any) -> PortfolioImport:
    """Keep the file and find its table; an unusable file is refused and not kept."""
    made = imports.upload(portfolio, content, name=name, by=by)
    try:
        detect(made, by=by)
    except ValidationError:
        imports.discard(made)
        raise
    return made


def detect(made: PortfolioImport, *, by: Any) -> Job | None:
    """Find the table: at once, or as a job where the file is large."""
    if made.source.size > LARGE_FILE:
        return _enqueue(made, "detect", by)
    imports.detect(made)
    imports_recall.recall(made)
    return None


def check(made: PortfolioImport, *, by: Any) -> Job | None:
    """Compare: at once, or as a job where there are many records."""
    if made.options.get("records", 0) > MANY_RECORDS:
        return _enqueue(made, "check", by)
    imports.check(made, by=by)
    return None


@transaction.atomic
def commit(made: PortfolioImport, *, by: Any) -> Job:
    """Let the worker import what was checked; raises ValidationError when one has begun."""
    imports.claim(made)
    return _enqueue(made, "commit", by)


def run(context: JobContext) -> dict[str, Any]:
    """Do one step of an import; progress is per cent."""
    made = PortfolioImport.objects.select_related("portfolio", "source", "created_by").get(
        pk=context.payload["import"]
    )
    step, by = context.payload["step"], context.job.requested_by
    if by is None:
        raise imports.Refused(_("The person who asked for this import is gone."))
    try:
        _do(step, made, by, context)
    except ValidationError as error:
        raise imports.Refused(" ".join(error.messages)) from error
    made.refresh_from_db()
    return {"import": made.pk, "step": step, "counts": made.counts}


def _do(step: str, made: PortfolioImport, by: Any, context: JobContext) -> None:
    if step == "detect":
        imports.detect(made)
        imports_recall.recall(made)
    elif step == "check":
        imports.check(made, by=by, progress=_teller(context, _("Comparing"), 100))
    else:
        # The transaction at the end tells no progress: others would not see it before its end.
        imports.commit(made, by=by, progress=_teller(context, _("Preparing"), 50))


def _teller(context: JobContext, note: str, share: int) -> Any:
    """Shows this part of the work as this share of the whole."""

    def tell(done: int, total: int) -> None:
        is_end = done >= total and share < 100
        context.progress(
            done * share // max(total, 1), 100, _("Writing in one transaction") if is_end else note
        )

    return tell


def result_url(job: Job) -> str | None:
    """The page that shows what the step did."""
    return reverse(PAGES[job.payload["step"]], args=[job.payload["import"]])


def on_failed(job: Job) -> None:
    """The import says why it failed; nothing was written."""
    made = PortfolioImport.objects.filter(pk=job.payload["import"]).first()
    if made:
        imports.fail(made, job.error.partition(": ")[2] or job.error)


def _enqueue(made: PortfolioImport, step: str, by: Any) -> Job:
    """One job per attempt at a step; while one is under way it is the same."""
    if made.job and not made.job.is_finished and made.state != ImportState.RUNNING:
        return made.job
    number = Job.objects.filter(key__startswith=f"import-{made.pk}-").count() + 1
    key = f"import-{made.pk}-{number}"
    job = jobs.enqueue(KIND, key=key, payload={"import": made.pk, "step": step}, by=by)
    PortfolioImport.objects.filter(pk=made.pk).update(job=job)
    made.job = job
    return job
