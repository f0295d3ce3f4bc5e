"""Saved views as a list page shows them; the writes are in core/services/saved_views.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict

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


class Views:
    """The views of one list that a person may open: their own and the shared ones, read once."""

    def __init__(self, user: Any, list_key: str) -> None:
        self.user = user
        self.list_key = list_key
        self.is_kept = list_pages.get(list_key) is not None

    @cached_property
    def rows(self) -> list[SavedView]:
        """The views by name; a list that is not registered keeps none."""
        if not self.is_kept:
            return []
        views = SavedView.objects.visible_to(self.user).filter(list_key=self.list_key)
        return list(views.select_related("owner").order_by("name", "pk"))

    def redirect_target(self, params: QueryDict) -> str:
        """The query to go to when the address is bare (default view) or names only a view."""
        if params and list(params) != ["view"]:
            return ""
        wanted = params.get("view", "")
        view = next((each for each in self.rows if self._is_meant(each, wanted)), None)
        return address(view) if view and view.query else ""

    def panel(self, state: ListState, *, can_share: Callable[[Any], bool]) -> ViewsPanel:
        """The views as the page shows them beside this state."""
        query = state.saved_query()
        links = [
            ViewLink(
                view=view,
                url=f"?{address(view)}",
                is_current=str(view.pk) == state.view,
                is_changed=view.query != query,
                is_own=self._is_own(view),
            )
            for view in self.rows
        ]
        may_share = self.is_kept and can_share(self.user)
        return ViewsPanel(self.list_key, links, query, can_share=may_share, can_save=self.is_kept)

    def _is_meant(self, view: SavedView, number: str) -> bool:
        return str(view.pk) == number if number else view.is_default and self._is_own(view)

    def _is_own(self, view: SavedView) -> bool:
        return bool(view.owner_id == self.user.pk)


def address(view: SavedView) -> str:
    """The query of a view: all it keeps, and its number, so that the page can name it."""
    return f"{view.query}&view={view.pk}" if view.query else f"view={view.pk}"
