"""Handbooks, chapters and the identity of guidelines."""

from django.utils.translation import gettext_lazy as _

from core.registries import EventType

EVENTS: tuple[EventType, ...] = (
    EventType("guidelines.handbook_created", _("%(actor)s created the handbook %(object)s.")),
    EventType("guidelines.handbook_changed", _("%(actor)s changed the handbook %(object)s.")),
    EventType("guidelines.handbook_deleted", _("%(actor)s deleted the handbook %(object)s.")),
    EventType("guidelines.handbook_moved", _("%(actor)s moved the handbook %(object)s.")),
    EventType("guidelines.chapter_created", _("%(actor)s created the chapter %(object)s.")),
    EventType("guidelines.chapter_changed", _("%(actor)s changed the chapter %(object)s.")),
    EventType("guidelines.chapter_deleted", _("%(actor)s deleted the chapter %(object)s.")),
    EventType("guidelines.chapter_moved", _("%(actor)s moved the chapter %(object)s.")),
    EventType("guidelines.guideline_created", _("%(actor)s began %(object)s %(title)s.")),
    EventType("guidelines.guideline_changed", _("%(actor)s changed the properties of %(object)s.")),
    EventType(
        "guidelines.guideline_moved",
        _("%(actor)s moved the guideline %(object)s from %(chapter_before)s to %(chapter)s."),
    ),
    EventType(
        "guidelines.translation_follows",
        _("%(actor)s set the translation of %(object)s to source version %(source)s."),
    ),
)
