"""Addresses of confirmations."""

from django.urls import URLPattern

PATHS: list[URLPattern] = []
