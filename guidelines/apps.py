"""The app configuration of guidelines."""

from django.apps import AppConfig


class GuidelinesConfig(AppConfig):
    """Guidelines, their lifecycle, and methods."""

    name = "guidelines"

    def ready(self) -> None:
        """Fill the registries."""
        from guidelines import registrations

        registrations.register()
