"""Plain-text mails of accounts, in the recipient's language."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Invitation, User

logger = logging.getLogger(__name__)


def site_link(path: str) -> str:
    """The address of a page as it stands in a mail."""
    return f"{settings.SITE_URL}{path}"


def send_invitation(invitation: Invitation, token: str) -> bool:
    """Mail the link to the invited person; False if the mail server did not take it."""
    context = {
        "invitation": invitation,
        "link": site_link(reverse("invitation_accept", args=[token])),
    }
    return _send("accounts/mail/invitation", invitation.user, context)


def _send(template: str, to: User, context: dict[str, Any]) -> bool:
    values = {"person": to, "site_name": settings.SITE_NAME, **context}
    with translation.override(to.language), timezone.override(to.time_zone):
        subject = " ".join(render_to_string(f"{template}_subject.txt", values).split())
        body = render_to_string(f"{template}.txt", values).strip() + "\n"
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [to.email])
    except (SMTPException, OSError):
        logger.exception("A mail from %s was not taken by the mail server", template)
        return False
    return True
