"""Pages of portfolios: list, dashboard, form, access."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import attempt, posted
from accounts.signed_in import person_of
from accounts.views.access import access_panel, grant_access, revoke_access
from portfolio.forms.portfolios import PortfolioForm
from portfolio.models import Portfolio
from portfolio.models.portfolios import VIEW_PORTFOLIO
from portfolio.permissions import (
    check_grant,
    check_manage_portfolios,
    why_not_grant,
    why_not_manage,
)
from portfolio.selectors import portfolios as selectors
from portfolio.services import portfolios
from portfolio.views import dashboard


@require_safe
def portfolio_list(request: HttpRequest) -> HttpResponse:
    """Every portfolio the person may see, with its status at a glance."""
    context = {
        "cards": selectors.at_a_glance(request.user),
        "why_not": why_not_manage(request.user),
    }
    return render(request, "portfolio/portfolio_list.html", context)


@require_safe
def portfolio(request: HttpRequest, pk: int) -> HttpResponse:
    """The dashboard of a portfolio."""
    shown = get_object_or_404(Portfolio.objects.visible_to(request.user), pk=pk)
    context = {
        "portfolio": shown,
        "programmes": list(shown.programmes.order_by("name")),
        "why_not": why_not_manage(request.user),
        "why_not_grant": why_not_grant(request.user),
        **dashboard.context(request, shown),
    }
    return render(request, "portfolio/portfolio.html", context)


def portfolio_create(request: HttpRequest) -> HttpResponse:
    """A new portfolio."""
    person = person_of(request)
    check_manage_portfolios(person)
    form = PortfolioForm(posted(request))
    if request.method == "POST" and form.is_valid():
        created = attempt(form, lambda: portfolios.create(by=person, **form.cleaned_data))
        if created:
            messages.success(request, _("The portfolio was created."))
            return redirect("portfolio", created.pk)
    return _form_page(request, form, None)


def portfolio_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A portfolio's own fields, and who has access."""
    person = person_of(request)
    edited = get_object_or_404(Portfolio.objects.visible_to(person), pk=pk)
    check_manage_portfolios(person)
    form = PortfolioForm(posted(request), obj=edited)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: portfolios.update(edited, by=person, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("The portfolio was saved."))
            return redirect("portfolio", edited.pk)
        edited.refresh_from_db()
    return _form_page(request, form, edited)


@require_POST
def portfolio_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an empty portfolio."""
    person = person_of(request)
    doomed = get_object_or_404(Portfolio.objects.visible_to(person), pk=pk)
    check_manage_portfolios(person)
    try:
        portfolios.delete(doomed, by=person)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("portfolio_edit", pk)
    messages.success(request, _("The portfolio was deleted."))
    return redirect("portfolio_list")


@require_POST
def portfolio_grant_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person or group access to the portfolio."""
    shown = get_object_or_404(Portfolio.objects.visible_to(request.user), pk=pk)
    check_grant(request.user)
    form = grant_access(request, shown, VIEW_PORTFOLIO)
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return redirect("portfolio_access", pk)


@require_POST
def portfolio_grant_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take access to the portfolio back."""
    shown = get_object_or_404(Portfolio.objects.visible_to(request.user), pk=pk)
    check_grant(request.user)
    revoke_access(request, shown, VIEW_PORTFOLIO)
    return redirect("portfolio_access", pk)


@require_safe
def portfolio_access(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was given access to the portfolio."""
    shown = get_object_or_404(Portfolio.objects.visible_to(request.user), pk=pk)
    check_grant(request.user)
    panel = access_panel(
        shown,
        VIEW_PORTFOLIO,
        add_url=reverse("portfolio_grant_add", args=[pk]),
        remove_url=reverse("portfolio_grant_remove", args=[pk]),
    )
    context = {"portfolio": shown, "access_panel": panel}
    return render(request, "portfolio/portfolio_access.html", context)


def _form_page(request: HttpRequest, form: PortfolioForm, edited: Portfolio | None) -> HttpResponse:
    context = {
        "form": form,
        "portfolio": edited,
        "why_not_delete": _("Only an empty portfolio can be deleted. Move its projects first.")
        if edited and edited.projects.exists()
        else "",
    }
    status = 422 if form.errors else 200
    return render(request, "portfolio/portfolio_edit.html", context, status=status)
