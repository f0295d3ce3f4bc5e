"""Sign-in limits count in the cache: each test has its own."""

import pytest


@pytest.fixture(autouse=True)
def own_cache(settings, tmp_path):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": tmp_path / "cache",
        }
    }


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
