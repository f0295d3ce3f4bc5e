"""The guidelines tab of a project: what applies to it, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portfolio.selectors.guidelines import applicable
from portfolio.selectors.projects import visible_project
from portfolio.views.project_frame import frame


@require_safe
def project_guidelines(request: HttpRequest, pk: int) -> HttpResponse:
    """Guidelines by method, class and kind of the project, as far as the person may read them."""
    shown = visible_project(request.user, pk)
    context = frame(request, shown, "guidelines")
    context["applicable"] = applicable(request.user, shown, context["row"])
    return render(request, "portfolio/project_guidelines.html", context)
