"""Entries of the registries: updates of shipped guidelines."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.registries import HomeTile, Tile, home_tiles
from guidelines.permissions import why_not_manage
from guidelines.selectors.shipping import visible_updates
from guidelines.shipping.standing import Standing

TEMPLATE = "guidelines/tiles/shipped.html"
SHOWN = 5


def register() -> None:
    """Register what waits for the PMO after an update of the portal."""
    home_tiles.add(HomeTile("guidelines.shipped", _updates, order=70, is_task=True))


def _updates(user: Any) -> Tile | None:
    """Shipped changes that nobody has decided on yet."""
    if why_not_manage(user) is not None:
        return None
    found = [step for step in visible_updates(user) if step.standing != Standing.DECLINED]
    if not found:
        return None
    context = {
        "steps": found[:SHOWN],
        "more": max(len(found) - SHOWN, 0),
        "href": reverse("shipped_updates"),
        "link": _("All updates"),
    }
    return Tile(_("Shipped updates"), TEMPLATE, context)
