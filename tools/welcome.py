"""Waits until the portal answers, then says where it is and how to sign in."""

import os
import subprocess
import sys
import time

from tools.health import is_up
from tools.places import ROOT, say

PATIENCE = 60.0


def comes_up(patience: float) -> bool:
    """Whether the portal answers before our patience ends."""
    deadline = time.monotonic() + patience
    while not (answers := is_up()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return answers


def main() -> int:
    """Print the address and the demo sign-ins."""
    sign_ins = subprocess.Popen(
        [sys.executable, "manage.py", "demo_signins"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    if not comes_up(PATIENCE):
        say("The portal does not answer; the lines of web above say why.")
        return 1
    say(f"The portal answers at {os.environ['SITE_URL']}")
    for line in (sign_ins.communicate()[0] or "").splitlines():
        say(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
