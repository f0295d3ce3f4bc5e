"""Entries of the registries: exchanging."""

from django.utils.translation import gettext_lazy as _

from core.registries import JobKind, job_kinds
from guidelines.selectors import imports
from guidelines.services import imports_jobs


def register() -> None:
    """The background work of imports."""
    job_kinds.add(
        JobKind(
            imports_jobs.KIND,
            _("Import of guidelines"),
            imports_jobs.run,
            imports_jobs.result_url,
            imports_jobs.on_failed,
            imports.subjects,
            imports.summary,
        )
    )
