"""Entries of the registries: reading."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_external
from core.registries import (
    HomeTile,
    NavItem,
    SearchFacet,
    SearchSource,
    Tile,
    home_tiles,
    navigation,
    search_sources,
)
from guidelines import searching
from guidelines.enums import Kind, Method
from guidelines.models import Guideline
from guidelines.selectors.library import at_hand

KINDS, METHODS = dict(Kind.choices), dict(Method.choices)
TEMPLATE = "guidelines/tiles/at_hand.html"


def register() -> None:
    """Register the library, its search and what a person keeps at hand."""
    navigation.add(
        NavItem("guidelines", "method", _("Guidelines"), "guideline_library", 10, _reads_any)
    )
    home_tiles.add(HomeTile("guidelines.at_hand", _at_hand, order=60))
    search_sources.add(
        SearchSource(
            "guidelines.guideline",
            _("Guidelines"),
            searching.visible_ids,
            searching.documents,
            order=5,
            facets=(
                SearchFacet("kind", _("Kind"), lambda code: KINDS.get(code, code)),
                SearchFacet("method", _("Method"), lambda code: METHODS.get(code, code)),
            ),
        )
    )


def _reads_any(user: Any) -> bool:
    """Staff always; external people once they may read a guideline."""
    return not is_external(user) or Guideline.objects.visible_to(user).exists()


def _at_hand(user: Any) -> Tile | None:
    """Favourites, then what was read lately."""
    favourites, recent = at_hand(user)
    if not favourites and not recent:
        return None
    context = {
        "favourites": favourites,
        "recent": [row for row in recent if row not in favourites],
        "href": reverse("guideline_library"),
        "link": _("All guidelines"),
    }
    return Tile(_("Guidelines at hand"), TEMPLATE, context)
