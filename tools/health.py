"""Asks the portal on this machine whether it answers (`python -m tools.health`)."""

import os
import sys
import urllib.error
import urllib.request


def status(seconds: float = 3.0) -> int | None:
    """The HTTP status of the health page, or nothing while no web server listens."""
    url = f"http://127.0.0.1:{os.environ.get('PORT') or '8000'}/healthz"
    known = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".*")
    request = urllib.request.Request(url, headers={"Host": known} if known else {})
    try:
        with urllib.request.urlopen(request, timeout=seconds) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


if __name__ == "__main__":
    sys.exit(status() != 200)
