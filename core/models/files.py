"""Stored files: content-addressed metadata over Django's storage."""

from uuid import uuid4

from django.conf import settings
from django.db import models


def storage_name(_instance: models.Model, _filename: str) -> str:
    """A random name: nothing of the uploaded name reaches the disk."""
    name = uuid4().hex
    return f"{name[:2]}/{name}"


class StoredFile(models.Model):
    """A file kept by the portal; it is served only through a view that checks the right."""

    file = models.FileField(upload_to=storage_name, max_length=100)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return self.name
