"""Addresses of publishing, retiring and care."""

from django.urls import URLPattern

PATHS: list[URLPattern] = []
