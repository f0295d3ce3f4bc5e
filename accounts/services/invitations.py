"""Invitations: the only way to a new account."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import mails
from accounts.models import Invitation, User
from accounts.permissions import check_manage_person
from accounts.roles import Role
from accounts.services import people
from core.events import record


@dataclass(frozen=True)
class Issued:
    """A new invitation; the token is known here and in the mail only."""

    invitation: Invitation
    token: str
    is_sent: bool


def invite(
    *, by: Any, email: str, name: str, roles: Iterable[Role], unit: str = "", language: str = "en"
) -> Issued:
    """Create an account that cannot sign in yet, and mail the link that opens it."""
    with transaction.atomic():
        person = people.create(
            by=by,
            email=email,
            name=name,
            roles=roles,
            unit=unit,
            language=language,
            is_active=False,
        )
        invitation, token = _issue(person, by)
        record("accounts.user_invited", person, by=by)
    return Issued(invitation, token, mails.send_invitation(invitation, token))


def resend(person: User, *, by: Any) -> Issued:
    """Replace the person's invitation by a new one with a new link and a new expiry."""
    with transaction.atomic():
        check_manage_person(by, person)
        _check_never_joined(person)
        _revoke_pending(person)
        invitation, token = _issue(person, by)
        record("accounts.invitation_resent", person, by=by)
    return Issued(invitation, token, mails.send_invitation(invitation, token))


@transaction.atomic
def revoke(person: User, *, by: Any) -> None:
    """Make the link that is on its way worthless."""
    check_manage_person(by, person)
    if not _revoke_pending(person):
        raise ValidationError(_("There is no open invitation for this person."))
    record("accounts.invitation_revoked", person, by=by, search=True)


def find(token: str) -> Invitation | None:
    """The invitation of this link, usable or not, or None for an unknown link."""
    found = Invitation.objects.filter(token_hash=_hash(token))
    return found.select_related("user", "created_by").first()


@transaction.atomic
def accept(invitation: Invitation, *, password: str) -> User:
    """Open the account with this password; a link works once."""
    validate_password(password, invitation.user)
    usable = Invitation.objects.usable().filter(pk=invitation.pk)
    if not usable.update(accepted_at=timezone.now()):
        raise ValidationError(_("This invitation cannot be used any more."))
    person = invitation.user
    person.set_password(password)
    person.is_active = True
    person.save(update_fields=["password", "is_active"])
    record("accounts.invitation_accepted", person, by=person, search=True)
    return person


def _issue(person: User, by: Any) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=person,
        token_hash=_hash(token),
        created_by=by,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    return invitation, token


def _check_never_joined(person: User) -> None:
    if person.is_active or person.has_usable_password():
        raise ValidationError(_("This person has an account already."))


def _revoke_pending(person: User) -> int:
    pending = Invitation.objects.pending().filter(user=person)
    return pending.update(revoked_at=timezone.now())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
