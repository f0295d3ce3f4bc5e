"""The history tab: what happened, who did it, what changed."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import is_external
from portfolio.selectors import changes
from portfolio.selectors.projects import visible_project
from portfolio.views.project_frame import frame

PER_PAGE = 25


@require_safe
def project_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Events of the project with old and new values, and the versions of its master data."""
    shown = visible_project(request.user, pk)
    if is_external(request.user):
        raise PermissionDenied(_("The history of a project is for staff."))
    page = Paginator(changes.events_of(shown), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(request, shown, "history"),
        "page_of_events": page,
        "events": changes.told(page.object_list),
        "versions": changes.versions_of(shown),
    }
    return render(request, "portfolio/project_history.html", context)
