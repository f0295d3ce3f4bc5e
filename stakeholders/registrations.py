"""What stakeholders adds to the registries."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Job
from core.registries import (
    HomeTile,
    JobKind,
    NavItem,
    Ticker,
    event_types,
    home_tiles,
    job_kinds,
    list_pages,
    navigation,
    tickers,
)
from stakeholders.events import EVENTS
from stakeholders.permissions import can_manage_reports, can_read_reports
from stakeholders.selectors import run_jobs
from stakeholders.selectors.tiles import office_tile, reader_tile
from stakeholders.services import dispatch, production, runs


def register() -> None:
    """Register navigation, events, jobs, tickers, lists and tiles of reporting."""
    from stakeholders.views.lists import Archive, DefinitionList

    event_types.add(*EVENTS)
    tickers.add(
        Ticker("stakeholders.dispatch", dispatch.dispatch_due),
        Ticker("stakeholders.previews", runs.drop_old_previews),
    )
    list_pages.add(DefinitionList.entry(), Archive.entry())
    job_kinds.add(
        JobKind(
            runs.JOB_KIND,
            _("Portfolio report"),
            production.make,
            result_url=_run_url,
            on_failed=runs.mark_failed,
            subjects=run_jobs.subjects,
            summary=run_jobs.made,
        ),
        JobKind(
            runs.RENDER_KIND,
            _("PDF made again"),
            production.render_again,
            result_url=_run_url,
            subjects=run_jobs.subjects,
            summary=run_jobs.made_again,
        ),
    )
    home_tiles.add(
        HomeTile("stakeholders.office", office_tile, order=60),
        HomeTile("stakeholders.reader", reader_tile, order=70),
    )
    _navigation()


def _navigation() -> None:
    section = "stakeholders"
    navigation.add(
        NavItem(
            "stakeholders.reports",
            section,
            _("Reports"),
            "report_definitions",
            10,
            can_manage_reports,
        ),
        NavItem(
            "stakeholders.archive", section, _("Archive"), "report_archive", 20, can_manage_reports
        ),
        NavItem(
            "stakeholders.mine", section, _("Reports for me"), "my_reports", 30, can_read_reports
        ),
    )


def _run_url(job: Job) -> Any:
    """The page of the run that the job made."""
    return reverse("report_run", args=[job.payload["run"]])
