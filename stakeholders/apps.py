"""The app configuration of stakeholders."""

from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    """Reports to stakeholders."""

    name = "stakeholders"

    def ready(self) -> None:
        """Fill the registries."""
        from stakeholders import registrations

        registrations.register()
