"""Who has access to one object: for the panel on its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import models

from accounts.grants import holders
from accounts.models import User


@dataclass(frozen=True)
class Access:
    """The people and groups with a grant on the object; members count active people."""

    people: list[User]
    groups: list[Group]


def access_to(obj: models.Model, codename: str) -> Access:
    """Everybody who holds this grant on the object, by name."""
    people, groups = holders(obj, codename)
    is_active = models.Q(user__is_active=True)
    counted = groups.annotate(member_count=models.Count("user", filter=is_active))
    return Access(list(people), list(counted))
