"""Groups: sets of people that receive grants together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import check_manage_people
from core.events import record


@transaction.atomic
def create(*, name: str, members: Iterable[User], by: Any) -> Group:
    """A new group with these members."""
    check_manage_people(by)
    group = Group(name=name.strip())
    _save(group)
    people = list(members)
    group.user_set.set(people)
    record("accounts.group_created", group, by=by, data={"members": [p.pk for p in people]})
    return group


@transaction.atomic
def update(group: Group, *, name: str, members: Iterable[User], by: Any) -> None:
    """Rename the group and give it exactly these members."""
    check_manage_people(by)
    old_name, group.name = group.name, name.strip()
    _save(group)
    before, after = set(group.user_set.all()), set(members)
    group.user_set.set(after)
    if old_name == group.name and before == after:
        return
    data = {"old_name": old_name, "added": _ids(after - before), "removed": _ids(before - after)}
    record("accounts.group_changed", group, by=by, data=data)


@transaction.atomic
def delete(group: Group, *, by: Any) -> None:
    """Delete the group; what was granted to it ends."""
    check_manage_people(by)
    record("accounts.group_deleted", group, by=by, data={"members": _ids(group.user_set.all())})
    group.delete()


def _save(group: Group) -> None:
    taken = Group.objects.filter(name__iexact=group.name).exclude(pk=group.pk)
    if taken.exists():
        raise ValidationError({"name": _("There is a group with this name already.")})
    group.full_clean()
    group.save()


def _ids(people: Iterable[User]) -> list[int]:
    return sorted(person.pk for person in people)
