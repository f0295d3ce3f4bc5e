"""Keeps laid-out sheets as files, up to a size and an age."""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

MAX_BYTES = 200 * 1024 * 1024
MAX_AGE_S = 100 * 24 * 3600
TOUCH_AFTER_S = 24 * 3600
PRUNE_EVERY = 500


class FileSheetCache:
    """A folder of files named by hash; several processes may share it."""

    def __init__(
        self, folder: Path, *, max_bytes: int = MAX_BYTES, max_age_s: float = MAX_AGE_S
    ) -> None:
        self._folder = folder
        self._max_bytes, self._max_age_s = max_bytes, max_age_s
        self._puts = 0

    @classmethod
    def in_data_dir(cls) -> "FileSheetCache":
        """Return the portal's own cache."""
        from django.conf import settings

        return cls(Path(settings.DATA_DIR) / "pdf-sheets")

    def get(self, key: str) -> bytes | None:
        """Return the entry and remember that it is still in use."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            if time.time() - path.stat().st_mtime > TOUCH_AFTER_S:
                os.utime(path)
        except OSError:
            return None
        return data

    def put(self, key: str, value: bytes) -> None:
        """Store whole or not at all; a full disk costs speed, never a report."""
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                try:
                    file.write(value)
                    file.flush()
                    Path(file.name).replace(path)
                except OSError:
                    Path(file.name).unlink()
        self._puts += 1
        if self._puts % PRUNE_EVERY == 0:
            self.prune()

    def prune(self) -> int:
        """Delete what is too old, then the least recently used beyond the size; return how many."""
        entries = []
        for path in self._folder.glob("*/*"):
            with suppress(OSError):
                status = path.stat()
                entries.append((status.st_mtime, status.st_size, path))
        oldest = time.time() - self._max_age_s
        kept_bytes, deleted = 0, 0
        for used_at, size, path in sorted(entries, reverse=True):
            kept_bytes += size
            if used_at < oldest or kept_bytes > self._max_bytes:
                path.unlink(missing_ok=True)
                deleted += 1
        return deleted

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key
