"""The only door to guardian: grants on single objects, to people and to groups.

A grant is one permission codename on one object. Global permissions are never honoured,
superusers get nothing extra, and inactive people get nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Self, cast

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.expressions import BaseExpression
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.shortcuts import assign_perm, remove_perm
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

__all__ = [
    "GroupGrantBase",
    "UserGrantBase",
    "any_granted_ids",
    "any_holders",
    "grant",
    "granted_ids",
    "granted_to",
    "holders",
    "holds",
    "is_granted",
    "revoke",
]

UserGrantBase = UserObjectPermissionBase
GroupGrantBase = GroupObjectPermissionBase


def grant(codename: str, obj: models.Model, to: Any) -> None:
    """Give a person or a group this permission on the object."""
    assign_perm(codename, to, obj)


def revoke(codename: str, obj: models.Model, to: Any) -> None:
    """Take the permission on the object back."""
    remove_perm(codename, to, obj)


def granted_ids(user: Any, model: type[models.Model], *codenames: str) -> Q:
    """A condition on the model's pk: one of these granted to the person or one of their groups.

    Built from a subquery on direct foreign keys, so that it stays one query.
    """
    return _granted(user.pk, model, codenames) if user.is_active else Q(pk__in=[])


def any_granted_ids(user: Any, model: type[models.Model]) -> Q:
    """A condition on the model's pk: some right on it was granted to the person or their groups."""
    return _granted(user.pk, model, ()) if user.is_active else Q(pk__in=[])


@lru_cache(maxsize=512)
def _granted(user_pk: int, model: type[models.Model], codenames: tuple[str, ...]) -> Q:
    """The condition as an unread subquery: it depends on these names alone, not on any grant.

    The model's own grant tables hold no other model's permissions, so the codename is enough.
    """
    wanted = {"permission__codename__in": codenames} if codenames else {}
    own = _person_grants(model).objects.filter(user=user_pk, **wanted)
    mine = _memberships().objects.filter(user=user_pk).values("group")
    by_group = _group_grants(model).objects.filter(group__in=mine, **wanted)
    held = own.values("content_object").union(by_group.values("content_object"), all=True)
    return Q(pk__in=_Compiled(held))


def _memberships() -> Any:
    """The table of who is in which group, so that the groups themselves need not be read."""
    from accounts.models import User

    return User.groups.through


class _Compiled(BaseExpression):
    """A subquery of its own, put into SQL once: Django would build it anew in every query."""

    output_field = models.BigIntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__()
        self.rows = rows
        self.made: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def resolve_expression(self, *_args: Any, **_options: Any) -> Self:
        """Nothing in it depends on the query around it."""
        return self

    def relabeled_clone(self, _change_map: Any) -> Self:
        """It names no table of the query around it."""
        return self

    def as_sql(self, _compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The SQL for this database."""
        if connection.vendor not in self.made:
            sql, values = self.rows.query.get_compiler(connection=connection).as_sql()
            self.made[connection.vendor] = f"({sql})", tuple(values)
        return self.made[connection.vendor]


def is_granted(user: Any, codename: str, obj: models.Model) -> bool:
    """Whether the condition of `granted_ids` holds for this object."""
    model = type(obj)
    condition = granted_ids(user, model, codename)
    return model._default_manager.filter(condition, pk=obj.pk).exists()


def holds(holder: Any, codename: str, obj: models.Model) -> bool:
    """Whether this very person or group holds the grant, whatever their groups hold."""
    people, groups = holders(obj, codename)
    mine: QuerySet[Any] = groups if isinstance(holder, Group) else people
    return mine.filter(pk=holder.pk).exists()


def granted_to(holder: Any) -> Iterator[tuple[type[models.Model], QuerySet[Any]]]:
    """For each model with grants: the ids of the objects granted to this person or group."""
    is_group = isinstance(holder, Group)
    base, field = (GroupGrantBase, "group") if is_group else (UserGrantBase, "user")
    for grant_model in apps.get_models():
        target = _target(grant_model) if issubclass(grant_model, base) else None
        if target is not None:
            rows = grant_model._default_manager.filter(**{field: holder})
            yield target, rows.values("content_object")


def _target(grant_model: type[models.Model]) -> type[models.Model] | None:
    """The model that these grants point at directly; guardian's generic tables stay unused."""
    fields: Any = grant_model._meta
    field = fields.get_field("content_object")
    return field.related_model if isinstance(field, models.ForeignKey) else None


def holders(obj: models.Model, codename: str) -> tuple[QuerySet[Any], QuerySet[Group]]:
    """The people and the groups that hold this grant on the object."""
    wanted = {"content_object": obj, "permission__codename": codename}
    people = _person_grants(type(obj)).objects.filter(**wanted).values("user")
    groups = _group_grants(type(obj)).objects.filter(**wanted).values("group")
    from accounts.models import User

    return (
        User.objects.get_queryset().with_state().filter(pk__in=people).order_by("name"),
        Group.objects.filter(pk__in=groups).order_by("name"),
    )


def any_holders(obj: models.Model) -> QuerySet[Any]:
    """The ids of the people who hold some right on the object, themselves or through a group."""
    own = _person_grants(type(obj)).objects.filter(content_object=obj).values("user")
    groups = _group_grants(type(obj)).objects.filter(content_object=obj).values("group")
    from accounts.models import User

    return User.objects.filter(Q(pk__in=own) | Q(groups__in=groups)).values("pk")


def _person_grants(model: type[models.Model]) -> Any:
    """The model that holds people's grants on this model (guardian's types want an instance)."""
    return get_user_obj_perms_model(cast(Any, model))


def _group_grants(model: type[models.Model]) -> Any:
    """The model that holds groups' grants on this model."""
    return get_group_obj_perms_model(cast(Any, model))
