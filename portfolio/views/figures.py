"""The figures tab of a project: history, charts, and the form that reports."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import attempt, posted
from accounts.signed_in import person_of
from core import formatting
from portfolio.filters import iso_date
from portfolio.forms.figures import FiguresForm
from portfolio.models import Project, ProjectFigures
from portfolio.permissions import check_edit_project, why_not_withdraw
from portfolio.selectors.figures import OPEN_STATES
from portfolio.selectors.projects import visible_project
from portfolio.services import figures
from portfolio.views import project_charts
from portfolio.views.project_frame import frame


@require_safe
def project_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Every report of the project, newest first, and how the forecasts moved."""
    shown = visible_project(request.user, pk)
    context = frame(request, shown, "figures")
    reports = context["reports"]
    context |= {
        "newest_first": reports[::-1],
        "finish_trend": project_charts.finish_trend(reports),
        "money_trend": project_charts.money_trend(shown, reports),
    }
    return render(request, "portfolio/project_figures.html", context)


def project_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report figures for a date, starting from the report before; the same date corrects."""
    person = person_of(request)
    reported = visible_project(person, pk)
    check_edit_project(person, reported)
    day = iso_date(request.GET.get("on")) or timezone.localdate()
    before = _before(reported, day)
    form = FiguresForm(posted(request), before=before, initial={"report_on": day})
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["report_on"]
        saved = attempt(form, lambda: figures.report(reported, on, form.values(), by=person))
        if saved:
            _confirm(request, saved)
            return redirect("project", pk)
    context = {
        "form": form,
        "project": reported,
        "before": before,
        "is_correction": before is not None and before.report_on == day,
        "why_not_withdraw": why_not_withdraw(before) if before else None,
    }
    status = 422 if form.errors else 200
    return render(request, "portfolio/project_report.html", context, status=status)


def _confirm(request: HttpRequest, saved: ProjectFigures) -> None:
    """Say that the report is kept, and what in it can hardly be meant."""
    messages.success(request, _("The figures were saved."))
    forecast, is_open = saved.finish_forecast, saved.state in OPEN_STATES
    if is_open and forecast and not saved.finish_actual and forecast < saved.report_on:
        text = _("The finish forecast, %(day)s, has passed: the project is marked for it.")
        messages.warning(request, text % {"day": formatting.day(forecast)})


@require_POST
def project_report_withdraw(request: HttpRequest, pk: int, figures_pk: int) -> HttpResponse:
    """Delete a report that should not have been made; the one before it takes over."""
    person = person_of(request)
    shown = visible_project(person, pk)
    check_edit_project(person, shown)
    try:
        figures.withdraw_one(get_object_or_404(shown.figures, pk=figures_pk), by=person)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("project_figures", pk)
    messages.success(request, _("The report was withdrawn."))
    return redirect("project_figures", pk)


def _before(project: Project, day: date) -> ProjectFigures | None:
    """The report that the form starts from: the one valid on that day."""
    return project.figures.filter(report_on__lte=day).order_by("-report_on").first()
