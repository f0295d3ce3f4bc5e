"""The base of every list's filters."""

from django_filters import FilterSet


class ListFilter(FilterSet):  # type: ignore[misc] # django-filter has no types
    """Filters of a list page, declared one by one; their names are the address's parameters."""
