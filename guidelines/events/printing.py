"""Guidelines taken along on paper."""

from django.utils.translation import gettext_lazy as _

from core.registries import EventType

EVENTS: tuple[EventType, ...] = (
    EventType("guidelines.pdf_asked", _("%(actor)s asked for the PDF of %(object)s.")),
)
