"""Asks the portal on this machine whether it is up (`python -m tools.health`)."""

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any


def report(seconds: float = 3.0) -> dict[str, Any] | None:
    """What the health page says, or nothing while no portal answers."""
    url = f"http://127.0.0.1:{os.environ.get('PORT') or '8000'}/healthz"
    known = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".*")
    request = urllib.request.Request(url, headers={"Host": known} if known else {})
    try:
        with urllib.request.urlopen(request, timeout=seconds) as reply:
            text = reply.read()
    except urllib.error.HTTPError as error:
        text = error.read()
    except OSError:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def is_up() -> bool:
    """Whether web server and database answer; a silent scheduler is not the web server's fault."""
    found = report()
    return found is not None and found.get("database") is True


if __name__ == "__main__":
    sys.exit(not is_up())
