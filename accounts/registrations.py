"""What accounts adds to the registries."""

from django.utils.translation import gettext_lazy as _

from accounts import events
from accounts.permissions import can_see_groups, can_see_people
from accounts.roles import Capability, can
from accounts.selectors import people
from accounts.services import sessions
from accounts.views.lists import GroupList, PeopleList
from core import policy
from core.registries import (
    NavItem,
    SearchSource,
    Ticker,
    event_types,
    list_pages,
    navigation,
    search_sources,
    tickers,
)


def register() -> None:
    """Register navigation, events, lists and search of people; answer core's questions."""
    policy.is_internal.answer_with(lambda user: can(user, Capability.VIEW_INTERNAL))
    policy.can_view_jobs.answer_with(lambda user: can(user, Capability.VIEW_JOBS))
    policy.can_steer_jobs.answer_with(lambda user: can(user, Capability.MANAGE_REPORTS))
    policy.can_share_views.answer_with(lambda user: can(user, Capability.SHARE_VIEWS))
    policy.can_see_shared_views.answer_with(lambda user: can(user, Capability.VIEW_INTERNAL))
    policy.can_view_audit.answer_with(lambda user: can(user, Capability.VIEW_AUDIT))
    event_types.add(*events.ALL)
    list_pages.add(PeopleList.entry(), GroupList.entry())
    navigation.add(
        NavItem("accounts.people", "administration", _("People"), "people", 10, can_see_people),
        NavItem("accounts.groups", "administration", _("Groups"), "groups", 20, can_see_groups),
        NavItem("accounts.roles", "administration", _("Roles"), "roles", 30, can_see_groups),
    )
    tickers.add(Ticker("accounts.sessions", sessions.forget_expired))
    search_sources.add(
        SearchSource(
            "accounts.user", _("People"), people.visible_ids, people.search_documents, order=60
        )
    )
