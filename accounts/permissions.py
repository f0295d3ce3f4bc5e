"""Who may manage people: rules about the person who acts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import RoleAssignment, User
from accounts.roles import Capability, Role, can, roles_of


def can_see_people(user: Any) -> bool:
    """Staff look each other up; external people do not."""
    return can(user, Capability.VIEW_INTERNAL)


def check_see_people(user: Any) -> None:
    """Refuse external people."""
    if not can_see_people(user):
        raise PermissionDenied(_("Only staff may look people up."))


def can_manage_people(user: Any) -> bool:
    """Invite people, give roles, keep groups."""
    return can(user, Capability.MANAGE_USERS)


def check_manage_people(user: Any) -> None:
    """Refuse everybody whose role does not manage people."""
    if not can_manage_people(user):
        raise PermissionDenied(_("Only administrators and the PMO lead manage people."))


def can_see_groups(user: Any) -> bool:
    """Who manages people, grants access or audits sees the groups."""
    wanted = (Capability.MANAGE_USERS, Capability.GRANT_ACCESS, Capability.VIEW_AUDIT)
    return any(can(user, capability) for capability in wanted)


def check_see_groups(user: Any) -> None:
    """Refuse everybody who has nothing to do with groups."""
    if not can_see_groups(user):
        raise PermissionDenied(_("Only people who manage, grant or audit access see the groups."))


def is_administrator(user: Any) -> bool:
    """Whether the person acts as administrator now."""
    return Role.ADMINISTRATOR in roles_of(user)


def why_not_manage(by: Any, person: User) -> str:
    """Why this person's account may not be changed by that one; empty if it may."""
    if not can_manage_people(by):
        return _("Only administrators and the PMO lead manage people.")
    holds = RoleAssignment.objects.filter(user=person, role=Role.ADMINISTRATOR).exists()
    if holds and not is_administrator(by):
        return _("Only an administrator changes the account of an administrator.")
    return ""


def check_manage_person(by: Any, person: User) -> None:
    """Refuse with the reason; `by=None` is the operator at the command line."""
    if by is None:
        return
    reason = why_not_manage(by, person)
    if reason:
        raise PermissionDenied(reason)


def roles_given_by(by: Any) -> list[Role]:
    """The roles this person may give and take, in the order of the matrix."""
    return [role for role in Role if role != Role.ADMINISTRATOR or is_administrator(by)]
