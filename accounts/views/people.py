"""One person: looking up and managing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.forms import attempt, posted
from accounts.forms.people import PersonForm
from accounts.models import User
from accounts.permissions import can_manage_people, check_manage_person, why_not_manage
from accounts.selectors import people as selectors
from accounts.services import people, sessions
from accounts.signed_in import person_of
from core.events import sentence
from core.models import Event


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Who this is, what they may do, and what was done to the account."""
    viewer = person_of(request)
    shown = _visible(viewer, pk)
    context = {
        "person": shown,
        "roles": selectors.roles(shown),
        "groups": shown.groups.order_by("name"),
        "grants": selectors.grants_of(shown, viewer),
        "is_manager": can_manage_people(viewer),
        "why_not": why_not_manage(viewer, shown),
        **(_account(shown) if can_manage_people(viewer) else {}),
    }
    return render(request, "accounts/person.html", context)


def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, unit, roles and access of a person."""
    manager = person_of(request)
    edited = _visible(manager, pk)
    check_manage_person(manager, edited)
    form = PersonForm(posted(request), initial=_initial(edited), by=manager)
    if form.is_valid() and _is_saved(form, edited, manager):
        messages.success(request, _("The account of %(name)s was saved.") % {"name": edited})
        return redirect(edited)
    context = {"form": form, "person": edited}
    return render(request, "accounts/person_edit.html", context, status=422 if form.errors else 200)


def _visible(viewer: User, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(viewer).with_state(), pk=pk)


def _account(shown: User) -> dict[str, Any]:
    """What only those see who manage people."""
    history = Event.objects.filter(model=User._meta.label_lower, object_id=shown.pk)
    latest = history.order_by("-pk")[:10]
    return {
        "session_count": sessions.count(shown),
        "invitation": selectors.latest_invitation(shown),
        "history": [(sentence(event), event.at) for event in latest],
    }


def _initial(edited: User) -> dict[str, Any]:
    fields = ("name", "unit", "job_title", "is_active")
    shown = {field: getattr(edited, field) for field in fields}
    return {**shown, "roles": [role.value for role in selectors.roles(edited)]}


def _is_saved(form: PersonForm, edited: User, manager: User) -> bool:
    attempt(form, lambda: people.edit(edited, form.cleaned_data, by=manager))
    return not form.errors
