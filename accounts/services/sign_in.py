"""Failed sign-ins: five for one name within five minutes lock that name for five minutes.

allauth's own limits stay in force below; its window slides, so it alone would unlock a name
five minutes after the first failure, not after the last.
"""

from __future__ import annotations

import hashlib
import time

from django.core.cache import cache

from core.events import record

LIMIT = 5
SECONDS = 5 * 60
MINUTES = SECONDS // 60


def is_locked(email: str) -> bool:
    """Whether the name is refused now, whatever the password."""
    until: float = cache.get(_key("locked", email), 0)
    return until > time.time()


def failed(email: str) -> None:
    """Note a wrong password or an unknown name; the fifth locks the name."""
    now = time.time()
    failures = [at for at in cache.get(_key("failed", email), []) if at > now - SECONDS] + [now]
    cache.set(_key("failed", email), failures, SECONDS)
    record("accounts.sign_in_failed", data={"email": email[:254]})
    if len(failures) >= LIMIT:
        cache.set(_key("locked", email), now + SECONDS, SECONDS)
        data = {"email": email[:254], "minutes": MINUTES}
        record("accounts.sign_in_locked", data=data)


def unlock(email: str) -> None:
    """Forget the failures of this name: its owner has proved to be the owner."""
    cache.delete_many([_key("failed", email), _key("locked", email)])


def _key(kind: str, email: str) -> str:
    return f"accounts.sign_in.{kind}.{hashlib.sha256(email.lower().encode()).hexdigest()}"
