"""Currency codes."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from core.errors import Errors


def check(code: str, field: str, errors: Errors) -> None:
    """Note an error unless the code has the form of ISO 4217: three capital letters."""
    if not re.fullmatch(r"[A-Z]{3}", code):
        errors.add(field, _("Give the currency as three letters, for example EUR."))
