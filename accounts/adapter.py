"""How allauth behaves here: sign-up closed, failures lock, mails in the reader's language."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.mails import site_link
from accounts.models import User
from accounts.services import sign_in
from core.events import record


class PortalAccountAdapter(DefaultAccountAdapter):
    """Closed sign-up, locked names, audit rows, and mails with the portal's own address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail address or password is wrong."),
        "too_many_login_attempts": _(
            "Too many failed sign-ins. For your protection this address is locked "
            "for 5 minutes; after that, try again or reset your password."
        ),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Refuse sign-up: people are invited."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked name before the password is looked at."""
        if sign_in.is_locked(credentials.get("email", "")):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, _request: HttpRequest, **credentials: Any) -> None:
        """Note the failure, never the password."""
        sign_in.failed(credentials.get("email", ""))

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Put the sign-in on record."""
        record("accounts.signed_in", user, by=user)
        response: HttpResponse = super().post_login(request, user, **options)
        return response

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Back to the person's own page."""
        return reverse("profile")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail, from the configured address, never from the request's host."""
        user_id, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[user_id, token])
        return site_link(path)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the recipient's language, with the portal's name and address."""
        languages = User.objects.filter(email=email).values_list("language", flat=True)
        site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        with translation.override(languages.first() or settings.LANGUAGE_CODE):
            super().send_mail(template_prefix, email, {**site, **context})
