"""The app configuration of portfolio."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Portfolio controlling."""

    name = "portfolio"

    def ready(self) -> None:
        """Fill the registries."""
        from portfolio import registrations

        registrations.register()
