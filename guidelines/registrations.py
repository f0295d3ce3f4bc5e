"""What guidelines add to the registries, one module per area."""

from __future__ import annotations

from typing import Any

from core.registries import Confidential, confidential, event_types
from guidelines.events import EVENTS
from guidelines.models import Guideline
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
    confidential.add(Confidential("guidelines.guideline", _readable))
    reading.register()
    lifecycle.register()
    confirming.register()
    exchanging.register()
    library.register()
    shipping.register()
    linking.register()


def _readable(user: Any) -> Any:
    return Guideline.objects.visible_to(user).values("pk")
