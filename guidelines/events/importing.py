"""Imports of handbooks."""

from django.utils.translation import gettext_lazy as _

from core.registries import EventType

EVENTS: tuple[EventType, ...] = (
    EventType(
        "guidelines.imported",
        _(
            "%(actor)s imported %(file)s into %(object)s: %(new)s new, %(draft)s changed, "
            "%(unchanged)s unchanged, %(blocked)s left out."
        ),
    ),
    EventType(
        "guidelines.import_discarded",
        _("%(actor)s discarded the upload %(file)s for %(object)s."),
    ),
)
