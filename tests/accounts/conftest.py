"""Time for tests of limits."""

import pytest


@pytest.fixture
def later(monkeypatch):
    """Let the clock of limits and caches run ahead by some seconds."""
    import time

    real = time.time
    ahead = [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + ahead[0])

    def _later(seconds):
        ahead[0] += seconds

    return _later
