"""Brings translations, database, starter content and static files up to date."""

import os
import sqlite3
import subprocess
import uuid
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from tools.places import PYTHON, ROOT, SetUpError, data_dir, say
from tools.stamps import digest, is_current, keep

APPS = tuple(sorted(path.parent for path in ROOT.glob("*/apps.py")))


def ensure_contents() -> None:
    """Do each step whose inputs have changed since it was last done."""
    _step("messages", _compile_messages, lambda: digest(ROOT.glob("locale/*/*/*.po")))
    _step("static", _collect_static, lambda: digest(_static_sources()))
    if _has_no_database():
        _make_database()
    _step("schema", _migrate, _schema_state)
    _step("demo", _load_demo, _database_identity)


def _stamp(name: str) -> Path:
    return data_dir() / "stamps" / name


def _step(name: str, action: Callable[[], None], state: Callable[[], str]) -> None:
    if not is_current(_stamp(name), state()):
        action()
        keep(_stamp(name), state())


def _database_file() -> Path:
    return data_dir() / "portal.sqlite3"


def _has_no_database() -> bool:
    return not os.environ.get("DATABASE_URL") and not _database_file().exists()


def _make_database() -> None:
    """Fill a new file and name it at the end: an interrupted first start leaves no half."""
    file = _database_file().with_suffix(".unfinished")
    for leftover in file.parent.glob(f"{file.name}*"):
        leftover.unlink()
    here = {"DATABASE_URL": f"sqlite:///{file}"}
    _migrate(here)
    _load_demo(here)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.rename(_database_file())
    keep(_stamp("schema"), _schema_state())
    keep(_stamp("demo"), _database_identity())


def _schema_state() -> str:
    locked = ROOT / "requirements" / "base.txt"
    return digest([locked, *ROOT.glob("*/migrations/*.py")], _database_identity())


def _database_identity() -> str:
    """Which database the stamps speak of; what a server holds cannot be told from here."""
    if os.environ.get("DATABASE_URL"):
        return uuid.uuid4().hex
    return str(_database_file().stat().st_ino)


def _static_sources() -> list[Path]:
    folders = [ROOT / "static", *(app / "static" for app in APPS)]
    own = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [*own, ROOT / "requirements" / "base.txt"]


def _compile_messages() -> None:
    _run("-m", "tools.messages", "compile")


def _collect_static() -> None:
    say("Collecting static files ...")
    _run("manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0")


def _migrate(environ: Mapping[str, str] | None = None) -> None:
    say("Bringing the database up to date ...")
    _run("manage.py", "migrate", "--noinput", "--verbosity", "0", environ=environ)


def _load_demo(environ: Mapping[str, str] | None = None) -> None:
    say("Loading the starter content into an empty database ...")
    _run("manage.py", "load_demo", "--if-empty", environ=environ)


def _run(*arguments: str, environ: Mapping[str, str] | None = None) -> None:
    own = {**os.environ, **(environ or {})}
    done = subprocess.run([PYTHON, *arguments], cwd=ROOT, env=own, check=False)
    if done.returncode:
        raise SetUpError(f"`{' '.join(arguments)}` failed; its message is above.")
