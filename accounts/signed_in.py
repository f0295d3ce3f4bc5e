"""The signed-in person of a request."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def person_of(request: HttpRequest) -> User:
    """The person behind a request that the login middleware let through."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
