"""Campaigns and confirmations."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from core.models import Event
from core.registries import EventType
from guidelines.enums import RequestState
from guidelines.events.audiences import people_named
from guidelines.models import ConfirmationRequest, Guideline
from guidelines.selectors.readers import readers_of


def still_asked(event: Event) -> Iterable[int]:
    """Those whom the event names, as far as they are still open and may read the guideline."""
    guideline = Guideline.objects.select_related("chapter").filter(pk=event.object_id or 0).first()
    if guideline is None:
        return []
    waiting = ConfirmationRequest.objects.filter(
        campaign=event.data.get("campaign_id") or 0,
        state=RequestState.OPEN,
        person__in=readers_of(guideline).values("pk"),
    )
    return set(waiting.values_list("person", flat=True)) & set(event.data.get("people") or [])


EVENTS: tuple[EventType, ...] = (
    EventType(
        "guidelines.campaign_planned",
        _("%(actor)s asks for confirmation of %(object)s %(title)s, version %(number)s."),
    ),
    EventType(
        "guidelines.confirmation_asked",
        _("Please read %(object)s %(title)s, version %(number)s, and confirm it by %(due_on)s."),
        still_asked,
        by_mail=True,
    ),
    EventType(
        "guidelines.confirmation_reminded",
        _("Your confirmation of %(object)s %(title)s, version %(number)s, is due on %(due_on)s."),
        still_asked,
        by_mail=True,
    ),
    EventType(
        "guidelines.confirmation_escalated",
        _(
            "Version %(number)s of %(object)s %(title)s was to be confirmed by %(due_on)s."
            " Still open, %(count)s: %(names)s"
        ),
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
        _("Asking for confirmation of version %(number)s of %(object)s %(title)s has ended."),
    ),
    EventType(
        "guidelines.confirmation_evidence_made",
        _("%(actor)s had the evidence made of who confirmed version %(number)s of %(object)s."),
    ),
    EventType(
        "guidelines.confirmed",
        _("%(actor)s confirmed version %(number)s of %(object)s %(title)s."),
    ),
)
