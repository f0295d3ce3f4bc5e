"""The addresses of guidelines, one module per area."""

from django.urls import URLPattern

from guidelines.urls import (
    confirming,
    drafting,
    exchanging,
    library,
    publishing,
    reading,
    reviewing,
    shipping,
    structure,
    versions,
)

urlpatterns: list[URLPattern] = [
    *reading.PATHS,
    *structure.PATHS,
    *drafting.PATHS,
    *reviewing.PATHS,
    *publishing.PATHS,
    *versions.PATHS,
    *confirming.PATHS,
    *library.PATHS,
    *exchanging.PATHS,
    *shipping.PATHS,
]
