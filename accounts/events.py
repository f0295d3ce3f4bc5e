"""The events of accounts and who is told."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from core.models import Event
from core.registries import EventType

ROLES = dict(Role.choices)
FIELDS = {field.name: field.verbose_name for field in User._meta.fields}


def _new_holder(event: Event) -> Iterable[int]:
    """The person, or the members of the group, that access was given to."""
    holder = event.data["holder_id"]
    if event.data["holder_kind"] == "person":
        return [holder]
    return User.objects.filter(groups=holder).values_list("pk", flat=True)


def _the_person(event: Event) -> Iterable[int]:
    return [event.object_id] if event.object_id else []


def _administrators(_event: Event) -> Iterable[int]:
    return User.objects.get_queryset().holding(Role.ADMINISTRATOR).values_list("pk", flat=True)


PEOPLE = [
    EventType(
        "accounts.user_created",
        _("The account of %(object)s was created: %(roles)s"),
        words={"roles": ROLES},
    ),
    EventType("accounts.user_invited", _("%(actor)s invited %(object)s")),
    EventType("accounts.invitation_resent", _("%(actor)s invited %(object)s again")),
    EventType("accounts.invitation_revoked", _("%(actor)s revoked the invitation of %(object)s")),
    EventType("accounts.invitation_accepted", _("%(object)s accepted the invitation")),
    EventType(
        "accounts.user_changed",
        _("%(actor)s changed the account of %(object)s: %(fields)s"),
        words={"fields": FIELDS},
    ),
    EventType(
        "accounts.profile_changed",
        _("%(object)s changed their profile: %(fields)s"),
        words={"fields": FIELDS},
    ),
    EventType(
        "accounts.roles_changed",
        _("%(actor)s changed the roles of %(object)s: added %(added)s, removed %(removed)s"),
        audience=_the_person,
        words={"added": ROLES, "removed": ROLES},
    ),
    EventType("accounts.user_deactivated", _("%(actor)s deactivated the account of %(object)s")),
    EventType("accounts.user_activated", _("%(actor)s activated the account of %(object)s")),
]
SIGN_IN = [
    EventType("accounts.signed_in", _("%(object)s signed in")),
    EventType("accounts.sign_in_failed", _("A sign-in as %(email)s failed")),
    EventType(
        "accounts.sign_in_locked",
        _("%(email)s was locked for %(minutes)s minutes after too many failed sign-ins"),
        audience=_administrators,
    ),
    EventType("accounts.password_changed", _("%(object)s changed their password")),
    EventType("accounts.password_reset", _("%(object)s reset their password by mail")),
]
ACCESS = [
    EventType("accounts.group_created", _("%(actor)s created the group %(object)s")),
    EventType("accounts.group_changed", _("%(actor)s changed the group %(object)s")),
    EventType("accounts.group_deleted", _("%(actor)s deleted the group %(object)s")),
    EventType(
        "accounts.access_granted",
        _("%(actor)s gave %(holder)s access to %(object)s"),
        audience=_new_holder,
    ),
    EventType("accounts.access_revoked", _("%(actor)s took access to %(object)s from %(holder)s")),
]
ALL = [*PEOPLE, *SIGN_IN, *ACCESS]
