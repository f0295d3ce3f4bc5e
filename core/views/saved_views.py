"""Saving, sharing and deleting views of list pages."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.listing.saved import address
from core.models import SavedView
from core.registries import list_pages
from core.services import saved_views


@require_POST
def saved_view_save(request: HttpRequest) -> HttpResponse:
    """Keep the list's state under a name and open it as that view."""
    list_key = request.POST.get("list_key", "")
    entry = list_pages.get(list_key)
    if entry is None:
        raise Http404
    entry.page().check(request)
    query = request.POST.get("query", "")
    try:
        view = saved_views.save(
            list_key,
            request.POST.get("name", ""),
            query,
            by=request.user,
            is_shared="is_shared" in request.POST,
            is_default="is_default" in request.POST,
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{reverse(entry.url_name)}?{query}")
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(_list_address(view))


@require_POST
def saved_view_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Share the view or make it private again."""
    view = _visible(request, pk)
    is_shared = bool(request.POST.get("is_shared"))
    saved_views.share(view, by=request.user, is_shared=is_shared)
    text = _("The view is shared.") if is_shared else _("The view is private.")
    messages.success(request, text)
    return redirect(_list_address(view))


@require_POST
def saved_view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the view and open the list without it."""
    view = _visible(request, pk)
    target = _list_url(view.list_key)
    try:
        saved_views.delete(view, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect(_list_address(view))
    messages.success(request, _("The view is deleted."))
    return redirect(f"{target}?view=all")


def _visible(request: HttpRequest, pk: int) -> SavedView:
    """The view if the person may see it; changing it is the service's check."""
    return get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)


def _list_address(view: SavedView) -> str:
    return f"{_list_url(view.list_key)}?{address(view)}"


def _list_url(list_key: str) -> str:
    entry = list_pages.get(list_key)
    if entry is None:
        raise Http404
    return reverse(entry.url_name)
