"""Keeps secrets out of log lines, and refusals to one line."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable


class LogFilter(logging.Filter):
    """Masks the token that follows one of these paths; a refused request logs no traceback."""

    def __init__(self, secret_paths: Iterable[str] = ()) -> None:
        super().__init__()
        paths = "|".join(re.escape(path) for path in secret_paths)
        self._secret = re.compile(rf"({paths})[^/\s?\"']+") if paths else None

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, changed where it has to be."""
        if record.name == "django.request" and record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        if self._secret is not None:
            text = record.getMessage()
            masked = self._secret.sub(r"\1***", text)
            if masked != text:
                record.msg, record.args = masked, ()
        return True
