"""Mistyped words, corrected to words of the guidelines that a person may read."""

from __future__ import annotations

from typing import Any

from core import search

SOURCE = "guidelines.guideline"


def meant(text: str, user: Any) -> str:
    """The text with its mistyped words corrected; empty where nothing nearer is there."""
    return search.search(user, text, limit=1, source=SOURCE, is_typing=True).corrected
