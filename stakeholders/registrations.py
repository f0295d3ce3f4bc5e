"""What stakeholders adds to the registries."""


def register() -> None:
    """Register navigation, events, jobs and tickers of reporting."""
