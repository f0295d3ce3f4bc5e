"""Remembers what a set-up step was done for, so that it is skipped until that changes."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], *words: str) -> str:
    """One hash over the names and contents of files and some words."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        total.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    """Whether the step was last done for exactly this value."""
    return stamp.is_file() and stamp.read_text() == value


def keep(stamp: Path, value: str) -> None:
    """Note that the step is done for this value."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)
