"""Mails as files that a mail program opens, where no mail server is set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class OutboxBackend(BaseEmailBackend):
    """Writes each mail to `EMAIL_FILE_PATH` as `<time>-<recipient>-<number>.eml`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails; returns how many."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            # Written beside and moved, so that nobody reads half a mail.
            draft = folder / f".{uuid4().hex}"
            draft.write_bytes(mail.message().as_bytes())
            draft.rename(folder / _file_name(mail))
        return len(email_messages)


def _file_name(mail: EmailMessage) -> str:
    """Time first, so that the folder reads in order; the number keeps two mails apart."""
    recipients = mail.recipients()
    name = re.sub(r"[^\w.@+-]", "_", recipients[0])[:80] if recipients else "nobody"
    return f"{timezone.now():%Y%m%d-%H%M%S}-{name}-{uuid4().hex[:6]}.eml"
