"""Pages of programmes: the dashboard narrowed to one, and its form."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import attempt, posted
from accounts.signed_in import person_of
from portfolio.forms.portfolios import ProgrammeForm
from portfolio.models import Portfolio, Programme
from portfolio.permissions import check_manage_portfolios, why_not_manage
from portfolio.services import programmes
from portfolio.views import dashboard


@require_safe
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """The dashboard of a programme."""
    visible = Programme.objects.visible_to(request.user).select_related("portfolio")
    shown = get_object_or_404(visible, pk=pk)
    context = {
        "programme": shown,
        "portfolio": shown.portfolio,
        "why_not": why_not_manage(request.user),
        **dashboard.context(request, shown.portfolio, shown),
    }
    return render(request, "portfolio/programme.html", context)


def programme_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new programme of a portfolio."""
    person = person_of(request)
    owner = get_object_or_404(Portfolio.objects.visible_to(person), pk=pk)
    check_manage_portfolios(person)
    form = ProgrammeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        created = attempt(form, lambda: programmes.create(owner, by=person, **form.cleaned_data))
        if created:
            messages.success(request, _("The programme was created."))
            return redirect("programme", created.pk)
    return _form_page(request, form, owner, None)


def programme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A programme's own fields."""
    person = person_of(request)
    edited = get_object_or_404(Programme.objects.visible_to(person), pk=pk)
    check_manage_portfolios(person)
    form = ProgrammeForm(posted(request), obj=edited)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: programmes.update(edited, by=person, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("The programme was saved."))
            return redirect("programme", edited.pk)
        edited.refresh_from_db()
    return _form_page(request, form, edited.portfolio, edited)


@require_POST
def programme_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an empty programme."""
    person = person_of(request)
    doomed = get_object_or_404(Programme.objects.visible_to(person), pk=pk)
    check_manage_portfolios(person)
    try:
        programmes.delete(doomed, by=person)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("programme_edit", pk)
    messages.success(request, _("The programme was deleted."))
    return redirect("portfolio", doomed.portfolio_id)


def _form_page(
    request: HttpRequest, form: ProgrammeForm, portfolio: Portfolio, edited: Programme | None
) -> HttpResponse:
    context = {
        "form": form,
        "portfolio": portfolio,
        "programme": edited,
        "why_not_delete": _("Only an empty programme can be deleted. Move its projects first.")
        if edited and edited.projects.exists()
        else "",
    }
    status = 422 if form.errors else 200
    return render(request, "portfolio/programme_edit.html", context, status=status)
