"""Entries of the registries: exchanging."""

from django.utils.translation import gettext_lazy as _

from core.registries import JobKind, job_kinds
from guidelines.selectors import imports
from guidelines.services import imports_jobs, printing


def register() -> None:
    """The background work of imports and of printing."""
    job_kinds.add(
        JobKind(
            imports_jobs.KIND,
            _("Import of guidelines"),
            imports_jobs.run,
            imports_jobs.result_url,
            imports_jobs.on_failed,
            imports.subjects,
            imports.summary,
        ),
        JobKind(
            printing.KIND,
            _("PDF of guidelines"),
            printing.run,
            printing.result_url,
            subjects=printing.subjects,
            summary=printing.summary,
        ),
    )
