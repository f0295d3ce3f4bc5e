"""PDF of guidelines as background work; what was made is kept for a while and shown again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import jobs
from core.enums import JobState
from core.events import record
from core.jobs import JobContext
from core.models import Job
from core.pdf import FileSheetCache, render_document
from guidelines.models import Chapter, GuidelineVersion, Handbook
from guidelines.printing import document, front
from guidelines.selectors import printing as selectors
from guidelines.selectors.printing import Scope

KIND = "guidelines.pdf"
KEPT_BYTES = 300 * 1024 * 1024
KEPT_SECONDS = 14 * 24 * 3600


class Refused(Exception):
    """There is nothing to print, and trying again as it is would not help; the text says why."""

    is_final = True


@transaction.atomic
def begin(scope: Scope, *, by: Any) -> Job | None:
    """Let the worker make the PDF, or find the one that this person has got of the same state.

    None where the person sees nothing of it.
    """
    stamp = selectors.stamp(scope, by)
    if not stamp:
        return None
    prefix = f"{KIND}-{by.pk}-{stamp}"
    before = Job.objects.filter(key__startswith=prefix).order_by("-pk").first()
    if before is not None and not is_lost(before):
        return before
    number = Job.objects.filter(key__startswith=prefix).count() + 1
    job = jobs.enqueue(KIND, key=f"{prefix}-{number}", payload=scope.as_payload(), by=by)
    record("guidelines.pdf_asked", _subject(scope), by=by)
    return job


def run(context: JobContext) -> dict[str, Any]:
    """Make the document as the person who asked may read it; the same one is made once."""
    volume = selectors.volume(Scope(**context.payload), context.job.requested_by)
    if volume is None:
        raise Refused(_("There is nothing in it that you may read any more."))
    context.progress(0, 0, _("Gathering the texts"))
    built = document.build(volume, context.job.requested_by)
    pages = _make(built, context)
    return {
        "digest": built.digest,
        "pages": pages,
        "name": front.title(volume),
        "versions": [entry.version.pk for entry in volume.entries],
        "links": list(built.links),
    }


def content(job: Job) -> bytes | None:
    """The finished file, None when it is not kept any more."""
    return _kept().get(job.result.get("digest", "-"))


def is_lost(job: Job) -> bool:
    """Whether the job can give no file any more, so that a new one is due."""
    if job.state in {JobState.FAILED, JobState.CANCELLED}:
        return True
    return job.state == JobState.DONE and content(job) is None


def result_url(job: Job) -> str | None:
    """The file itself."""
    return reverse("guideline_pdf_file", args=[job.pk])


def subjects(rows: list[Job]) -> dict[int, str]:
    """What each document is called, as long as all staff may know of all that is in it."""
    done = {job.pk: job.result for job in rows if "versions" in job.result}
    named = {pk for result in done.values() for pk in result["versions"]}
    hidden = selectors.hidden_from_some(named)
    return {
        pk: result["name"] for pk, result in done.items() if hidden.isdisjoint(result["versions"])
    }


def summary(job: Job) -> str:
    """How long the document is."""
    pages = job.result.get("pages", 0)
    return ngettext("%(count)s page", "%(count)s pages", pages) % {"count": pages}


def _make(built: document.Document, context: JobContext) -> int:
    """Lay the document out unless the same is there already; return its number of pages."""
    kept = _kept()
    if kept.get(built.digest) is not None and (known := _pages(built.digest)):
        return known
    made = render_document(
        built.parts,
        meta=built.meta,
        stylesheet=built.stylesheet,
        setup=built.setup,
        assets=built.assets,
        cache=FileSheetCache.in_data_dir(),
        progress=lambda done, total: context.progress(done, total, _("Laying out the pages")),
    )
    context.check_lease()
    kept.put(built.digest, made.content)
    kept.prune()
    return made.pages


def _pages(digest: str) -> int:
    """The number of pages of a file that another job has made."""
    row = Job.objects.filter(kind=KIND, state=JobState.DONE, result__digest=digest).first()
    return int(row.result["pages"]) if row else 0


def _kept() -> FileSheetCache:
    folder = Path(settings.DATA_DIR) / "guideline-pdfs"
    return FileSheetCache(folder, max_bytes=KEPT_BYTES, max_age_s=KEPT_SECONDS)


def _subject(scope: Scope) -> Any:
    if scope.kind == "guideline":
        return GuidelineVersion.objects.select_related("guideline").get(pk=scope.pk).guideline
    if scope.kind == "chapter":
        return Chapter.objects.get(pk=scope.pk)
    return Handbook.objects.get(pk=scope.pk)
