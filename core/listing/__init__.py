"""The list page: filters, sort, columns, saved views, pages and exports over one queryset."""

from core.listing.columns import Column, Row
from core.listing.filters import ListFilter
from core.listing.page import ListPage

__all__ = ["Column", "ListFilter", "ListPage", "Row"]
