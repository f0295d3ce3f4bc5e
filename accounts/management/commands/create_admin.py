"""Create the first administrator of a new installation."""

from __future__ import annotations

import os
from getpass import getpass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from accounts.services import people


class Command(BaseCommand):
    help = (
        "Create an administrator. What is not given as an option is read from ADMIN_EMAIL, "
        "ADMIN_NAME and ADMIN_PASSWORD, and asked for otherwise."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", default=os.environ.get("ADMIN_EMAIL", ""))
        parser.add_argument("--name", default=os.environ.get("ADMIN_NAME", ""))
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _label in settings.LANGUAGES],
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["email"] or input("E-mail address: ")
        name = options["name"] or input("Name: ")
        password = os.environ.get("ADMIN_PASSWORD") or _asked_password()
        try:
            validate_password(password, User(email=email, name=name))
            person = people.create(
                by=None,
                email=email,
                name=name,
                roles=[Role.ADMINISTRATOR],
                password=password,
                language=options["language"],
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(_("%(email)s can sign in as administrator.") % {"email": person.email})


def _asked_password() -> str:
    password = getpass("Password (at least 12 characters): ")
    if getpass("Password again: ") != password:
        raise CommandError("The two passwords differ.")
    return password
