"""Starts, restarts and ends web, worker and scheduler as one unit.

Run as a plain script (`python -P pmo_portal/supervisor.py`); it needs the standard library
alone, so that it is up before Django and outlives a portal that cannot start.
"""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Messages carry ids alone, so Celery's long warning to root says nothing to its reader here.
WORKER_ENVIRON = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
LONGEST_WAIT = 30.0
HEALTHY_AFTER = 60.0


def die_with_parent() -> None:
    """Let Linux kill this process when its parent ends; elsewhere the guard alone does it."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def kill_group(group: int) -> None:
    """End every process of the group at once; a group that is gone is fine."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def pause_before_start(failures: int) -> float:
    """Seconds to wait before the next start: 1, 2, 4, ... up to half a minute."""
    return min(LONGEST_WAIT, 2.0 ** (failures - 1)) if failures else 0.0


@dataclass(frozen=True)
class Program:
    """What to run under which name; a program that runs once is not started again."""

    name: str
    argv: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)
    once: bool = False


class Guard:
    """A helper process that kills the children's groups when the supervisor vanishes."""

    def __init__(self) -> None:
        self.groups: set[int] = set()
        self.process = self._start()

    @staticmethod
    def _start() -> "subprocess.Popen[str]":
        argv = [sys.executable, "-I", "-S", str(Path(__file__).resolve()), "--guard"]
        return subprocess.Popen(  # noqa: S603 - this very file
            argv, stdin=subprocess.PIPE, text=True, start_new_session=True
        )

    def watch(self, group: int) -> None:
        """Kill this group too when the supervisor vanishes."""
        self.groups.add(group)
        self._tell(f"+{group}")

    def release(self, group: int) -> None:
        """Forget a group that has ended."""
        self.groups.discard(group)
        self._tell(f"-{group}")

    def _tell(self, line: str) -> None:
        assert self.process.stdin is not None
        try:
            print(line, file=self.process.stdin, flush=True)
        except BrokenPipeError:  # someone ended the guard: start it again with all it knew
            self.process = self._start()
            for group in self.groups:
                self._tell(f"+{group}")

    def close(self) -> None:
        """End the guard; it kills what it still watches."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def guard_main(lines: Iterable[str]) -> None:
    """Collect groups from the pipe and kill them when its other end closes."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in lines:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    for group in groups:
        kill_group(group)


