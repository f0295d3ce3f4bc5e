"""Addresses of handbooks, chapters, properties and access of guidelines."""

from django.urls import URLPattern

PATHS: list[URLPattern] = []
