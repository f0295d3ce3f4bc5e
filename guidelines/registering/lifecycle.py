"""Entries of the registries: lifecycle."""


def register() -> None:
    """Nothing yet."""
