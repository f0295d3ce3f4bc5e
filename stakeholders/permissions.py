"""Who may do what with reports: rules about the person, and rules about the state."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.roles import Capability, can
from core.enums import JobState
from stakeholders.enums import DeliveryState, RunKind, RunState
from stakeholders.models import ReportDefinition, ReportRun


def can_manage_reports(user: Any) -> bool:
    """Whether the person defines, runs and archives reports."""
    return can(user, Capability.MANAGE_REPORTS)


def can_read_reports(user: Any) -> bool:
    """Whether reports may be sent to the person."""
    return can(user, Capability.VIEW_REPORTS)


def check_manage_reports(user: Any) -> None:
    """Raise PermissionDenied with the reason unless the person manages reports."""
    if not can_manage_reports(user):
        raise PermissionDenied(_("Reports are defined and run by the PMO."))


def why_not_deleted(definition: ReportDefinition) -> str:
    """Why this definition must stay, or an empty text."""
    kept = Q(state=RunState.DONE) | Q(deliveries__state=DeliveryState.SENT)
    if definition.runs.exclude(kind=RunKind.PREVIEW).filter(kept).exists():
        return _("Its reports are in the archive. Pause it instead.")
    return ""


def why_not_run_again(run: ReportRun) -> str:
    """Why this run cannot be repeated, or an empty text."""
    if run.state != RunState.FAILED and not is_cancelled(run):
        return _("Only a failed run can be run again.")
    return ""


def is_cancelled(run: ReportRun) -> bool:
    """Whether somebody took the run's work off the queue before it was done."""
    is_open = run.state in {RunState.WAITING, RunState.RUNNING}
    return is_open and run.job is not None and run.job.state == JobState.CANCELLED
