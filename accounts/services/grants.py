"""Giving and taking access to single objects, on record."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import models, transaction

from accounts import grants
from accounts.models import User
from core.events import record

Holder = User | Group


@transaction.atomic
def grant(codename: str, obj: models.Model, holder: Holder, *, by: Any) -> bool:
    """Give the person or group this access; False if they held it already."""
    if grants.holds(holder, codename, obj):
        return False
    grants.grant(codename, obj, holder)
    record("accounts.access_granted", obj, by=by, data=_told(codename, obj, holder))
    return True


@transaction.atomic
def revoke(codename: str, obj: models.Model, holder: Holder, *, by: Any) -> bool:
    """Take this access back; False if they did not hold it."""
    if not grants.holds(holder, codename, obj):
        return False
    grants.revoke(codename, obj, holder)
    record("accounts.access_revoked", obj, by=by, data=_told(codename, obj, holder))
    return True


def _told(codename: str, obj: models.Model, holder: Holder) -> dict[str, Any]:
    find_url = getattr(obj, "get_absolute_url", None)
    return {
        "holder": str(holder),
        "holder_kind": "group" if isinstance(holder, Group) else "person",
        "holder_id": holder.pk,
        "right": codename,
        "url": find_url() if find_url else "",
    }
