"""Addresses of versions and their comparison."""

from django.urls import URLPattern

PATHS: list[URLPattern] = []
