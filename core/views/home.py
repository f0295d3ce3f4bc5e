"""The first page after sign-in: what needs me, then what each app has to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.registries import event_types, home_tiles
from core.selectors.events import in_words, notifications_of

NEWEST = 6


@dataclass(frozen=True)
class ShownTile:
    """A tile ready for the page: `span`, `href` and `link` come from the tile's context."""

    title: Any
    content: SafeString
    span: int
    href: str
    link: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Greeting, what waits for this person, unread notifications, then the other tiles."""
    news = [{"notification": row, "sentence": in_words(row)} for row in _unread(request)]
    context = {
        "greeting": _greeting(request),
        "tasks": list(_tiles(request, is_task=True)),
        "news": news,
        "tiles": list(_tiles(request, is_task=False)),
    }
    return render(request, "core/home.html", context)


def _unread(request: HttpRequest) -> QuerySet[Any]:
    """The newest unread notifications; what is important enough for a mail comes first."""
    urgent = [kind.key for kind in event_types if kind.by_mail]
    rank = Case(When(event__name__in=urgent, then=Value(0)), default=Value(1))
    unread = notifications_of(request.user).filter(read_at__isnull=True)
    return unread.order_by(rank, "-pk")[:NEWEST]


def _tiles(request: HttpRequest, *, is_task: bool) -> Iterator[ShownTile]:
    for entry in home_tiles:
        if entry.is_task != is_task:
            continue
        tile = entry.build(request.user)
        if tile is None:
            continue
        yield ShownTile(
            title=tile.title,
            content=render_to_string(tile.template, tile.context, request),
            span=tile.context.get("span", 4),
            href=tile.context.get("href", ""),
            link=tile.context.get("link", ""),
        )


def _greeting(request: HttpRequest) -> str:
    """A greeting by the hour at the person's place."""
    hour = timezone.localtime().hour
    name = str(request.user).split()[0]
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < 18:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}
