"""What the list and the page of background work say about a report."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Job
from stakeholders.models import ReportRun


def subjects(jobs: list[Job]) -> Mapping[int, str]:
    """The name of each job's report by the job's pk; one query."""
    found = ReportRun.objects.filter(pk__in={job.payload["run"] for job in jobs})
    names = dict(found.values_list("pk", "definition__name"))
    return {job.pk: names.get(job.payload["run"], "") for job in jobs}


def made(job: Job) -> str:
    """The pages of each edition."""
    pages = [count or 0 for count in job.result.get("pages") or ()]
    if not pages:
        return ""
    text = ngettext("%(count)s page", "%(count)s pages", sum(pages)) % {"count": sum(pages)}
    if len(pages) == 1:
        return text
    return _("%(pages)s in %(count)s editions") % {"pages": text, "count": len(pages)}


def made_again(job: Job) -> str:
    """Whether the PDF is the one there was."""
    return _("The same file.") if job.result.get("is_same") else _("A different layout.")
