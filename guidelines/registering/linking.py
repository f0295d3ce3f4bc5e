"""Entries of the registries: linking."""


def register() -> None:
    """Nothing yet."""
