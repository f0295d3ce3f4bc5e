"""Core's app configuration."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The shared base; imports no other app."""

    name = "core"

    def ready(self) -> None:
        """Fill core's own registry entries."""
        from core import registrations

        registrations.register()
