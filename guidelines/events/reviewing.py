"""Reviews: who is asked, what they say, what they decide."""

from django.utils.translation import gettext_lazy as _

from core.registries import EventType
from guidelines.events.audiences import people_named

EVENTS: tuple[EventType, ...] = (
    EventType(
        "guidelines.review_requested",
        _("%(actor)s asked %(reviewers)s to review version %(number)s of %(object)s %(title)s."),
        people_named,
        by_mail=True,
    ),
    EventType(
        "guidelines.reviewer_added",
        _("%(actor)s also asked %(reviewers)s to review version %(number)s of %(object)s."),
        people_named,
        by_mail=True,
    ),
    EventType(
        "guidelines.reviewer_removed",
        _("%(actor)s no longer asks %(reviewers)s to review version %(number)s of %(object)s."),
    ),
    EventType(
        "guidelines.review_commented",
        _("%(actor)s commented on version %(number)s of %(object)s %(title)s: “%(comment)s”"),
        people_named,
    ),
    EventType(
        "guidelines.wording_suggested",
        _("%(actor)s suggested a wording for version %(number)s of %(object)s %(title)s."),
        people_named,
    ),
    EventType(
        "guidelines.comment_resolved",
        _("%(actor)s resolved a comment on version %(number)s of %(object)s: “%(comment)s”"),
    ),
    EventType(
        "guidelines.comment_reopened",
        _("%(actor)s opened a comment on version %(number)s of %(object)s again: “%(comment)s”"),
        people_named,
    ),
    EventType(
        "guidelines.suggestion_accepted",
        _("%(actor)s took the wording of %(suggester)s into version %(number)s of %(object)s."),
        people_named,
    ),
    EventType(
        "guidelines.suggestion_declined",
        _("%(actor)s declined the wording of %(suggester)s for %(object)s: “%(reason)s”"),
        people_named,
    ),
    EventType(
        "guidelines.approvals_reset",
        _("The text of version %(number)s of %(object)s %(title)s changed: please look again."),
        people_named,
    ),
    EventType(
        "guidelines.review_approved",
        _("%(actor)s approved version %(number)s of %(object)s %(title)s."),
        people_named,
    ),
    EventType(
        "guidelines.changes_requested",
        _("%(actor)s wants changes in version %(number)s of %(object)s %(title)s: “%(reason)s”"),
        people_named,
        by_mail=True,
    ),
    EventType(
        "guidelines.version_approved",
        _("Version %(number)s of %(object)s %(title)s is approved and can be published."),
        people_named,
        by_mail=True,
    ),
    EventType(
        "guidelines.review_withdrawn",
        _("%(actor)s took version %(number)s of %(object)s back to draft: “%(reason)s”"),
        people_named,
    ),
)
