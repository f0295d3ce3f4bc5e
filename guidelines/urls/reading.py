"""Addresses of the library and the reader's page."""

from django.urls import URLPattern

PATHS: list[URLPattern] = []
