"""Keeps and serves files; the caller has checked the right to them."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.http import FileResponse

from core.models import StoredFile

INLINE_TYPES = {"application/pdf", "image/png", "image/jpeg", "image/webp"}


def store(content: bytes, *, name: str, content_type: str, by: Any = None) -> StoredFile:
    """Keep the bytes under a random name; returns the row that names them."""
    stored = StoredFile(
        name=name[-200:],
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_by=by,
    )
    stored.file.save(name, ContentFile(content), save=False)
    stored.save()
    return stored


def read(stored: StoredFile) -> bytes:
    """The file's content."""
    with stored.file.open("rb") as handle:
        return bytes(handle.read())


def serve(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """An answer with the file; only PDF and raster images are ever shown in the browser."""
    show = inline and stored.content_type in INLINE_TYPES
    response = FileResponse(
        stored.file.open("rb"),
        as_attachment=not show,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
