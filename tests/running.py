"""The portal as `make run` starts it: real processes with their own port and data folder."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ("PATH", "HOME")


def wait_for(condition: Callable[[], object], seconds: float = 40.0) -> bool:
    """Ask until the answer is yes or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return bool(condition())


class Portal:
    """A supervisor with its own port and data, and a way to see all its processes."""

    def __init__(self, data: Path, **environ: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        keep = {key: os.environ[key] for key in KEPT if key in os.environ}
        own = {"DATA_DIR": str(data), "PORT": port, "SITE_URL": f"http://127.0.0.1:{port}"}
        small = {"PORTAL_MODE": "embedded", "WEB_WORKERS": "1"}
        self.environ = {**keep, **own, **small, **environ}
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

    def child(self, word: str) -> int:
        """The supervisor's own child whose command line holds the word."""
        (pid,) = [pid for pid in self.named(word) if parent_of(pid) == self.process.pid]
        return pid


def parent_of(pid: int) -> int:
    """The process that started this one, 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0
