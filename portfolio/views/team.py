"""The team tab: members, who may read the project, who was given access."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import attempt
from accounts.models import User
from accounts.roles import is_external
from accounts.signed_in import person_of
from accounts.views.access import access_panel, grant_access, revoke_access
from portfolio.forms.projects import AccessForm, MemberForm
from portfolio.models import Project
from portfolio.models.projects import VIEW_PROJECT
from portfolio.permissions import check_edit_project, check_grant, why_not_edit, why_not_grant
from portfolio.selectors.projects import visible_project
from portfolio.services import projects
from portfolio.views.project_frame import frame


@require_safe
def project_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who works in the project and who may read it."""
    shown = visible_project(request.user, pk)
    return _page(request, shown, MemberForm(project=shown))


@require_POST
def project_member_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a person to the team."""
    person = person_of(request)
    shown = visible_project(person, pk)
    check_edit_project(person, shown)
    form = MemberForm(request.POST, project=shown)
    if form.is_valid():
        values = form.cleaned_data
        attempt(
            form,
            lambda: projects.add_member(shown, values["user"], role=values["role"], by=person),
        )
    if form.errors:
        return _page(request, shown, form)
    messages.success(request, _("%(name)s is in the team now.") % {"name": values["user"]})
    return redirect("project_team", pk)


@require_POST
def project_member_remove(request: HttpRequest, pk: int, user_pk: int) -> HttpResponse:
    """Take a person out of the team."""
    person = person_of(request)
    shown = visible_project(person, pk)
    check_edit_project(person, shown)
    member = get_object_or_404(User, pk=user_pk, memberships__project=shown)
    projects.remove_member(shown, member, by=person)
    messages.success(request, _("%(name)s is not in the team any more.") % {"name": member})
    return redirect("project_team", pk)


@require_POST
def project_access(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the project to all staff, or restrict it."""
    person = person_of(request)
    shown = visible_project(person, pk)
    check_grant(person)
    form = AccessForm(request.POST)
    if form.is_valid():
        projects.set_access(shown, form.cleaned_data["access"], by=person)
        messages.success(request, _("Access was changed."))
    else:
        messages.error(request, _("Choose who may read the project."))
    if Project.objects.visible_to(person).filter(pk=pk).exists():
        return redirect("project_team", pk)
    return redirect("project_list")


@require_POST
def project_grant_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person or group access to the project."""
    shown = visible_project(request.user, pk)
    check_grant(request.user)
    form = grant_access(request, shown, VIEW_PROJECT)
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return redirect("project_team", pk)


@require_POST
def project_grant_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take access to the project back."""
    shown = visible_project(request.user, pk)
    check_grant(request.user)
    revoke_access(request, shown, VIEW_PROJECT)
    return redirect("project_team", pk)


def _page(request: HttpRequest, shown: Project, form: MemberForm) -> HttpResponse:
    context: dict[str, Any] = {
        **frame(request, shown, "team"),
        "members": shown.memberships.select_related("user").order_by("user__name"),
        "form": None if why_not_edit(request.user, shown) else form,
        "access_form": None
        if why_not_grant(request.user)
        else AccessForm(initial={"access": shown.access}),
        "why_not_grant": why_not_grant(request.user),
    }
    if not is_external(request.user):
        context["access_panel"] = access_panel(
            shown,
            VIEW_PROJECT,
            add_url=reverse("project_grant_add", args=[shown.pk]),
            remove_url=reverse("project_grant_remove", args=[shown.pk]),
            why_not=why_not_grant(request.user) or "",
        )
    status = 422 if form.errors else 200
    return render(request, "portfolio/project_team.html", context, status=status)
