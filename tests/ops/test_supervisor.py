"""The supervisor with real processes: nothing may be left, whichever way it ends."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pmo_portal.supervisor import Child, Program, pause_before_start, portal_programs

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.pure

# A child that starts a child of its own, says both ids and then sleeps.
PARENT = """
import subprocess, sys, time
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("ids", __import__("os").getpid(), inner.pid, flush=True)
time.sleep(60)
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ids", __import__("os").getpid(), flush=True)
time.sleep(60)
"""
RUNNER = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("supervisor", {path!r})
supervisor = importlib.util.module_from_spec(spec)
sys.modules["supervisor"] = supervisor
spec.loader.exec_module(supervisor)
programs = [supervisor.Program(n, (sys.executable, "-c", c), once=o) for n, c, o in {programs!r}]
sys.exit(supervisor.Supervisor(programs, sys.stdout, grace={grace}).run())
"""


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_for(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


class Run:
    """A supervisor in a process of its own, and what it has written so far."""

    def __init__(self, log: Path, programs: list[tuple[str, str, bool]], grace: float) -> None:
        path = str(ROOT / "pmo_portal/supervisor.py")
        code = RUNNER.format(path=path, programs=programs, grace=grace)
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen([sys.executable, "-c", code], stdout=out)

    def text(self) -> str:
        return self.log.read_text()

    def ids(self) -> list[int]:
        return [int(n) for line in re.findall(r"\| ids (.+)", self.text()) for n in line.split()]

    def helpers(self) -> list[int]:
        """Every process that has the supervisor as its parent, its guard included."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == self.process.pid:
                found.append(int(stat.parent.name))
        return found


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    runs: list[Run] = []

    def begin(*programs: tuple[str, str, bool], grace: float = 10.0) -> Run:
        runs.append(Run(tmp_path / f"log{len(runs)}", list(programs), grace))
        return runs[-1]

    yield begin
    for run in runs:
        run.process.kill()
        run.process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_signal_ends_children_and_grandchildren(start, number):
    run = start(("web", PARENT, False), ("worker", PARENT, False))
    assert wait_for(lambda: len(run.ids()) == 4)
    everyone = {*run.ids(), *run.helpers()}
    run.process.send_signal(number)
    assert run.process.wait(timeout=10) == 0
    assert wait_for(lambda: not any(map(is_alive, everyone)))
    assert run.text().splitlines()[-2:] == [
        "portal | stopping; a second Ctrl-C does not wait",
        "portal | stopped",
    ]


def test_kill_9_of_the_supervisor_leaves_nothing(start):
    run = start(("web", PARENT, False), ("worker", STUBBORN, False))
    assert wait_for(lambda: len(run.ids()) == 3)
    everyone = {*run.ids(), *run.helpers()}
    assert len(everyone) == 4  # two children, one grandchild, the guard
    run.process.kill()
    assert run.process.wait(timeout=5) == -signal.SIGKILL
    assert wait_for(lambda: not any(map(is_alive, everyone)), 5)


def test_a_killed_child_is_started_again_and_its_own_children_go(start):
    run = start(("web", PARENT, False))
    assert wait_for(lambda: len(run.ids()) == 2)
    first, inner = run.ids()
    os.kill(first, signal.SIGKILL)
    assert wait_for(lambda: len(run.ids()) == 4)
    assert not is_alive(inner)
    assert is_alive(run.ids()[2])
    assert "portal | web ended (signal 9), next start in 1 s\n" in run.text()


def test_a_killed_guard_is_replaced_at_the_next_start(start):
    run = start(("web", PARENT, False))
    assert wait_for(lambda: len(run.ids()) == 2)
    guard = next(pid for pid in run.helpers() if pid not in run.ids())
    os.kill(guard, signal.SIGKILL)
    os.kill(run.ids()[0], signal.SIGKILL)
    assert wait_for(lambda: len(run.ids()) == 4)
    everyone = {*run.ids()[2:], *run.helpers()}
    run.process.kill()
    assert wait_for(lambda: not any(map(is_alive, everyone)), 5)


def test_who_does_not_listen_is_killed_after_the_grace_time(start):
    run = start(("worker", STUBBORN, False), grace=0.5)
    assert wait_for(lambda: len(run.ids()) == 1)
    run.process.terminate()
    assert run.process.wait(timeout=5) == 0
    assert not is_alive(run.ids()[0])


def test_a_second_ctrl_c_does_not_wait(start):
    run = start(("worker", STUBBORN, False), grace=60)
    assert wait_for(lambda: len(run.ids()) == 1)
    run.process.send_signal(signal.SIGINT)
    assert wait_for(lambda: "stopping" in run.text())
    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(timeout=5) == 0


def test_every_line_carries_its_program_and_a_single_run_stays_single(start):
    code = "import sys; print('one'); print('two'); sys.stdout.write('no line end')"
    run = start(("note", code, True), ("scheduler", PARENT, False))
    assert wait_for(lambda: "no line end" in run.text() and len(run.ids()) == 2)
    time.sleep(1.2)
    notes = [line for line in run.text().splitlines() if line.startswith("note ")]
    assert notes == ["note      | one", "note      | two", "note      | no line end"]


def test_output_in_pieces_becomes_whole_lines():
    child = Child(Program("web", ("true",)))
    pieces = [b"a", b"b\nc\xff", b"\n\nrest", b""]
    assert [child.lines(piece) for piece in pieces] == [[], ["ab"], ["c\ufffd", ""], ["rest"]]


def test_waiting_times_double_up_to_half_a_minute():
    assert [pause_before_start(n) for n in range(8)] == [0, 1, 2, 4, 8, 16, 30, 30]


def test_the_portal_is_one_web_server_one_worker_and_one_scheduler():
    programs = {p.name: p for p in portal_programs({"DATA_DIR": "/data"})}
    assert list(programs) == ["web", "worker", "scheduler", "portal"]
    assert [p.name for p in programs.values() if "beat" in p.argv] == ["scheduler"]
    assert "/data/beat" in programs["scheduler"].argv
    assert [p.name for p in programs.values() if p.once] == ["portal"]
