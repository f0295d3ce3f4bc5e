"""What accounts adds to the registries."""


def register() -> None:
    """Register navigation, events and search of people."""
