"""Brings translations, database, starter content and static files up to date."""

import os
import subprocess
import uuid
from collections.abc import Callable
from pathlib import Path

from tools.places import PYTHON, ROOT, SetUpError, data_dir, say
from tools.stamps import digest, is_current, keep

APPS = tuple(sorted(path.parent for path in ROOT.glob("*/apps.py")))


def ensure_contents() -> None:
    """Do each step whose inputs have changed since it was last done."""
    _step("messages", _compile_messages, lambda: digest(ROOT.glob("locale/*/*/*.po")))
    _step("static", _collect_static, lambda: digest(_static_sources()))
    _step("schema", _migrate, lambda: digest(_migrations(), _database_identity()))
    _step("demo", _load_demo, _database_identity)


def _step(name: str, action: Callable[[], None], state: Callable[[], str]) -> None:
    stamp = data_dir() / "stamps" / name
    if not is_current(stamp, state()):
        action()
        keep(stamp, state())


def _database_identity() -> str:
    """Which database the stamps speak of; what a server holds cannot be told from here."""
    if os.environ.get("DATABASE_URL"):
        return uuid.uuid4().hex
    file = data_dir() / "portal.sqlite3"
    return str(file.stat().st_ino) if file.exists() else "none yet"


def _migrations() -> list[Path]:
    return [ROOT / "requirements" / "base.txt", *ROOT.glob("*/migrations/*.py")]


def _static_sources() -> list[Path]:
    folders = [ROOT / "static", *(app / "static" for app in APPS)]
    own = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [*own, ROOT / "requirements" / "base.txt"]


def _compile_messages() -> None:
    _run("-m", "tools.messages", "compile")


def _collect_static() -> None:
    say("Collecting static files ...")
    _run("manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0")


def _migrate() -> None:
    say("Bringing the database up to date ...")
    _run("manage.py", "migrate", "--noinput", "--verbosity", "0")


def _load_demo() -> None:
    say("Loading the starter content into an empty database ...")
    _run("manage.py", "load_demo", "--if-empty")


def _run(*arguments: str) -> None:
    done = subprocess.run([PYTHON, *arguments], cwd=ROOT, check=False)
    if done.returncode:
        raise SetUpError(f"`{' '.join(arguments)}` failed; its message is above.")
