"""Publishing, retiring and care."""

from django.utils.translation import gettext_lazy as _

from core.registries import EventType
from guidelines.events.audiences import people_named, readers

EVENTS: tuple[EventType, ...] = (
    EventType(
        "guidelines.published",
        _("%(actor)s published version %(number)s of %(object)s %(title)s: “%(change_note)s”"),
        readers,
    ),
    EventType(
        "guidelines.came_into_force",
        _("Version %(number)s of %(object)s %(title)s came into force: “%(change_note)s”"),
        readers,
    ),
    EventType(
        "guidelines.published_shipped",
        _(
            "Version %(number)s of %(object)s %(title)s was published without review:"
            " shipped with the portal."
        ),
        readers,
    ),
    EventType(
        "guidelines.published_imported",
        _(
            "%(actor)s published version %(number)s of %(object)s %(title)s without review:"
            " imported. %(reason)s"
        ),
        readers,
    ),
    EventType(
        "guidelines.broken_links_accepted",
        _(
            "%(actor)s published version %(number)s of %(object)s although links lead nowhere:"
            " %(links)s."
        ),
    ),
    EventType(
        "guidelines.publishing_scheduled",
        _(
            "%(actor)s published version %(number)s of %(object)s %(title)s in advance:"
            " it takes effect on %(effective_on)s."
        ),
        people_named,
    ),
    EventType(
        "guidelines.publishing_unscheduled",
        _("%(actor)s took back that version %(number)s of %(object)s takes effect."),
        people_named,
    ),
    EventType(
        "guidelines.retired",
        _("%(actor)s retired %(object)s %(title)s: “%(reason)s”"),
        readers,
    ),
    EventType(
        "guidelines.restore_started",
        _("%(actor)s began version %(number)s of the retired %(object)s %(title)s."),
    ),
    EventType(
        "guidelines.confirmed_valid",
        _("%(actor)s reviewed %(object)s: valid until %(next_review_on)s. “%(note)s”"),
    ),
    EventType(
        "guidelines.review_due_soon",
        _("The review of %(object)s %(title)s is due on %(due_on)s."),
        people_named,
        by_mail=True,
    ),
    EventType(
        "guidelines.review_overdue",
        _("The review of %(object)s %(title)s was due on %(due_on)s."),
        people_named,
        by_mail=True,
    ),
)
