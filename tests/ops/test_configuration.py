"""The example environment, the compose file and the settings speak of the same names."""

import os
import re
import shutil
import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
READERS = ("pmo_portal/settings.py", "gunicorn.conf.py")
pytestmark = pytest.mark.pure


def variables_read() -> set[str]:
    call = re.compile(r"\benv\.(?:text|flag|number|words|choice|folder)\(\s*[\"'](\w+)")
    return {name for file in READERS for name in call.findall((ROOT / file).read_text())}


def example() -> dict[str, str]:
    """Name and value of every line of the example, commented out or not."""
    pairs = re.findall(r"^#?([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.M)
    assert len(pairs) == len({name for name, _ in pairs}), "a name stands there twice"
    return dict(pairs)


def active_example() -> dict[str, str]:
    """The lines that are not commented out: what a fresh .env holds."""
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.M))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


def variables_of_compose() -> set[str]:
    return set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))


def test_the_example_lists_what_is_read_and_nothing_else():
    assert set(example()) == variables_read() | variables_of_compose()


def test_every_environment_read_goes_through_env():
    code = "".join((ROOT / file).read_text() for file in READERS)
    assert re.findall(r"os\.(?:environ|getenv)", code) == []


def test_the_example_holds_no_secret():
    secret = {key: value for key, value in example().items() if re.search("KEY|PASSWORD", key)}
    assert secret == {"SECRET_KEY": "", "POSTGRES_PASSWORD": "", "EMAIL_HOST_PASSWORD": ""}


def test_services_of_the_compose_file(compose):
    assert set(compose["services"]) == {
        "web", "worker", "scheduler", "migrate", "postgres", "redis", "mail",
    }  # fmt: skip
    beats = [n for n, s in compose["services"].items() if "beat " in str(s.get("command", ""))]
    assert beats == ["scheduler"]
    assert "deploy" not in compose["services"]["scheduler"]
    assert "scale" not in compose["services"]["scheduler"]
    assert "container_name" not in compose["services"]["worker"], "a name forbids a second worker"


def test_all_but_the_single_run_are_watched_and_restarted(compose):
    for name, service in compose["services"].items():
        is_single_run = name == "migrate"
        assert ("healthcheck" in service) is not is_single_run, name
        assert service["restart"] == ("no" if is_single_run else "unless-stopped"), name


def test_everything_waits_for_the_migration(compose):
    waits = {
        name: compose["services"][name]["depends_on"] for name in ("web", "worker", "scheduler")
    }
    done = {"migrate": {"condition": "service_completed_successfully"}}
    assert waits == dict.fromkeys(waits, done)
    healthy = {"condition": "service_healthy"}
    assert compose["services"]["migrate"]["depends_on"] == {"postgres": healthy, "redis": healthy}


def test_own_services_share_media_and_run_without_rights(compose):
    for name in ("web", "worker", "scheduler", "migrate"):
        service = compose["services"][name]
        assert service["volumes"] == ["media:/media", "sheets:/app/var/pdf-sheets"], name
        assert service["environment"]["MEDIA_DIR"] == "/media", name
        assert service["environment"]["PORTAL_MODE"] == "production", name
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
    assert set(compose["volumes"]) == {"database", "queue", "media", "sheets"}


def test_environment_of_own_services_is_known_to_the_settings(compose):
    for name in ("web", "worker", "scheduler", "migrate"):
        assert set(compose["services"][name]["environment"]) <= variables_read(), name


@pytest.mark.slow
@pytest.mark.parametrize("name", ["web", "worker", "scheduler", "migrate"])
def test_the_settings_accept_the_environment_of_each_service(compose, tmp_path, name):
    filled = {key: value or string.ascii_letters for key, value in active_example().items()}
    own = {
        key: re.sub(r"\$\{(\w+):\?[^}]*\}", lambda match: filled[match[1]], str(value))
        for key, value in compose["services"][name]["environment"].items()
    }
    environ = {"PATH": os.environ["PATH"], **filled, **own, "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_only_web_pools_its_connections(compose):
    pooled = [
        n for n, s in compose["services"].items() if "DATABASE_POOL" in s.get("environment", {})
    ]
    assert pooled == ["web"]


def test_redis_keeps_the_queue(compose):
    command = compose["services"]["redis"]["command"]
    assert command == "redis-server --appendonly yes --maxmemory-policy noeviction"
    assert compose["services"]["redis"]["volumes"] == ["queue:/data"]


def test_secrets_come_from_outside(compose):
    for name, service in compose["services"].items():
        for key, value in service.get("environment", {}).items():
            if re.search("KEY|PASSWORD", key):
                assert re.match(r"\$\{\w+:\?", str(value)), (name, key)
            password = re.match(r"\w+://\w+:([^@]+)@", str(value))
            assert password is None or password[1].startswith("${POSTGRES_PASSWORD:?"), (name, key)


def test_ports_are_open_to_this_machine_only(compose):
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:${WEB_PORT:-8000}:8000", "127.0.0.1:${MAIL_PORT:-8025}:8025"]


def composer() -> list[str] | None:
    """The command that reads compose files on this machine, if there is one."""
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if shutil.which("docker"):
        known = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        return ["docker", "compose"] if known.returncode == 0 else None
    return None


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    text = (ROOT / ".env.example").read_text()
    (tmp_path / ".env").write_text(text.replace("=\n", "=abc123\n"))
    return tmp_path


def config(folder: Path) -> "subprocess.CompletedProcess[str]":
    command = composer()
    if command is None:
        pytest.skip("docker-compose is not installed")
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        [*command, "config"], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


def test_compose_accepts_the_file_and_fills_in_the_password(project):
    done = config(project)
    assert done.returncode == 0, done.stderr
    worker = yaml.safe_load(done.stdout)["services"]["worker"]["environment"]
    assert worker["DATABASE_URL"] == "postgres://portal:abc123@postgres:5432/portal"
    assert worker["EMAIL_HOST"] == "mail"


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD"])
def test_compose_refuses_to_start_without_a_secret(project, name):
    text = (project / ".env").read_text()
    (project / ".env").write_text(text.replace(f"{name}=abc123", f"{name}="))
    done = config(project)
    assert done.returncode != 0
    assert f"Set {name} in .env" in done.stderr


def test_the_image_runs_without_root_and_from_pinned_packages():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    users = [line for line in lines if line.startswith("USER ")]
    assert users == ["USER portal"]
    assert lines.index("USER portal") < next(i for i, x in enumerate(lines) if x.startswith("CMD"))
    assert "RUN pip install --require-hashes -r requirements/base.txt" in lines
    assert [line for line in lines if re.match(r"(ENV|ARG) .*(SECRET|PASSWORD)", line)] == []
