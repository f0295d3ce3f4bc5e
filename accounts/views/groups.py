"""Groups of people."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import attempt, posted
from accounts.forms.people import GroupForm
from accounts.models import User
from accounts.permissions import can_manage_people, check_manage_people, check_see_groups
from accounts.selectors import people as selectors
from accounts.services import groups
from accounts.signed_in import person_of


@require_safe
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """The members, and what they share."""
    viewer = person_of(request)
    check_see_groups(viewer)
    shown = get_object_or_404(Group, pk=pk)
    context = {
        "group": shown,
        "members": User.objects.get_queryset().with_state().filter(groups=shown).order_by("name"),
        "grants": selectors.grants_of(shown, viewer),
        "is_manager": can_manage_people(viewer),
    }
    return render(request, "accounts/group.html", context)


def group_create(request: HttpRequest) -> HttpResponse:
    """A new group."""
    manager = person_of(request)
    check_manage_people(manager)
    form = GroupForm(posted(request))
    if form.is_valid():
        created = attempt(form, lambda: groups.create(by=manager, **form.cleaned_data))
        if created:
            messages.success(request, _("The group was created."))
            return redirect("group", created.pk)
    context = {"form": form}
    return render(request, "accounts/group_edit.html", context, status=422 if form.errors else 200)


def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and members of a group."""
    manager = person_of(request)
    check_manage_people(manager)
    edited = get_object_or_404(Group, pk=pk)
    members = list(edited.user_set.values_list("pk", flat=True))
    initial = {"name": edited.name, "members": members}
    form = GroupForm(posted(request), initial=initial, group=edited)
    if form.is_valid():
        attempt(form, lambda: groups.update(edited, by=manager, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("The group was saved."))
            return redirect("group", edited.pk)
    context = {"form": form, "group": Group.objects.get(pk=pk)}
    return render(request, "accounts/group_edit.html", context, status=422 if form.errors else 200)


@require_POST
def group_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a group; its members lose what it was granted."""
    manager = person_of(request)
    check_manage_people(manager)
    groups.delete(get_object_or_404(Group, pk=pk), by=manager)
    messages.success(request, _("The group was deleted."))
    return redirect("groups")
