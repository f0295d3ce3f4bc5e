"""Addresses of imports, exports and PDFs."""

from django.urls import URLPattern

PATHS: list[URLPattern] = []
