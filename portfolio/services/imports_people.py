"""Finds the account behind a name in a file; nobody is ever created."""

from __future__ import annotations

import re
from collections import Counter

from accounts.models import User

_ADDRESS = re.compile(r"[^\s<>(),;]+@[^\s<>(),;]+")


class People:
    """The accounts a file can name: by e-mail address, else by a name that is unique."""

    def __init__(self) -> None:
        active = list(User.objects.filter(is_active=True).only("pk", "email", "name"))
        names = Counter(_key(person.name) for person in active)
        self._by_email = {person.email.casefold(): person for person in active}
        self._by_name = {_key(p.name): p for p in active if names[_key(p.name)] == 1}

    def find(self, text: str) -> User | None:
        """The one account that the text names, or None."""
        address = _ADDRESS.search(text)
        if address:
            return self._by_email.get(address.group().casefold().strip("."))
        return self._by_name.get(_key(text)) or self._by_name.get(_key(_turned(text)))


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _turned(name: str) -> str:
    """ "Surname, First" as "First Surname"."""
    last, comma, first = name.partition(",")
    return f"{first} {last}" if comma else name
