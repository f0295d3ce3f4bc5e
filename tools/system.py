"""What pip cannot bring: found on the system, installed with apt where that is allowed."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.places import data_dir, say

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT_OPTIONS = ("-y", "-q", "--no-install-recommends", "-o", "Acquire::Retries=1")


def has_pango() -> bool:
    """Whether the libraries that lay out PDF text can be loaded."""
    try:
        for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0"):
            ctypes.CDLL(name)
    except OSError:
        return has_pango_elsewhere()
    return True


def has_pango_elsewhere() -> bool:
    """The same question for systems that name libraries in another way."""
    return sys.platform == "darwin" and shutil.which("pango-view") is not None


def chromium() -> str | None:
    """The browser for the browser tests."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        return named if Path(named).is_file() else None
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def can_make_environments() -> bool:
    """Debian leaves out the half of `venv` that installs pip."""
    return importlib.util.find_spec("ensurepip") is not None


@dataclass(frozen=True)
class Need:
    """Something from the system, what it is for and the packages that bring it."""

    name: str
    purpose: str
    packages: tuple[str, ...]
    is_present: Callable[[], bool]

    def hint(self) -> str:
        """The one line that says what to do."""
        wanted = " ".join(self.packages)
        return f"{self.name} is missing ({self.purpose}). Install it: apt-get install {wanted}"


PANGO = Need(
    "Pango",
    "without it the portal runs, but makes no PDF",
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    has_pango,
)
CHROMIUM = Need(
    "Chromium",
    "without it browser tests are skipped",
    ("chromium",),
    lambda: chromium() is not None,
)
VENV_MODULE = Need(
    "Python's venv module",
    "without it no environment can be made",
    (f"python3.{sys.version_info.minor}-venv",),
    can_make_environments,
)


def apt_prefix() -> list[str] | None:
    """How apt may be called here: as root, through sudo without a password, or not at all."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def apt_install(packages: tuple[str, ...]) -> bool:
    """Try to install; refresh the package lists when the first try fails."""
    prefix = apt_prefix()
    if prefix is None:
        return False
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    install = [*apt, "install", *APT_OPTIONS, *packages]
    return _runs(install) or (_runs([*apt, "update", "-q"]) and _runs(install))


def _runs(argv: list[str]) -> bool:
    try:
        done = subprocess.run(
            argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=600, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return False
    return done.returncode == 0


def provide(need: Need, *, again: bool = False) -> bool:
    """Make sure the need is met, or say in one line what to install; apt is tried once."""
    if need.is_present():
        return True
    tried = data_dir() / "stamps" / f"apt-{need.packages[0]}"
    if again or not tried.exists():
        say(f"Installing {need.name} with apt ...")
        apt_install(need.packages)
        tried.parent.mkdir(parents=True, exist_ok=True)
        tried.touch()
    if need.is_present():
        return True
    say(need.hint())
    return False
