"""How allauth behaves here: nobody signs up alone, invitations are the way in."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class PortalAccountAdapter(DefaultAccountAdapter):
    """Closed sign-up; everything else as allauth does it."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Refuse sign-up: people are invited."""
        return False
