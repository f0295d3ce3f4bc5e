"""The base of every list's filters."""

from __future__ import annotations

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django_filters import FilterSet


class ListFilter(FilterSet):  # type: ignore[misc] # django-filter has no types
    """Filters of a list page, declared one by one; their names are the address's parameters."""


def drop_needless_distinct(filterset: FilterSet) -> None:
    """Keep DISTINCT, which sorts every row by every column, for to-many relations alone."""
    model = filterset.queryset.model
    for each in filterset.filters.values():
        each.distinct = each.distinct and _crosses_many(model, each.field_name)


def _crosses_many(model: type[models.Model], path: str) -> bool:
    """Whether a path leads over a relation that can repeat a row."""
    current: type[models.Model] | None = model
    for part in path.split("__"):
        try:
            field = current._meta.get_field(part) if current else None
        except FieldDoesNotExist:  # an annotation
            return False
        if field is None:
            return False
        if field.one_to_many or field.many_to_many:
            return True
        current = getattr(field, "related_model", None)
    return False
