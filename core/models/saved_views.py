"""Saved states of a list page."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models

from core import policy


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Access to saved views."""

    def visible_to(self, user: Any) -> Self:
        """A person's own views, and the shared ones for who may see what colleagues share."""
        mine = models.Q(owner_id=user.pk)
        shared = models.Q(is_shared=True)
        return self.filter(mine | shared if policy.can_see_shared_views(user) else mine)


class SavedView(models.Model):
    """A list page's filters, sort and columns under a name; private unless shared."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    list_key = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)  # opens when its owner opens the bare list
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list_key", "name"], name="core_saved_view_name"
            ),
            models.UniqueConstraint(
                fields=["owner", "list_key"],
                condition=models.Q(is_default=True),
                name="core_saved_view_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name
