"""What the list and the page of background work say about an import."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from core.models import Job
from portfolio.models import PortfolioImport


def subjects(jobs: list[Job]) -> Mapping[int, str]:
    """The file of each import by the job's pk; one query."""
    found = PortfolioImport.objects.filter(pk__in={job.payload["import"] for job in jobs})
    names = dict(found.values_list("pk", "source__name"))
    return {job.pk: names.get(job.payload["import"], "") for job in jobs}


def summary(job: Job) -> str:
    """How many projects the step found new and changed; the search for the table counts none."""
    counts = job.result.get("counts") or {}
    if "new" not in counts:
        return ""
    return _("%(new)s new, %(changed)s changed") % counts
