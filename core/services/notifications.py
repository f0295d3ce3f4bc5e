"""Reading notifications; not audited: what a person has read is their own business."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from core.models import Notification


def mark_read(notification: Notification) -> None:
    """Remember that the recipient has seen it; the first time counts."""
    Notification.objects.filter(pk=notification.pk, read_at__isnull=True).update(
        read_at=timezone.now()
    )


def mark_all_read(*, by: Any) -> int:
    """Mark all of a person's notifications; returns how many were unread."""
    unread = Notification.objects.filter(recipient=by, read_at__isnull=True)
    return unread.update(read_at=timezone.now())
