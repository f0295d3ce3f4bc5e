"""The list pages of people and groups."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.contrib.auth.models import Group
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import PersonState
from accounts.models import User
from accounts.permissions import can_manage_people, check_see_groups, check_see_people
from accounts.roles import Role
from accounts.selectors import people
from core.listing.columns import Column, Row
from core.listing.page import ListPage


def _units(_request: Any = None) -> list[tuple[str, str]]:
    units = User.objects.exclude(unit="").values_list("unit", flat=True)
    return [(unit, unit) for unit in units.order_by("unit").distinct()]


class PeopleFilter(filters.FilterSet):  # type: ignore[misc]  # untyped
    """By role, state, unit and group."""

    role = filters.MultipleChoiceFilter(
        label=_("Role"), choices=Role, field_name="role_assignments__role", distinct=True
    )
    state = filters.MultipleChoiceFilter(label=_("State"), choices=PersonState)
    unit = filters.ChoiceFilter(label=_("Unit"), choices=_units)
    group = filters.ModelChoiceFilter(
        label=_("Group"), field_name="groups", queryset=Group.objects.order_by("name")
    )

    class Meta:
        model = User
        fields: list[str] = []


class PeopleList(ListPage):
    """Everybody who has an account or an invitation."""

    key = "accounts.people"
    title = _("People")
    url_name = "people"
    template_name = "accounts/people.html"
    filterset_class = PeopleFilter
    default_sort = "name"
    search_fields = ("name", "email", "unit", "job_title")
    columns = (
        Column("name", _("Name")),
        Column("unit", _("Unit")),
        Column("roles", _("Roles"), bulk=people.role_names, sort=()),
        Column("state", _("State"), kind="choice", choices=PersonState.choices),
        Column("email", _("E-mail address")),
        Column("job_title", _("Job title"), default=False),
        Column("language", _("Language"), default=False),
        Column(
            "last_login",
            _("Last sign-in"),
            kind="datetime",
            reason=lambda _row: _("has not signed in yet"),
        ),
        Column("created_at", _("Account since"), kind="datetime", default=False),
    )

    def check(self, request: HttpRequest) -> None:
        """Staff only."""
        check_see_people(request.user)

    def queryset(self, request: HttpRequest) -> QuerySet[User]:
        """The people this person may see, with their state."""
        return User.objects.visible_to(request.user).with_state()

    def row_url(self, row: Row) -> str:
        """The person's page."""
        return reverse("person", args=[row["pk"]])

    def summary(self, request: HttpRequest, _queryset: QuerySet[Any]) -> dict[str, Any]:
        """Whether to offer what only those do who manage people."""
        return {"is_manager": can_manage_people(request.user)}


class GroupList(ListPage):
    """The groups that receive access together."""

    key = "accounts.groups"
    title = _("Groups")
    url_name = "groups"
    template_name = "accounts/groups.html"
    default_sort = "name"
    search_fields = ("name",)
    empty_text = _("There are no groups yet. A group gives several people the same access.")
    columns = (
        Column("name", _("Name")),
        Column("members", _("Active members"), kind="number"),
    )

    def check(self, request: HttpRequest) -> None:
        """Who manages, grants or audits access."""
        check_see_groups(request.user)

    def queryset(self, _request: HttpRequest) -> QuerySet[Group]:
        """All groups with the number of their active members."""
        return Group.objects.annotate(members=Count("user", filter=Q(user__is_active=True)))

    def row_url(self, row: Row) -> str:
        """The group's page."""
        return reverse("group", args=[row["pk"]])

    def summary(self, request: HttpRequest, _queryset: QuerySet[Any]) -> dict[str, Any]:
        """Whether to offer what only those do who manage people."""
        return {"is_manager": can_manage_people(request.user)}
