"""Pages that stand beside each other as tabs: the work on guidelines, and confirmations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.permissions import (
    why_not_look_after,
    why_not_manage,
    why_not_read_campaigns,
    why_not_read_feedback,
    why_not_survey,
    why_not_work,
)

WhyNot = Callable[[Any], str | None]
Part = tuple[str, Any, WhyNot]  # name of the address, label, why a person may not open it


def _open(_user: Any) -> str | None:
    return None


WORK: tuple[Part, ...] = (
    ("guideline_workbench", _("In work"), _open),
    ("guideline_ageing", _("Ageing"), why_not_survey),
    ("broken_links", _("Broken links"), why_not_look_after),
    ("guideline_feedback", _("Feedback"), why_not_read_feedback),
    ("text_blocks", _("Text blocks"), why_not_work),
    ("shipped_updates", _("Shipped updates"), why_not_manage),
    ("guideline_import_list", _("Imports"), why_not_manage),
)
CONFIRMATIONS: tuple[Part, ...] = (
    ("my_confirmations", _("Mine"), _open),
    ("campaigns", _("Campaigns"), why_not_read_campaigns),
)


def tabs_for(user: Any, parts: tuple[Part, ...], current: str) -> list[dict[str, Any]]:
    """The parts that the person may open, for the component; none where there is no choice."""
    found = [
        {"label": label, "url": reverse(name), "is_current": name == current}
        for name, label, why_not in parts
        if name == current or why_not(user) is None
    ]
    return found if len(found) > 1 else []
