"""Waits until the portal answers, then says where it is and how to sign in."""

import os
import subprocess
import sys
import time

from tools.health import status
from tools.places import ROOT, say

PATIENCE = 60.0


def first_status(patience: float) -> int | None:
    """What the portal answers first, or nothing when our patience ends before."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        answer = status()
        if answer is not None:
            return answer
        time.sleep(0.1)
    return None


def main() -> int:
    """Print the address and the demo sign-ins."""
    sign_ins = subprocess.Popen(
        [sys.executable, "manage.py", "demo_signins"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    answer = first_status(PATIENCE)
    if answer != 200:
        say(f"The portal is not well ({answer or 'no answer'}); the lines of web above say why.")
        return 1
    say(f"The portal answers at {os.environ['SITE_URL']}")
    for line in (sign_ins.communicate()[0] or "").splitlines():
        say(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
