"""What portfolio adds to the registries."""


def register() -> None:
    """Register navigation, tabs, events, jobs and search of the portfolio."""
