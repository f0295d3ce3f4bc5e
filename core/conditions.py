"""Conditions on rows, seen from another model."""

from __future__ import annotations

from typing import Any

from django.db.models import Q


def seen_from(path: str, condition: Q) -> Q:
    """The same condition from a model that reaches its rows by this path; "" leaves it alone."""
    if not path:
        return condition
    children: list[Any] = list(condition.children)
    parts = [
        seen_from(path, part) if isinstance(part, Q) else (f"{path}__{part[0]}", part[1])
        for part in children
    ]
    return Q(*parts, _connector=condition.connector, _negated=condition.negated)
