"""Makes the virtual environment and keeps it in step with the locked requirements."""

import subprocess
import sys

from tools.places import PYTHON, ROOT, VENV, SetUpError, say
from tools.stamps import digest, is_current, keep
from tools.system import VENV_MODULE, provide

REQUIREMENTS = ROOT / "requirements"
INSTALL = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes")
FILES = {"base": ("base.txt",), "dev": ("base.txt", "dev.txt")}


def ensure_environment(kind: str) -> None:
    """Install what `base` or `dev` asks for, unless exactly that is there already."""
    files = [REQUIREMENTS / name for name in FILES[kind]]
    stamp, wanted = VENV / f".installed-{kind}", digest(files, sys.version)
    if PYTHON.exists() and is_current(stamp, wanted):
        return
    if not PYTHON.exists():
        _make()
    say("Installing Python packages (a minute or two the first time) ...")
    arguments = [part for file in files for part in ("-r", str(file))]
    done = subprocess.run([PYTHON, *INSTALL, *arguments], check=False)
    if done.returncode:
        raise SetUpError("Python packages could not be installed; pip says why above.")
    keep(stamp, wanted)


def _make() -> None:
    if not provide(VENV_MODULE, again=True):
        raise SetUpError("No environment can be made without Python's venv module.")
    say(f"Making the environment in {VENV} ...")
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if done.returncode:
        raise SetUpError(f"The environment could not be made in {VENV}; Python says why above.")
