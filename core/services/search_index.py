"""Builds the search index anew as a job: it is derived, so nothing can be lost."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core import search
from core.jobs import JobContext
from core.models import Job
from core.registries import JobKind, search_sources

REBUILD = "core.rebuild_search"


def rebuild(context: JobContext) -> dict[str, Any]:
    """Index every object of every source; a second attempt does the same again."""
    sources = list(search.rebuildable())
    objects = 0
    for done, source in enumerate(sources):
        context.progress(done, len(sources), str(search_sources[source].label))
        objects += search.rebuild(source)
    return {"objects": objects}


def job_kind(label: Any) -> JobKind:
    """The kind of job that builds the index anew."""
    return JobKind(REBUILD, label, rebuild, summary=summary)


def summary(job: Job) -> str:
    """How much was indexed."""
    found: dict[str, Any] = job.result
    return _("%(objects)s objects indexed") % found if "objects" in found else ""
