"""Puts values on an object and tells what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from core.errors import Errors


def assign(
    obj: models.Model, values: Mapping[str, Any], fields: Iterable[str], errors: Errors
) -> dict[str, tuple[Any, Any]]:
    """Set the given values and check them; returns old and new of each changed column.

    A name outside `fields` is a programming error, not something a person typed.
    """
    if unknown := set(values) - set(fields):
        raise TypeError(f"{obj._meta.label} has no editable {', '.join(sorted(unknown))}.")
    columns = [obj._meta.get_field(name).attname for name in values]  # type: ignore[union-attr]
    before = [getattr(obj, column) for column in columns]
    for name, value in values.items():
        setattr(obj, name, value)
    errors.clean(obj, values)
    now = [getattr(obj, column) for column in columns]
    return {
        column: (old, new)
        for column, old, new in zip(columns, before, now, strict=True)
        if old != new
    }
