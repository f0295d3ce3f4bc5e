"""What the page frame needs on every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from core import policy
from core.models import Notification
from core.registries import NavItem, navigation

SECTIONS: dict[str, Any] = {
    "home": "",
    "controlling": _("Controlling"),
    "method": _("Method"),
    "stakeholders": _("Stakeholders"),
    "help": _("Help"),
    "administration": _("Administration"),
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """What a template of any page may ask for; nothing is computed until it asks."""

    def lazy(build: Callable[[HttpRequest], Any]) -> Any:
        return SimpleLazyObject(lambda: build(request))

    return {
        "site_name": settings.SITE_NAME,
        "navigation": lazy(_navigation),
        "unread_count": lazy(_unread),
        "is_internal": lazy(lambda request: policy.is_internal(request.user)),
    }


def _navigation(request: HttpRequest) -> list[tuple[Any, list[NavItem]]]:
    """The sections with the items this person may open."""
    groups: dict[str, list[NavItem]] = {key: [] for key in SECTIONS}
    for item in navigation:
        if item.is_visible(request.user):
            groups[item.section].append(item)
    return [(SECTIONS[key], items) for key, items in groups.items() if items]


def _unread(request: HttpRequest) -> int:
    if not request.user.is_authenticated:
        return 0
    return Notification.objects.filter(recipient=request.user, read_at__isnull=True).count()
