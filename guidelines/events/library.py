"""Glossary and text blocks."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability
from core.models import Event
from core.registries import EventType
from guidelines.selectors.reviewing import people_with


def _releasers(_event: Event) -> Iterable[int]:
    """Who may release a block."""
    return [person.pk for person in people_with(Capability.PUBLISH_GUIDELINES)]


EVENTS: tuple[EventType, ...] = (
    EventType("guidelines.term_added", _("%(actor)s added the term %(object)s.")),
    EventType("guidelines.term_changed", _("%(actor)s changed the term %(object)s.")),
    EventType("guidelines.term_deleted", _("%(actor)s removed the term %(object)s.")),
    EventType(
        "guidelines.block_created",
        _("%(actor)s began the text block %(object)s."),
        audience=_releasers,
    ),
    EventType(
        "guidelines.block_proposed",
        _("%(actor)s proposed a text for the block %(object)s."),
        audience=_releasers,
    ),
    EventType("guidelines.block_released", _("%(actor)s released the text block %(object)s.")),
    EventType(
        "guidelines.block_proposal_dropped",
        _("%(actor)s took back the text proposed for the block %(object)s."),
    ),
    EventType("guidelines.block_deleted", _("%(actor)s deleted the text block %(object)s.")),
)
