"""Entries of the registries: exchanging."""


def register() -> None:
    """Nothing yet."""
