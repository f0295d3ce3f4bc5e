"""People as pages and the search show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.utils.text import capfirst

from accounts.grants import granted_to
from accounts.models import Invitation, RoleAssignment, User
from accounts.roles import Capability, Role, can
from core.registries import SearchDocument, search_sources


@dataclass(frozen=True)
class GrantedObjects:
    """Objects of one kind that a person or a group was granted."""

    label: str
    objects: list[models.Model]


def visible_ids(user: Any) -> Any:
    """The people that the search may show to this person: all for staff, nobody else."""
    people = User.objects.visible_to(user)
    return (people if can(user, Capability.VIEW_INTERNAL) else people.none()).values("pk")


def search_documents(ids: Iterable[int]) -> Iterator[tuple[int, SearchDocument]]:
    """Name, address and unit of these people, for the search index."""
    for person in User.objects.filter(pk__in=list(ids)):
        body = " ".join(filter(None, [person.email, person.unit, person.job_title]))
        yield person.pk, SearchDocument(person.name, body, person.get_absolute_url())


def role_names(ids: Iterable[int]) -> Mapping[int, str]:
    """The roles of each of these people in words, in the order of the matrix."""
    order = {role.value: position for position, role in enumerate(Role)}
    held: dict[int, list[str]] = {}
    rows = RoleAssignment.objects.filter(user__in=list(ids)).values_list("user_id", "role")
    for user_id, role in sorted(rows, key=lambda row: order[row[1]]):
        held.setdefault(user_id, []).append(str(Role(role).label))
    return {user_id: ", ".join(labels) for user_id, labels in held.items()}


def roles(person: User) -> list[Role]:
    """The person's roles on record, in the order of the matrix."""
    held = set(RoleAssignment.objects.filter(user=person).values_list("role", flat=True))
    return [role for role in Role if role in held]


def latest_invitation(person: User) -> Invitation | None:
    """The newest invitation of the person, whatever became of it."""
    return Invitation.objects.filter(user=person).order_by("-created_at", "-pk").first()


def grants_of(holder: User | Group, viewer: Any) -> list[GrantedObjects]:
    """What was granted to the person or group directly, as far as the viewer may see it."""
    found = []
    for model, ids in granted_to(holder):
        visible: Any = model._default_manager.all()
        if hasattr(visible, "visible_to"):
            visible = visible.visible_to(viewer)
        objects = sorted(visible.filter(pk__in=ids), key=str)
        if objects:
            found.append(GrantedObjects(_kind_label(model), objects))
    return found


def _kind_label(model: type[models.Model]) -> str:
    """What the search calls objects of this kind; a kind it does not know goes by its name."""
    source = search_sources.get(model._meta.label_lower)
    return str(source.label) if source else capfirst(str(model._meta.verbose_name_plural))
