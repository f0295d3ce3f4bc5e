"""Web server, worker and scheduler as `make run` starts them: they answer, return and vanish."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.pure, pytest.mark.slow]


def wait_for(condition: Callable[[], object], seconds: float = 40.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return bool(condition())


class Portal:
    """A supervisor with its own port and data, and a way to see all its processes."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        keep = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        own = {"DATA_DIR": str(data), "PORT": port, "SITE_URL": f"http://127.0.0.1:{port}"}
        self.environ = {**keep, **own, "PORTAL_MODE": "embedded", "WEB_WORKERS": "1"}
        self.log = data / "log"
        self.manage("migrate", "--verbosity", "0")
        self.process = self.start()

    def manage(self, *arguments: str) -> None:
        argv = [sys.executable, "manage.py", *arguments]
        subprocess.run(argv, cwd=ROOT, env=self.environ, check=True)

    def start(self) -> "subprocess.Popen[bytes]":
        with self.log.open("wb") as out:
            return subprocess.Popen(
                [sys.executable, "-P", str(ROOT / "pmo_portal" / "supervisor.py")],
                env=self.environ,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def text(self) -> str:
        return self.log.read_text()

    def is_well(self) -> bool:
        asked = [sys.executable, "-m", "tools.health"]
        return subprocess.run(asked, cwd=ROOT, env=self.environ, check=False).returncode == 0

    def processes(self) -> dict[int, str]:
        """Every process that works for this portal: all of them carry its data folder."""
        mark = f"DATA_DIR={self.environ['DATA_DIR']}\0".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes():
                    argv = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    found[int(folder.name)] = argv
            except OSError:
                continue
        return {pid: argv for pid, argv in found.items() if argv}

    def named(self, word: str) -> set[int]:
        """Those whose command line holds the word."""
        return {pid for pid, argv in self.processes().items() if word in argv}


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    made = Portal(tmp_path)
    yield made
    made.process.kill()
    made.process.wait()


def test_the_portal_answers_survives_a_crash_and_leaves_nothing(portal):
    assert wait_for(portal.is_well), portal.text()
    assert wait_for(lambda: "The portal answers at" in portal.text()), portal.text()
    assert wait_for(lambda: len(portal.named(" worker ")) == 3)  # the parent and its two children
    assert len(portal.named(" beat ")) == 1

    workers = portal.named(" worker ")
    os.kill(min(workers), signal.SIGKILL)
    assert wait_for(lambda: "worker ended (signal 9), next start in 1 s" in portal.text())
    assert wait_for(lambda: len(portal.named(" worker ") - workers) == 3), portal.text()
    assert not workers & portal.named(" worker ")

    portal.process.kill()
    portal.process.wait()
    assert wait_for(lambda: not portal.processes(), 5), portal.processes()


def test_a_hang_up_ends_everything_in_order(portal):
    assert wait_for(portal.is_well), portal.text()
    portal.process.send_signal(signal.SIGHUP)
    assert portal.process.wait(timeout=20) == 0
    assert portal.processes() == {}
    assert portal.text().rstrip().endswith("portal    | stopped")
    assert "Traceback" not in portal.text()
