"""Prints how to sign in to the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.roles import Role
from pmo_portal.demo.load import DOMAIN, PASSWORD


class Command(BaseCommand):
    help = "Print one demo sign-in per role, as far as the demo content is loaded."

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = User.objects.filter(
            email__endswith=f"@{DOMAIN}", is_active=True, role_assignments__isnull=False
        )
        first: dict[str, str] = {}
        for email, role in found.order_by("pk").values_list("email", "role_assignments__role"):
            first.setdefault(role, email)
        if not first:
            return
        self.stdout.write(f"Demo sign-ins, all with the password {PASSWORD}")
        for role in Role:
            if role in first:
                self.stdout.write(f"  {role.label!s:22} {first[role]}")
