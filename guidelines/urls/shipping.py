"""Addresses of updates to the shipped guidelines."""

from django.urls import URLPattern, path

from guidelines.views import shipping

PATHS: list[URLPattern] = [
    path("guidelines/shipped/", shipping.shipped_updates, name="shipped_updates"),
    path("guidelines/shipped/<int:pk>/", shipping.shipped_update, name="shipped_update"),
    path("guidelines/shipped/<int:pk>/take/", shipping.shipped_take, name="shipped_take"),
    path("guidelines/shipped/<int:pk>/decline/", shipping.shipped_decline, name="shipped_decline"),
]
