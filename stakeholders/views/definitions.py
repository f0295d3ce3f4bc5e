"""Pages of report definitions: one, new, changed, paused, resumed, deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import attempt, posted
from accounts.models import User
from accounts.signed_in import person_of
from stakeholders.enums import RunState
from stakeholders.forms.definitions import DefinitionForm
from stakeholders.models import ReportDefinition
from stakeholders.permissions import check_manage_reports, why_not_deleted
from stakeholders.selectors import archive, schedules
from stakeholders.services import definitions
from stakeholders.views.lists import TONES

NEWEST = 8


@require_safe
def report_definition(request: HttpRequest, pk: int) -> HttpResponse:
    """What it covers, when it is due, who gets it, and its newest runs."""
    manager = _manager(request)
    shown = get_object_or_404(_visible(manager), pk=pk)
    newest = archive.runs_for(manager).filter(definition=shown).order_by("-pk")[:NEWEST]
    context = {
        "definition": shown,
        "schedule": schedules.in_words(shown),
        "dues": [] if shown.is_paused else schedules.upcoming(shown),
        "recipients": shown.recipients.order_by("name"),
        "runs": [(run, TONES[RunState(run.state)]) for run in newest],
        "archive_url": f"{reverse('report_archive')}?definition={shown.pk}",
        "sections": schedules.section_labels(shown),
        "why_not_deleted": why_not_deleted(shown),
    }
    return render(request, "stakeholders/definition.html", context)


@require_http_methods(["GET", "POST"])
def report_definition_create(request: HttpRequest) -> HttpResponse:
    """A new report."""
    manager = _manager(request)
    form = DefinitionForm(posted(request), user=manager)
    return _answer(request, form, None, lambda: definitions.create(by=manager, **form.cleaned_data))


@require_http_methods(["GET", "POST"])
def report_definition_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a report."""
    manager = _manager(request)
    shown = get_object_or_404(_visible(manager), pk=pk)
    form = DefinitionForm(posted(request), user=manager, shown=shown)
    return _answer(
        request, form, shown, lambda: definitions.update(shown, by=manager, **form.cleaned_data)
    )


@require_POST
def report_definition_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is due until it is resumed."""
    shown = get_object_or_404(_visible(_manager(request)), pk=pk)
    definitions.pause(shown, by=request.user)
    messages.success(request, _("The report is paused."))
    return redirect(shown)


@require_POST
def report_definition_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Due again from now on."""
    shown = get_object_or_404(_visible(_manager(request)), pk=pk)
    definitions.resume(shown, by=request.user)
    messages.success(request, _("The report is due again."))
    return redirect(shown)


@require_POST
def report_definition_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a report that has never reached the archive."""
    shown = get_object_or_404(_visible(_manager(request)), pk=pk)
    try:
        definitions.delete(shown, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect(shown)
    messages.success(request, _("The report was deleted."))
    return redirect("report_definitions")


def _answer(
    request: HttpRequest,
    form: DefinitionForm,
    shown: ReportDefinition | None,
    save: Callable[[], ReportDefinition],
) -> HttpResponse:
    """Save and go to the report, show its due dates only, or show the form with its errors."""
    dues: list[datetime] = []
    if request.method == "POST" and form.is_valid():
        if "show_dues" in request.POST:
            dues = attempt(form, lambda: definitions.dues_of(form.cleaned_data)) or []
        elif saved := attempt(form, save):
            messages.success(request, _("The report was saved."))
            return redirect(saved)
    original = ReportDefinition.objects.filter(pk=shown.pk).first() if shown else None
    context: dict[str, Any] = {"form": form, "definition": original, "dues": dues}
    status = 422 if form.errors else 200
    return render(request, "stakeholders/definition_edit.html", context, status=status)


def _manager(request: HttpRequest) -> User:
    person = person_of(request)
    check_manage_reports(person)
    return person


def _visible(person: User) -> Any:
    related = ("portfolio", "programme", "saved_view", "created_by")
    return ReportDefinition.objects.visible_to(person).select_related(*related)
