"""What guidelines add to the registries, one module per area."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from accounts.roles import Capability, can
from core.registries import Confidential, confidential, event_types
from guidelines.events import EVENTS
from guidelines.models import Chapter, Guideline
from guidelines.models.structure import readable_chapters, visible_guidelines
from guidelines.registering import (
    confirming,
    exchanging,
    library,
    lifecycle,
    linking,
    reading,
    shipping,
)


def register() -> None:
    """Register events, what is confidential, and what each area brings."""
    event_types.add(*EVENTS)
    confidential.add(
        Confidential("guidelines.guideline", _readable),
        Confidential("guidelines.chapter", _readable_chapters),
    )
    reading.register()
    lifecycle.register()
    confirming.register()
    exchanging.register()
    library.register()
    shipping.register()
    linking.register()


def _readable(user: Any) -> Any:
    if can(user, Capability.SEE_RESTRICTED):
        return None
    return Guideline.objects.visible_to(user).values("pk")


def _readable_chapters(user: Any) -> Any:
    """Chapters that are open to the person, empty ones too, or hold what they may read."""
    if can(user, Capability.SEE_RESTRICTED):
        return None
    holding = Guideline.objects.filter(visible_guidelines(user)).values("chapter")
    return Chapter.objects.filter(readable_chapters(user) | Q(pk__in=holding)).values("pk")
