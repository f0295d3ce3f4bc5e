"""Saved views as a list page shows them; the writes are in core/services/saved_views.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from core.listing.state import ListState
from core.models import SavedView
from core.registries import list_pages


@dataclass(frozen=True)
class ViewLink:
    """A saved view with its address, as one person sees it."""

    view: SavedView
    url: str
    is_current: bool
    is_changed: bool
    is_own: bool


@dataclass(frozen=True)
class ViewsPanel:
    """The views a person may open on this list, and what they may do with them."""

    list_key: str
    links: list[ViewLink]
    query: str
    can_share: bool
    can_save: bool

    @property
    def current(self) -> ViewLink | None:
        """The view that is open."""
        return next((link for link in self.links if link.is_current), None)


def visible_views(user: Any, list_key: str) -> Any:
    """The person's own views and the shared ones of this list, by name."""
    mine_or_shared = Q(owner_id=user.pk) | Q(is_shared=True)
    views = SavedView.objects.filter(mine_or_shared, list_key=list_key)
    return views.select_related("owner").order_by("name", "pk")


def redirect_target(request: HttpRequest, list_key: str) -> str:
    """The query to go to when the address is bare (default view) or names only a view."""
    if request.GET and list(request.GET) != ["view"]:
        return ""
    number = request.GET.get("view", "")
    if request.GET and not number.isdigit():
        return ""
    if list_pages.get(list_key) is None:
        return ""
    wanted = Q(pk=number) if number else Q(is_default=True, owner_id=request.user.pk)
    view = visible_views(request.user, list_key).filter(wanted).first()
    return address(view) if view and view.query else ""


def address(view: SavedView) -> str:
    """The query of a view: all it keeps, and its number, so that the page can name it."""
    return f"{view.query}&view={view.pk}" if view.query else f"view={view.pk}"


def panel(
    request: HttpRequest, list_key: str, state: ListState, *, can_share: Callable[[Any], bool]
) -> ViewsPanel:
    """The views of this list; a list that is not registered keeps none."""
    query = state.saved_query()
    is_kept = list_pages.get(list_key) is not None
    views = visible_views(request.user, list_key) if is_kept else []
    links = [
        ViewLink(
            view=view,
            url=f"?{address(view)}",
            is_current=str(view.pk) == state.view,
            is_changed=view.query != query,
            is_own=view.owner_id == request.user.pk,
        )
        for view in views
    ]
    return ViewsPanel(
        list_key, links, query, can_share=is_kept and can_share(request.user), can_save=is_kept
    )
