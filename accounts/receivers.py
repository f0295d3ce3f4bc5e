"""What allauth tells us only by signals: passwords that were changed or reset."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from django.dispatch import receiver

from accounts.models import User
from accounts.services import sign_in
from core.events import record


@receiver(password_changed)
def on_password_changed(user: User, **_kwargs: Any) -> None:
    """Put a changed password on record."""
    record("accounts.password_changed", user, by=user)


@receiver(password_reset)
def on_password_reset(user: User, **_kwargs: Any) -> None:
    """Put a reset on record and open the name: who reads the mail owns the account."""
    sign_in.unlock(user.email)
    record("accounts.password_reset", user, by=user)
