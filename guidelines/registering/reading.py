"""Entries of the registries: reading."""


def register() -> None:
    """Nothing yet."""