class Child:
    """One program and the process that runs it now."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.failures = 0
        self.started_at = 0.0
        self.due_at: float | None = 0.0
        self.rest = b""

    def start(self) -> int:
        """Start the process in a group of its own and return its output's descriptor."""
        supervisor = os.getpid()

        def tie() -> None:
            die_with_parent()
            if os.getppid() != supervisor:
                os._exit(1)

        self.process = subprocess.Popen(  # noqa: S603 - only portal_programs() names what runs
            self.program.argv,
            cwd=ROOT,
            env={**os.environ, **self.program.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=tie,  # noqa: PLW1509 - this process has one thread
        )
        self.started_at, self.due_at = time.monotonic(), None
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    def ended(self) -> int | None:
        """The exit code, once, when the process has ended since the last call."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        kill_group(self.process.pid)
        self.process = None
        return code

    def ask_to_end(self) -> None:
        """Ask the process alone: the server and the worker end their own children in order."""
        if self.process:
            self.process.terminate()

    def kill(self) -> None:
        """End the process and everything it started, now."""
        if self.process:
            kill_group(self.process.pid)
            self.process.wait()

    def plan_restart(self) -> float:
        """Decide when to start again; a run that lasted resets the waiting time."""
        now = time.monotonic()
        self.failures = 1 if now - self.started_at > HEALTHY_AFTER else self.failures + 1
        pause = pause_before_start(self.failures)
        self.due_at = now + pause
        return pause

    def lines(self, chunk: bytes) -> list[str]:
        """Complete lines of the output so far; an empty chunk hands out the rest."""
        *whole, self.rest = (self.rest + chunk).split(b"\n")
        if not chunk and self.rest:
            whole, self.rest = [*whole, self.rest], b""
        return [line.decode(errors="replace") for line in whole]


class Supervisor:
    """Keeps the programs running until a stop signal, then ends every one of them."""

    def __init__(self, programs: Iterable[Program], out: TextIO, *, grace: float = 15.0) -> None:
        self.children = [Child(program) for program in programs]
        self.out: TextIO | None = out
        self.grace = grace
        self.is_stopping = False
        self.interrupts = 0
        self.width = max([len("portal"), *(len(c.program.name) for c in self.children)])
        self.selector = selectors.DefaultSelector()
        self.guard = Guard()

    def run(self) -> int:
        """Run until told to stop; 0 when everything has ended."""
        self._listen_to_signals()
        while not self.is_stopping:
            self._start_due()
            self._read_output(self._until_next_start())
            self._notice_ends()
        self._stop_all()
        self.guard.close()
        return 0

    def say(self, name: str, line: str) -> None:
        """Write one line under the program's name; a closed terminal stops nothing."""
        if self.out is None:
            return
        try:
            self.out.write(f"{name:<{self.width}} | {line}\n")
            self.out.flush()
        except (OSError, ValueError):
            self.out = None

    def _listen_to_signals(self) -> None:
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self.selector.register(reader, selectors.EVENT_READ, lambda: os.read(reader, 4096))
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask_to_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _ask_to_stop(self, number: int, _frame: object) -> None:
        self.is_stopping = True
        self.interrupts += number == signal.SIGINT

    def _start_due(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None and child.due_at is not None and child.due_at <= now:
                descriptor = child.start()
                assert child.process is not None
                self.guard.watch(child.process.pid)
                self.selector.register(
                    descriptor, selectors.EVENT_READ, self._reader(child, child.process)
                )

    def _reader(self, child: Child, process: "subprocess.Popen[bytes]") -> Callable[[], None]:
        """A function that passes on what the process has written."""
        assert process.stdout is not None
        stream = process.stdout

        def read() -> None:
            chunk = os.read(stream.fileno(), 65536)
            for line in child.lines(chunk):
                self.say(child.program.name, line)
            if not chunk:
                self.selector.unregister(stream.fileno())
                stream.close()

        return read

    def _until_next_start(self) -> float | None:
        due = [child.due_at for child in self.children if child.due_at is not None]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _read_output(self, timeout: float | None) -> None:
        for key, _ in self.selector.select(timeout):
            key.data()

    def _notice_ends(self) -> None:
        for child in self.children:
            code = self._reap(child)
            if code is not None and not child.program.once:
                pause = child.plan_restart()
                how = f"signal {-code}" if code < 0 else f"exit code {code}"
                self.say("portal", f"{child.program.name} ended ({how}), next start in {pause:g} s")

    def _reap(self, child: Child) -> int | None:
        group = child.process.pid if child.process else 0
        code = child.ended()
        if code is not None:
            self.guard.release(group)
        return code

    def _stop_all(self) -> None:
        """Ask all to end, wait for the grace time or a second Ctrl-C, then kill the rest."""
        self.say("portal", "stopping; a second Ctrl-C does not wait")
        running = [child for child in self.children if child.process]
        for child in running:
            child.ask_to_end()
        deadline = time.monotonic() + self.grace
        while running and self.interrupts < 2 and time.monotonic() < deadline:
            self._read_output(0.5)
            running = [child for child in running if self._reap(child) is None]
        for child in running:
            child.kill()
        self.say("portal", "stopped")


def portal_programs(environ: Mapping[str, str]) -> list[Program]:
    """Web, worker, exactly one scheduler, and a note to the person who started them."""
    python = sys.executable
    data = environ.get("DATA_DIR") or str(ROOT / "var")
    celery = (python, "-m", "celery", "-A", "pmo_portal")
    level = ("--loglevel", environ.get("LOG_LEVEL", "WARNING"))
    worker = ("worker", "--without-gossip", "--without-mingle", "--without-heartbeat")
    beat = ("beat", "--pidfile=", "--schedule", f"{data}/beat")
    web = (python, "-m", "gunicorn", "--config", "gunicorn.conf.py", "pmo_portal.wsgi")
    return [
        Program("web", web, {"DATABASE_POOL": "true"}),
        Program("worker", (*celery, "--quiet", *worker, *level), WORKER_ENVIRON),
        Program("scheduler", (*celery, "--quiet", *beat, *level)),
        Program("portal", (python, "-m", "tools.welcome"), once=True),
    ]


def main() -> int:
    """Supervise the portal, or guard a supervisor when called with `--guard`."""
    if sys.argv[1:] == ["--guard"]:
        guard_main(sys.stdin)
        return 0
    return Supervisor(portal_programs(os.environ), sys.stdout).run()


if __name__ == "__main__":
    sys.exit(main())
