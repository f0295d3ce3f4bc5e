"""Pages of one project: cockpit, master data, move."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import attempt, posted
from accounts.signed_in import person_of
from portfolio.forms.projects import MoveForm, NewProjectForm, ProjectForm
from portfolio.models import Portfolio
from portfolio.permissions import (
    check_create_project,
    check_edit_project,
    check_manage_portfolios,
    why_not_manage,
)
from portfolio.selectors import projects as selectors
from portfolio.selectors.projects import visible_project
from portfolio.services import projects
from portfolio.views import project_charts
from portfolio.views.project_frame import frame


@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """The cockpit: status with its reasons, dates, money, milestones, people."""
    shown = visible_project(request.user, pk)
    context = frame(request, shown, "cockpit")
    row = context["row"]
    milestones = shown.milestones.order_by("position", "baseline_on", "forecast_on", "pk")
    context["dates"] = [
        *(project_charts.key_dates(row) if row is not None else ()),
        *project_charts.milestone_rows(milestones),
    ]
    context["members"] = shown.memberships.select_related("user").order_by("user__name")
    if row is not None:
        context |= {
            "dimensions": selectors.dimensions(context["reports"], row.report_on),
            "amounts": project_charts.amounts(row),
            "bars": project_charts.money_bars(shown, row),
            "gaps": project_charts.gaps(row),
        }
    return render(request, "portfolio/project.html", context)


def project_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new project in a portfolio."""
    person = person_of(request)
    home = get_object_or_404(Portfolio.objects.visible_to(person), pk=pk)
    check_create_project(person)
    form = NewProjectForm(posted(request), portfolio=home)
    if request.method == "POST" and form.is_valid():
        master, figures = form.values()
        created = attempt(
            form, lambda: projects.create(home, by=person, first_figures=figures, **master)
        )
        if created:
            messages.success(request, _("The project was created."))
            return redirect("project", created.pk)
    context = {"form": form, "portfolio": home}
    status = 422 if form.errors else 200
    return render(request, "portfolio/project_create.html", context, status=status)


def project_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The master data of a project."""
    person = person_of(request)
    edited = visible_project(person, pk)
    check_edit_project(person, edited)
    form = ProjectForm(posted(request), obj=edited, portfolio=edited.portfolio)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: projects.update(edited, by=person, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("The project was saved."))
            return redirect("project", edited.pk)
        edited.refresh_from_db()
    context = {
        "form": form,
        "project": edited,
        "move_form": MoveForm(user=person, project=edited),
        "why_not_move": why_not_manage(person) or "",
    }
    status = 422 if form.errors else 200
    return render(request, "portfolio/project_edit.html", context, status=status)


@require_POST
def project_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a project to another portfolio."""
    person = person_of(request)
    moved = visible_project(person, pk)
    check_manage_portfolios(person)
    form = MoveForm(request.POST, user=person, project=moved)
    if form.is_valid():
        attempt(form, lambda: projects.move(moved, to=form.cleaned_data["portfolio"], by=person))
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    if not form.errors:
        messages.success(request, _("The project was moved."))
    return redirect("project", pk)


@require_POST
def project_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a project with its figures; for those who keep portfolios."""
    person = person_of(request)
    doomed = visible_project(person, pk)
    check_manage_portfolios(person)
    home = doomed.portfolio_id
    projects.delete(doomed, by=person)
    messages.success(request, _("The project was deleted."))
    return redirect("portfolio", home)
