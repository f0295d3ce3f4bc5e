"""Addresses of the editor."""

from django.urls import URLPattern

PATHS: list[URLPattern] = []
