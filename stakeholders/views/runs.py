"""Pages of runs: started by hand, followed live, repeated, rendered again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.signed_in import person_of
from stakeholders.enums import DeliveryState, RunState
from stakeholders.models import ReportDefinition, ReportEdition, ReportRun
from stakeholders.permissions import (
    can_manage_reports,
    check_manage_reports,
    is_cancelled,
    why_not_run_again,
)
from stakeholders.selectors import archive
from stakeholders.services import runs
from stakeholders.views.lists import TONES

DELIVERY_TONES = {
    DeliveryState.WAITING: "neutral",
    DeliveryState.SENDING: "blue",
    DeliveryState.SENT: "green",
    DeliveryState.FAILED: "red",
    DeliveryState.SKIPPED: "amber",
}


@never_cache
@require_safe
def report_run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: progress while it is made, then editions and deliveries."""
    person = person_of(request)
    visible = ReportRun.objects.visible_to(person).select_related(
        "definition", "job", "requested_by"
    )
    run = get_object_or_404(visible, pk=pk)
    is_manager = can_manage_reports(person)
    mine = ReportEdition.objects.visible_to(person).filter(run=run)
    context: dict[str, Any] = {
        "run": run,
        "tone": TONES[RunState(run.state)],
        "is_open": run.state in {RunState.WAITING, RunState.RUNNING} and not is_cancelled(run),
        "can_run_again": is_manager and not why_not_run_again(run),
        "is_manager": is_manager,
        "editions": mine.select_related("pdf").order_by("pk"),
    }
    if is_manager:
        context["history"] = archive.history_of(run)
        context["hidden"] = run.editions.count() - mine.count()
        context["deliveries"] = [
            (delivery, DELIVERY_TONES[DeliveryState(delivery.state)])
            for delivery in run.deliveries.select_related("recipient").order_by("email")
        ]
    return render(request, "stakeholders/run.html", context)


@require_POST
def report_run_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the report at once and send it."""
    manager = _manager(request)
    definition = get_object_or_404(ReportDefinition.objects.visible_to(manager), pk=pk)
    return redirect(runs.run_now(definition, by=manager))


@require_POST
def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the report at once for the person alone."""
    manager = _manager(request)
    definition = get_object_or_404(ReportDefinition.objects.visible_to(manager), pk=pk)
    return redirect(runs.preview(definition, by=manager))


@require_POST
def report_run_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a failed run up where it stopped."""
    manager = _manager(request)
    run = get_object_or_404(ReportRun.objects.visible_to(manager), pk=pk)
    try:
        runs.run_again(run, by=manager)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The report is being made again."))
    return redirect(run)


@require_POST
def report_edition_render_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the PDF anew from its snapshot."""
    manager = _manager(request)
    edition = get_object_or_404(ReportEdition.objects.visible_to(manager), pk=pk)
    return redirect("job", runs.render_again(edition, by=manager).pk)


def _manager(request: HttpRequest) -> User:
    person = person_of(request)
    check_manage_reports(person)
    return person
