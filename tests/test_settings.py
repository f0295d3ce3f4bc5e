"""Settings fail loudly, and production starts only when it is safe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "not-a-real-key-" * 5,
    "ALLOWED_HOSTS": "portal.example.org",
    "SITE_URL": "https://portal.example.org",
    "DATABASE_URL": "postgres://portal@localhost/portal",
    "REDIS_URL": "redis://localhost:6379/9",
    "EMAIL_HOST": "mail.example.org",
}

pytestmark = pytest.mark.pure


def check(tmp_path, *arguments, **changes):
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    environment = {**kept, "DATA_DIR": str(tmp_path), **PRODUCTION, **changes}
    environment = {key: value for key, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_complete_production_passes_the_deployment_check(tmp_path):
    result = check(tmp_path, "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "Production needs SECRET_KEY"),
        ({"DEBUG": "yes"}, "DEBUG must be off in production"),
        ({"DATABASE_URL": None}, "Production needs DATABASE_URL"),
        ({"REDIS_URL": None}, "Production needs REDIS_URL"),
        ({"ALLOWED_HOSTS": None}, "Production needs ALLOWED_HOSTS"),
        ({"EMAIL_HOST": None}, "Production needs EMAIL_HOST"),
        ({"DEBUG": "perhaps"}, "DEBUG must be yes or no"),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT must be a whole number"),
        ({"PORTAL_MODE": "staging"}, "PORTAL_MODE must be one of"),
    ],
)
def test_what_is_missing_or_wrong_is_refused_in_one_sentence(tmp_path, changes, sentence):
    result = check(tmp_path, **changes)
    assert result.returncode != 0
    assert sentence in result.stderr
