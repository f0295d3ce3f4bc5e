"""The app configuration of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and their rights."""

    name = "accounts"

    def ready(self) -> None:
        """Fill the registries."""
        from accounts import receivers, registrations  # noqa: F401 - connects the receivers

        registrations.register()
