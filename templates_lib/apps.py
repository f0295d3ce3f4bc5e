"""The app configuration of templates_lib."""

from django.apps import AppConfig


class TemplatesLibConfig(AppConfig):
    """Template library."""

    name = "templates_lib"
