"""Where things are, and how the tools speak."""

import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("VENV", ROOT / ".venv")).absolute()
PYTHON = VENV / "bin" / "python"


class SetUpError(Exception):
    """Something the person at the keyboard has to change; the message says what."""


def data_dir() -> Path:
    """The folder of database, files and stamps, as the settings see it."""
    return Path(os.environ.get("DATA_DIR", ROOT / "var")).expanduser().absolute()


def say(text: str) -> None:
    """One line for the person who waits."""
    print(text, flush=True)


def require_writable(folder: Path) -> None:
    """Refuse to begin where files cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"Cannot write in {folder} ({reason}). Change its owner, or set DATA_DIR."
        raise SetUpError(message) from None
