"""Waits until the portal answers, then says where it is and how to sign in."""

import os
import subprocess
import sys
import time

from tools.health import answers
from tools.places import ROOT, say

PATIENCE = 60.0


def is_up(patience: float) -> bool:
    """Whether the portal answers before our patience ends."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if answers():
            return True
        time.sleep(0.1)
    return False


def main() -> int:
    """Print the address and the demo sign-ins."""
    sign_ins = subprocess.Popen(
        [sys.executable, "manage.py", "demo_signins"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    if not is_up(PATIENCE):
        say("The portal does not answer yet; the lines of web above say why.")
        return 1
    say(f"The portal answers at {os.environ['SITE_URL']}")
    for line in (sign_ins.communicate()[0] or "").splitlines():
        say(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
