"""Drafts and what is written in them."""

from django.utils.translation import gettext_lazy as _

from core.registries import EventType

EVENTS: tuple[EventType, ...] = (
    EventType(
        "guidelines.draft_started",
        _("%(actor)s began version %(number)s of %(object)s %(title)s."),
    ),
    EventType(
        "guidelines.draft_saved",
        _("%(actor)s saved the draft of version %(number)s of %(object)s %(title)s."),
    ),
    EventType(
        "guidelines.draft_discarded",
        _("%(actor)s threw away the draft of version %(number)s of %(object)s %(title)s."),
    ),
    EventType(
        "guidelines.picture_added", _("%(actor)s added the picture %(picture)s to %(object)s.")
    ),
)
