"""Campaigns and confirmations."""

from django.utils.translation import gettext_lazy as _

from core.registries import EventType
from guidelines.events.audiences import people_named

EVENTS: tuple[EventType, ...] = (
    EventType(
        "guidelines.campaign_planned",
        _("%(actor)s plans to ask for confirmation of %(object)s %(title)s, version %(number)s."),
    ),
    EventType(
        "guidelines.confirmation_asked",
        _("Please read %(object)s %(title)s, version %(number)s, and confirm it by %(due_on)s."),
        people_named,
        by_mail=True,
    ),
    EventType(
        "guidelines.confirmation_reminded",
        _("Your confirmation of %(object)s %(title)s, version %(number)s, is due on %(due_on)s."),
        people_named,
        by_mail=True,
    ),
    EventType(
        "guidelines.confirmation_excused",
        _(
            "%(actor)s excused %(person)s from confirming version %(number)s of %(object)s:"
            " %(reason)s"
        ),
    ),
    EventType(
        "guidelines.confirmation_exception_undone",
        _("%(actor)s asks %(person)s again to confirm version %(number)s of %(object)s."),
    ),
    EventType(
        "guidelines.campaign_closed",
        _("%(actor)s ended asking for confirmation of version %(number)s of %(object)s %(title)s."),
    ),
    EventType(
        "guidelines.confirmed",
        _("%(actor)s confirmed version %(number)s of %(object)s %(title)s."),
    ),
)
