"""What the portfolio tells guidelines: projects that follow one, and who manages them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.registries import Audience, UsedBy
from portfolio.selectors.guidelines import count_following, managers_of_following


def _projects(guideline: Any, user: Any) -> Iterable[dict[str, Any]]:
    """How many open projects that the person may see follow the guideline."""
    version = guideline.current
    if version is None or guideline.retired_on is not None:
        return
    number = count_following(version, user)
    if not number:
        return
    label = ngettext(
        "%(number)s open project follows this guideline",
        "%(number)s open projects follow this guideline",
        number,
    )
    query = urlencode({"scope": "open", "guideline": guideline.code})
    yield {
        "label": label % {"number": number},
        "url": f"{reverse('project_list')}?{query}",
        "note": "",
    }


USED_BY = UsedBy("portfolio.projects", "guidelines.guideline", _("Projects"), _projects, order=50)
MANAGERS = Audience(
    "portfolio.managers",
    _("Managers of open projects to which it applies"),
    managers_of_following,
    order=10,
)
