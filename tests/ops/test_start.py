"""Each thing that can stand in the way of `make run` is one clear sentence."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.contents import _step
from tools.stamps import digest, is_current, keep
from tools.system import Need, provide

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.pure


def start(**environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["make", "run"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHON": sys.executable} | environ,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def refusal(done: "subprocess.CompletedProcess[str]") -> str:
    """The one line for the person; the last line is make's own."""
    assert done.returncode == 2
    assert done.stdout == ""
    line, make = done.stderr.splitlines()
    assert make.startswith("make: ***")
    return line


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_a_way_out(taken_port):
    assert refusal(start(PORT=str(taken_port))) == (
        f"Port {taken_port} on 127.0.0.1 cannot be used (Address already in use). "
        f"Choose another one: make run PORT={taken_port + 1}"
    )


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80a", "http"])
def test_a_port_that_is_none(port):
    assert refusal(start(PORT=port)) == f"PORT must be a number from 1 to 65535, not {port!r}."


def test_no_permission_to_write(tmp_path, free_port):
    (tmp_path / "file").touch()
    data = tmp_path / "file" / "data"
    assert refusal(start(PORT=free_port, DATA_DIR=str(data))) == (
        f"Cannot write in {data} (Not a directory). Change its owner, or set DATA_DIR."
    )


@pytest.fixture
def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_production_is_not_started_this_way(free_port):
    assert refusal(start(PORT=free_port, PORTAL_MODE="production")) == (
        "make run is for one machine; README.md says how to run in production."
    )


def test_an_old_python_is_named(tmp_path):
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\ncase "$2" in *print*) echo 3.9.2;; *) exit 1;; esac\n')
    old.chmod(0o755)
    assert refusal(start(PYTHON=str(old))) == (
        f"The portal needs Python 3.11 or newer ({old} is 3.9.2; install python3.11 or name one: "
        "make PYTHON=/path/to/python3.11)."
    )


def test_no_python_at_all():
    assert refusal(start(PYTHON="/nowhere/python3")) == (
        "The portal needs Python 3.11 or newer (no Python found; install python3.11 or name one: "
        "make PYTHON=/path/to/python3.11)."
    )


def test_help_lists_every_target():
    text = (ROOT / "Makefile").read_text()
    declared = re.search(r"^\.PHONY: (.+)$", text, re.M)
    assert declared is not None
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^  make (\w+)", shown, re.M) == declared[1].split()


def test_a_step_runs_again_only_when_its_inputs_change(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    source, runs = tmp_path / "source", []
    for text in ("a", "a", "b", "b", "a"):
        source.write_text(text)
        _step("copy", lambda: runs.append(source.read_text()), lambda: digest([source]))
    assert runs == ["a", "b", "a"]


def test_a_step_that_fails_is_not_stamped(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))

    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        _step("fail", fail, lambda: "state")
    assert not (tmp_path / "stamps" / "fail").exists()


def test_a_digest_tells_names_contents_and_words_apart(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("x")
    second.write_text("x")
    values = {digest([first]), digest([second]), digest([first, second]), digest([first], "w")}
    assert len(values) == 4
    assert digest([first, second]) == digest([second, first])


def test_a_stamp_speaks_for_one_value(tmp_path):
    stamp = tmp_path / "deep" / "stamp"
    assert not is_current(stamp, "1")
    keep(stamp, "1")
    assert (is_current(stamp, "1"), is_current(stamp, "2")) == (True, False)


def test_what_apt_may_not_install_is_said_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))  # no apt-get here
    need = Need("Pango", "without it no PDF", ("libpango-1.0-0", "fonts"), lambda: False)
    assert provide(need) is False
    assert provide(need) is False
    hint = "Pango is missing (without it no PDF). Install it: apt-get install libpango-1.0-0 fonts"
    assert capsys.readouterr().out.splitlines() == ["Installing Pango with apt ...", hint, hint]
