"""The matrix of roles and what they allow, as the code has it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import RoleAssignment
from accounts.permissions import check_see_people
from accounts.roles import CAPABILITIES, Capability, Role


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Every role against every capability, printed from the table that decides."""
    check_see_people(request.user)
    rows = [
        {"label": capability.label, "cells": [capability in CAPABILITIES[role] for role in Role]}
        for capability in Capability
    ]
    active = RoleAssignment.objects.filter(user__is_active=True).values_list("role", flat=True)
    held = list(active)
    heads = [{"role": role, "label": role.label, "count": held.count(role)} for role in Role]
    return render(request, "accounts/roles.html", {"heads": heads, "rows": rows})
