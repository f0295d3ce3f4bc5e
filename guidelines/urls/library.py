"""Addresses of glossary, text blocks and pictures."""

from django.urls import URLPattern

PATHS: list[URLPattern] = []
