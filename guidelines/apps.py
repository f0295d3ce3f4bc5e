"""The app configuration of guidelines."""

from django.apps import AppConfig


class GuidelinesConfig(AppConfig):
    """Guidelines, their lifecycle, and methods."""

    name = "guidelines"
