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
from guidelines.models import Campaign, Confirmation, GuidelineVersion
from guidelines.selectors.readers import readers_of
from guidelines.selectors.standing import of_equal_standing

AUDIENCE_KEYS = ("sources", "roles", "groups", "people")
NAMED = "named"


@dataclass(frozen=True)
class Asked:
    """The people an audience comes to, by id with the reason's key; and who was left out.

    `unable` may not read the guideline, so they cannot be asked.
    """

    people: dict[int, str]
    unable: frozenset[int]


@dataclass(frozen=True)
class Former:
    """Whom the last version with a campaign asked, and its newest campaign."""

    audience: dict[str, list[Any]]
    last: Campaign


@dataclass(frozen=True)
class Reason:
    """The people whom one reason names."""

    label: str
    people: list[User]


@dataclass(frozen=True)
class Preview:
    """Who would be asked, by reason; who is left out because of rights or has confirmed."""

    reasons: list[Reason]
    unable: list[User]
    confirmed: list[User]

    @property
    def count(self) -> int:
        """How many would be asked."""
        return sum(len(reason.people) for reason in self.reasons)


def asked(version: GuidelineVersion, audience: Mapping[str, Any]) -> Asked:
    """The people whom this audience names, each with the first reason that names them."""
    reasons: dict[int, str] = {}
    for person, why in _named(version, audience):
        reasons.setdefault(person, why)
    readers = set(readers_of(version.guideline).values_list("pk", flat=True)) if reasons else set()
    return Asked(
        people={person: why for person, why in reasons.items() if person in readers},
        unable=frozenset(reasons.keys() - readers),
    )


def preview(version: GuidelineVersion, audience: Mapping[str, Any]) -> Preview:
    """Who would be asked if the campaign opened now."""
    found = asked(version, audience)
    standing = of_equal_standing(version).values("pk")
    confirmed = set(
        Confirmation.objects.filter(version__in=standing).values_list("person", flat=True)
    )
    everybody = User.objects.filter(pk__in={*found.people, *found.unable}, is_active=True)
    by_reason: dict[str, list[User]] = {}
    for person in (people := list(everybody.order_by("name", "pk"))):
        if person.pk in found.people and person.pk not in confirmed:
            by_reason.setdefault(asked_as(found.people[person.pk]), []).append(person)
    return Preview(
        [Reason(label, named) for label, named in by_reason.items()],
        [person for person in people if person.pk in found.unable],
        [person for person in people if person.pk in found.people and person.pk in confirmed],
    )


def former_audience(version: GuidelineVersion) -> Former | None:
    """Whom the campaigns of the last version before this one asked, all of them together."""
    former = list(
        Campaign.objects.filter(
            version__guideline=version.guideline_id, version__number__lt=version.number
        )
        .select_related("version")
        .order_by("version__number", "pk")
    )
    if not former:
        return None
    last = former[-1]
    together = [each for each in former if each.version_id == last.version_id]
    audience = {
        key: list(dict.fromkeys(value for each in together for value in each.audience.get(key, ())))
        for key in AUDIENCE_KEYS
    }
    return Former(audience, last)


def in_words(audience: Mapping[str, Any]) -> list[str]:
    """The parts of an audience as people read them."""
    sources = [audiences.get(key) for key in audience.get("sources", ())]
    words = [str(source.label) for source in sources if source]
    words += [_role(role) for role in audience.get("roles", ())]
    groups = Group.objects.filter(pk__in=audience.get("groups", ())).order_by("name")
    words += list(groups.values_list("name", flat=True))
    people = User.objects.filter(pk__in=audience.get("people", ())).order_by("name", "pk")
    return words + [str(person) for person in people]


def asked_as(why: str) -> str:
    """A reason as the reader's language says it; reasons kept in words stay as they are."""
    kind, _colon, key = why.partition(":")
    if kind == "source" and (source := audiences.get(key)):
        return str(source.label)
    if kind == "role":
        return _role(key)
    if kind == "group":
        return key
    return _("named") if why == NAMED else why


def _role(key: str) -> str:
    """The name of a role; one that is not there any more keeps its key."""
    return str(Role(key).label) if key in Role.values else key


def _named(version: GuidelineVersion, audience: Mapping[str, Any]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for key in audience.get("sources", ()):
        if source := audiences.get(key):
            found += [(person, f"source:{key}") for person in source.members(version)]
    roles = audience.get("roles", ())
    held = RoleAssignment.objects.filter(role__in=roles, user__is_active=True).order_by("pk")
    found += [(user, f"role:{role}") for user, role in held.values_list("user", "role")]
    groups = Group.objects.filter(pk__in=audience.get("groups", ()), user__is_active=True)
    by_name = groups.order_by("name").values_list("user", "name")
    found += [(user, f"group:{name}") for user, name in by_name]
    people = User.objects.filter(pk__in=audience.get("people", ()), is_active=True)
    return found + [(person, NAMED) for person in people.values_list("pk", flat=True)]
