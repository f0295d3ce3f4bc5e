"""Accounts of people: every change to a person, their roles and their access."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import RoleAssignment, User
from accounts.permissions import check_manage_people, check_manage_person, is_administrator
from accounts.roles import Role, forget_roles
from accounts.services.sessions import end_all
from core.events import record

PROFILE_FIELDS = ("name", "job_title", "language", "time_zone", "theme")
DETAIL_FIELDS = ("name", "unit", "job_title")
NOTHING = "–"


@transaction.atomic
def create(
    *,
    by: Any,
    email: str,
    name: str,
    roles: Iterable[Role],
    password: str | None = None,
    is_active: bool = True,
    **fields: Any,
) -> User:
    """Create an account; `by=None` means the operator at the command line."""
    if by is not None:
        check_manage_people(by)
    chosen = _checked_roles(roles)
    _check_may_give(by, chosen)
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("There is an account with this address already.")})
    person = User(email=email.strip().lower(), name=name.strip(), is_active=is_active, **fields)
    person.set_password(password)
    person.full_clean()
    person.save()
    _write_roles(person, chosen)
    record("accounts.user_created", person, by=by, data={"roles": _listed(chosen)}, search=True)
    return person


@transaction.atomic
def update_profile(person: User, values: Mapping[str, Any]) -> None:
    """A person changes their own name, language, time zone or theme, as far as named."""
    own = {field: value for field, value in values.items() if field in PROFILE_FIELDS}
    changed = _assign(person, own)
    if changed:
        record("accounts.profile_changed", person, by=person, data=_told(changed), search=True)


@transaction.atomic
def edit(person: User, values: Mapping[str, Any], *, by: Any) -> None:
    """Change what the person's page shows: details, roles and whether they may sign in."""
    check_manage_person(by, person)
    update_details(person, values, by=by)
    set_roles(person, values["roles"], by=by)
    if values["is_active"] and not person.is_active:
        activate(person, by=by)
    elif person.is_active and not values["is_active"]:
        deactivate(person, by=by)


@transaction.atomic
def update_details(person: User, values: Mapping[str, Any], *, by: Any) -> None:
    """Change name, unit and job title."""
    check_manage_person(by, person)
    changed = _assign(person, {field: values[field] for field in DETAIL_FIELDS})
    if changed:
        record("accounts.user_changed", person, by=by, data=_told(changed), search=True)


@transaction.atomic
def set_roles(person: User, roles: Iterable[Role], *, by: Any) -> None:
    """Give the person exactly these roles."""
    check_manage_person(by, person)
    wanted, held = _checked_roles(roles), assigned_roles(person)
    if wanted == held:
        return
    _check_may_give(by, wanted ^ held)
    if Role.ADMINISTRATOR in held - wanted:
        _check_administrator_may_go(person, by, field="roles")
    _write_roles(person, wanted)
    data = {"added": _listed(wanted - held), "removed": _listed(held - wanted)}
    record("accounts.roles_changed", person, by=by, data=data, search=True)


@transaction.atomic
def deactivate(person: User, *, by: Any) -> None:
    """Shut the person out at once: no sign-in, and every session ends."""
    check_manage_person(by, person)
    if by is not None and person.pk == by.pk:
        raise ValidationError({"is_active": _("You cannot deactivate your own account.")})
    if Role.ADMINISTRATOR in assigned_roles(person):
        _check_administrator_may_go(person, by, field="is_active")
    person.is_active = False
    person.save(update_fields=["is_active"])
    data = {"sessions": end_all(person)}
    record("accounts.user_deactivated", person, by=by, data=data, search=True)


@transaction.atomic
def activate(person: User, *, by: Any) -> None:
    """Let a person who had an account sign in again."""
    check_manage_person(by, person)
    if not person.has_usable_password():
        reason = _("This person has never signed in. Send the invitation again instead.")
        raise ValidationError({"is_active": reason})
    person.is_active = True
    person.save(update_fields=["is_active"])
    record("accounts.user_activated", person, by=by, search=True)


def assigned_roles(person: User) -> frozenset[Role]:
    """The roles on record, also of people who cannot sign in."""
    values = RoleAssignment.objects.filter(user=person).values_list("role", flat=True)
    return frozenset(Role(value) for value in values)


def _checked_roles(roles: Iterable[Role]) -> frozenset[Role]:
    chosen = frozenset(Role(role) for role in roles)
    if not chosen:
        raise ValidationError({"roles": _("Choose at least one role.")})
    if Role.EXTERNAL in chosen and len(chosen) > 1:
        reason = _("An external stakeholder has no other role: it would open internal projects.")
        raise ValidationError({"roles": reason})
    return chosen


def _check_may_give(by: Any, roles: frozenset[Role]) -> None:
    """Only an administrator gives or takes the administrator role."""
    if by is not None and Role.ADMINISTRATOR in roles and not is_administrator(by):
        raise PermissionDenied(_("Only an administrator gives or takes the administrator role."))


def _check_administrator_may_go(person: User, by: Any, *, field: str) -> None:
    """Nobody takes their own administrator role, and one administrator remains."""
    if by is not None and person.pk == by.pk:
        reason = _("You cannot take your own administrator role. Ask another administrator.")
        raise ValidationError({field: reason})
    administrators = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR)
    list(administrators.select_for_update().order_by("pk"))  # one such change at a time
    if not administrators.filter(user__is_active=True).exclude(user=person).exists():
        raise ValidationError({field: _("At least one administrator must remain.")})


def _write_roles(person: User, roles: frozenset[Role]) -> None:
    held = assigned_roles(person)
    RoleAssignment.objects.filter(user=person, role__in=held - roles).delete()
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(user=person, role=role) for role in sorted(roles - held)]
    )
    forget_roles(person)


def _assign(person: User, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set and save the fields that differ; returns old and new value of each."""
    changed = {
        field: [getattr(person, field), value]
        for field, value in values.items()
        if getattr(person, field) != value
    }
    for field, (_old, value) in changed.items():
        setattr(person, field, value)
    if changed:
        person.full_clean()
        person.save(update_fields=list(changed))
    return changed


def _told(changed: Mapping[str, Any]) -> dict[str, Any]:
    return {"fields": ", ".join(changed), "changes": dict(changed)}


def _listed(roles: Iterable[Role]) -> str:
    """Roles in the order of the matrix, or a dash for none."""
    chosen = frozenset(roles)
    return ", ".join(role.value for role in Role if role in chosen) or NOTHING
