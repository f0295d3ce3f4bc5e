"""What can happen to reports, how it is told, and who hears of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from core.models import Event
from core.registries import EventType
from stakeholders.enums import RunKind


def _pmo(event: Event) -> Iterable[int]:
    """Everybody of the PMO who runs reports; of a failed preview only who asked for it."""
    if event.data["kind"] == RunKind.PREVIEW:
        return [event.data["asked_by"]] if event.data["asked_by"] else []
    people = User.objects.get_queryset().filter(is_active=True)
    office = people.filter(role_assignments__role__in=[Role.PMO_LEAD, Role.PMO_ANALYST])
    return office.values_list("pk", flat=True)


def _readers(event: Event) -> Iterable[int]:
    """The recipients whose mail went out."""
    return [int(person) for person in event.data["readers"]]


DEFINITIONS = (
    EventType("stakeholders.definition_created", _("%(actor)s defined the report %(object)s.")),
    EventType("stakeholders.definition_changed", _("%(actor)s changed the report %(object)s.")),
    EventType("stakeholders.definition_paused", _("%(actor)s paused the report %(object)s.")),
    EventType("stakeholders.definition_resumed", _("%(actor)s resumed the report %(object)s.")),
    EventType("stakeholders.definition_deleted", _("%(actor)s deleted the report %(object)s.")),
)
RUNS = (
    EventType("stakeholders.report_due", _("The report %(report)s was due.")),
    EventType("stakeholders.report_requested", _("%(actor)s asked for the report %(report)s.")),
    EventType("stakeholders.preview_requested", _("%(actor)s asked for a preview of %(report)s.")),
    EventType("stakeholders.report_repeated", _("%(actor)s ran the report %(report)s again.")),
    EventType("stakeholders.report_previewed", _("The preview of %(report)s is ready.")),
    EventType(
        "stakeholders.report_published",
        _("The report %(report)s as of %(as_of)s is ready."),
        _readers,
    ),
    EventType(
        "stakeholders.report_failed",
        _("The report %(report)s failed: %(reason)s"),
        _pmo,
        by_mail=True,
    ),
    EventType(
        "stakeholders.rendered_same",
        _("%(actor)s made the PDF of %(report)s again: its content is the same."),
    ),
    EventType(
        "stakeholders.rendered_differently",
        _("%(actor)s made the PDF of %(report)s again: the layout is newer than the first one."),
    ),
    EventType("stakeholders.report_opened", _("%(actor)s opened the report %(report)s.")),
)
EVENTS = (*DEFINITIONS, *RUNS)
