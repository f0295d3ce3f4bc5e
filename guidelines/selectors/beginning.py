"""Where a person may begin a guideline."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.grants import granted_ids
from accounts.roles import Capability, can
from guidelines.models import Chapter


def chapters_to_write_in(user: Any) -> QuerySet[Chapter]:
    """Chapters that the person may add guidelines to, in the order of the library."""
    rows = Chapter.objects.select_related("handbook")
    rows = rows.order_by("handbook__position", "handbook__title", "position", "title")
    visible = Chapter.objects.visible_to(user).values("pk")
    if not can(user, Capability.WRITE_GUIDELINES):
        rows = rows.filter(granted_ids(user, Chapter, "write_chapter"))
    return rows.filter(Q(pk__in=visible))


def why_not_begin(user: Any) -> str | None:
    """A guideline is begun where the person may write."""
    if can(user, Capability.WRITE_GUIDELINES) or chapters_to_write_in(user).exists():
        return None
    return _("Your roles do not allow writing guidelines in this chapter.")


def in_handbook(chapter: Chapter) -> str:
    """The chapter with its handbook, as a choice."""
    return f"{chapter.handbook.title}: {chapter.title}"
