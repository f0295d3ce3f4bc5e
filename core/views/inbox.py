"""The inbox: what happened that a person should know."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.selectors.events import in_words, notifications_of
from core.services import notifications

PER_PAGE = 25


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The person's notifications, unread ones first."""
    rows = notifications_of(request.user).order_by(F("read_at").desc(nulls_first=True), "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    items: list[dict[str, Any]] = [{"notification": row, "sentence": in_words(row)} for row in page]
    return render(request, "core/inbox.html", {"page": page, "items": items})


@require_POST
def notification_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notification as read and go where it points, if the person may still read it."""
    notification = get_object_or_404(notifications_of(request.user), pk=pk)
    notifications.mark_read(notification)
    target = "" if notification.is_hidden else notification.url
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if target and is_ours else "inbox")


@require_POST
def notifications_read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = notifications.mark_all_read(by=request.user)
    text = ngettext("%(count)s notification read.", "%(count)s notifications read.", count)
    messages.success(request, text % {"count": count})
    return redirect("inbox")
