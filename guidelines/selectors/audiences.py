"""Who a campaign asks: people by role, group, name, and by what they do in projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from accounts.models import RoleAssignment, User
from accounts.roles import Role
from core.registries import audiences
from guidelines.models import GuidelineVersion
from guidelines.selectors.readers import readers_of


@dataclass(frozen=True)
class Asked:
    """The people an audience comes to, by id with the reason; and who was left out.

    `unable` may not read the guideline, so they cannot be asked.
    """

    people: dict[int, str]
    unable: frozenset[int]


def asked(version: GuidelineVersion, audience: Mapping[str, Any]) -> Asked:
    """The people whom this audience names, each with the first reason that names them."""
    reasons: dict[int, str] = {}
    for person, why in _named(version, audience):
        reasons.setdefault(person, why)
    readers = set(readers_of(version.guideline).filter(pk__in=reasons).values_list("pk", flat=True))
    return Asked(
        people={person: why for person, why in reasons.items() if person in readers},
        unable=frozenset(reasons.keys() - readers),
    )


def _named(version: GuidelineVersion, audience: Mapping[str, Any]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for key in audience.get("sources", ()):
        if source := audiences.get(key):
            found += [(person, str(source.label)) for person in source.members(version)]
    roles = audience.get("roles", ())
    held = RoleAssignment.objects.filter(role__in=roles, user__is_active=True).order_by("pk")
    found += [(user, str(Role(role).label)) for user, role in held.values_list("user", "role")]
    groups = Group.objects.filter(pk__in=audience.get("groups", ()), user__is_active=True)
    found += [(user, name) for user, name in groups.values_list("user", "name")]
    people = User.objects.filter(pk__in=audience.get("people", ()), is_active=True)
    return found + [(person, _("named")) for person in people.values_list("pk", flat=True)]
