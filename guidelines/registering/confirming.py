"""Entries of the registries: confirming."""


def register() -> None:
    """Nothing yet."""
