"""What can happen in the portfolio, how it is told, and who hears of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.models import Event
from core.registries import EventType, Text
from portfolio.enums import Access
from portfolio.models import Project

READERS: dict[str, Text] = {
    Access.INTERNAL: _("all staff"),
    Access.RESTRICTED: _("members and granted people only"),
}


def _people_of_project(event: Event) -> Iterable[int]:
    """The project's manager and sponsor."""
    rows = Project.objects.filter(pk=event.object_id or 0).values_list("manager_id", "sponsor_id")
    return _readers_among(event, {person for row in rows for person in row})


def _named_person(event: Event) -> Iterable[int]:
    """The person whom the event is about."""
    return _readers_among(event, {event.data.get("person_id")})


def _new_manager(event: Event) -> Iterable[int]:
    """Who has just become the project's manager."""
    before, after = (event.data.get("changes") or {}).get("manager_id", (None, None))
    return () if after == before else _readers_among(event, {after})


def _readers_among(event: Event, people: Iterable[int | None]) -> list[int]:
    """Those who may see the project: to be named in it opens nothing to external people."""
    named = User.objects.filter(pk__in=[person for person in people if person is not None])
    project = Q(pk=event.object_id or 0)
    return [
        person.pk for person in named if Project.objects.visible_to(person).filter(project).exists()
    ]


EVENTS = (
    EventType("portfolio.portfolio_created", _("%(actor)s created the portfolio %(object)s.")),
    EventType("portfolio.portfolio_changed", _("%(actor)s changed the portfolio %(object)s.")),
    EventType("portfolio.portfolio_deleted", _("%(actor)s deleted the portfolio %(object)s.")),
    EventType("portfolio.programme_created", _("%(actor)s created the programme %(object)s.")),
    EventType("portfolio.programme_changed", _("%(actor)s changed the programme %(object)s.")),
    EventType("portfolio.programme_deleted", _("%(actor)s deleted the programme %(object)s.")),
    EventType(
        "portfolio.project_created", _("%(actor)s created the project %(object)s."), _new_manager
    ),
    EventType(
        "portfolio.project_changed", _("%(actor)s changed the project %(object)s."), _new_manager
    ),
    EventType(
        "portfolio.project_moved",
        _("%(actor)s moved %(object)s from %(portfolio_before)s to %(portfolio)s."),
        _people_of_project,
    ),
    EventType("portfolio.project_deleted", _("%(actor)s deleted the project %(object)s.")),
    EventType(
        "portfolio.access_changed",
        _("%(actor)s changed who may read %(object)s: %(access)s."),
        _people_of_project,
        words={"access": READERS},
    ),
    EventType(
        "portfolio.member_added",
        _("%(actor)s added %(person)s to the team of %(object)s."),
        _named_person,
    ),
    EventType(
        "portfolio.member_removed", _("%(actor)s removed %(person)s from the team of %(object)s.")
    ),
    EventType(
        "portfolio.figures_reported",
        _("%(actor)s reported the figures of %(object)s for %(report_on)s."),
    ),
    EventType(
        "portfolio.figures_corrected",
        _("%(actor)s corrected the figures of %(object)s for %(report_on)s."),
    ),
    EventType(
        "portfolio.figures_withdrawn",
        _("%(actor)s withdrew the figures of %(object)s for %(report_on)s."),
    ),
    EventType(
        "portfolio.status_turned_red",
        _("%(object)s turned red with the report for %(report_on)s."),
        _people_of_project,
        by_mail=True,
    ),
    EventType(
        "portfolio.milestone_added",
        _("%(actor)s added the milestone %(milestone)s to %(object)s."),
    ),
    EventType(
        "portfolio.milestone_changed",
        _("%(actor)s changed the milestone %(milestone)s of %(object)s."),
    ),
    EventType(
        "portfolio.milestone_deleted",
        _("%(actor)s deleted the milestone %(milestone)s of %(object)s."),
    ),
    EventType(
        "portfolio.import_uploaded",
        _("%(actor)s uploaded %(file)s to import it into the portfolio %(object)s."),
    ),
    EventType(
        "portfolio.import_discarded",
        _("%(actor)s discarded %(file)s, uploaded to be imported into the portfolio %(object)s."),
    ),
    EventType(
        "portfolio.imported",
        _("%(actor)s imported %(file)s into %(object)s: %(new)s new, %(changed)s changed."),
    ),
    EventType(
        "portfolio.import_undone",
        _("%(actor)s undid the import of %(file)s into %(object)s."),
    ),
    EventType(
        "portfolio.import_mapping_saved", _("%(actor)s saved the import mapping %(object)s.")
    ),
)
