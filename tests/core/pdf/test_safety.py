"""Nothing is fetched, nothing hangs, nothing is left behind."""

import http.server
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core.pdf import (
    Limits,
    Part,
    PdfError,
    PdfTimeoutError,
    PdfWorkerDiedError,
    workers,
)

from .conftest import COVER, SHEET

pytestmark = pytest.mark.pure
TWO = Limits(processes=2, timeout_s=20)


@pytest.fixture
def server():
    """A web server that notes who asks."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as web:
        thread = threading.Thread(target=web.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}", asked
        web.shutdown()
        thread.join()


def test_neither_network_nor_disk_is_read(render, server, tmp_path):
    address, asked = server
    secret = tmp_path / "secret.txt"
    secret.write_text("top-secret-content")
    tries = [address, secret.as_uri(), str(secret)]
    html = "".join(
        f'<link rel="attachment" href="{url}"><link rel="stylesheet" href="{url}">'
        f'<img src="{url}" alt="x"><object data="{url}"></object><embed src="{url}">'
        f"<style>@import url({url}); @font-face {{ font-family: F; src: url({url}) }}"
        f"p {{ background: url({url}); font-family: F; list-style-image: url({url}) }}</style>"
        f'<svg><image href="{url}"/><use href="{url}#a"/></svg><p>text</p>'
        for url in tries
    )
    content = render(Part("p", html)).content

    assert asked == []
    assert b"top-secret-content" not in content
    assert b"EmbeddedFile" not in content


def test_the_fetcher_serves_its_assets_and_data_only():
    from core.pdf.fetcher import AssetFetcher, DeniedError

    fetcher = AssetFetcher({"asset:a": b"1"})
    assert fetcher.fetch("asset:a").read() == b"1"
    assert fetcher.fetch("data:text/plain,hello").read() == b"hello"
    for url in (
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "ftp://x/",
        "asset:b",
        "FILE:/etc/passwd",
    ):
        with pytest.raises(DeniedError):
            fetcher.fetch(url)
    assert len(fetcher.denied) == 5


@pytest.fixture
def others():
    """Children that the test process has for other reasons, such as a browser's driver."""
    return _children()


def test_a_killed_process_is_named_and_nothing_is_left(others):
    def prepare():
        return lambda job: os.kill(os.getpid(), signal.SIGKILL) if job == 2 else b"done"

    with pytest.raises(PdfWorkerDiedError, match="signal 9 at: sheet C"):
        list(workers.run(prepare, ["sheet A", "sheet B", "sheet C"], TWO))
    assert _children() == others


def test_an_error_in_layout_names_the_part(others):
    def prepare():
        def work(job):
            raise BaseException("fatal fetch")

        return work

    with pytest.raises(PdfError, match=r"sheet A could not be rendered:\n[\s\S]*fatal fetch"):
        list(workers.run(prepare, ["sheet A"], TWO))
    assert _children() == others


def test_a_hanging_process_is_ended(others):
    start = time.monotonic()
    with pytest.raises(PdfTimeoutError, match="slow"):
        list(workers.run(lambda: lambda job: time.sleep(60), ["slow"], Limits(timeout_s=0.3)))
    assert time.monotonic() - start < 5
    assert _children() == others


def test_an_abandoned_run_leaves_no_process(others):
    run = workers.run(lambda: lambda job: b"x", list("abcdef"), TWO)
    next(run)
    run.close()
    assert _children() == others


def test_results_of_any_size_come_through():
    big = 5_000_000
    results = dict(workers.run(lambda: lambda job: bytes([job]) * big, ["a", "b", "c"], TWO))

    assert results == {job: bytes([job]) * big for job in range(3)}


def test_it_works_in_a_process_that_may_have_no_children(render):
    """Celery's children are daemons of this kind."""
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    process = context.Process(target=lambda: queue.put(render(COVER, SHEET).pages), daemon=True)
    process.start()

    assert queue.get() == 2
    process.join(10)
    assert process.exitcode == 0


def test_it_works_in_a_thread(render):
    pages = []
    thread = threading.Thread(target=lambda: pages.append(render(COVER, SHEET).pages))
    thread.start()
    thread.join()

    assert pages == [2]


def test_children_end_with_their_parent_and_tidy_up(tmp_path):
    scratch, pid_files = tmp_path / "scratch", tmp_path / "pids"
    scratch.mkdir()
    pid_files.mkdir()
    code = f"""
import os, time
from pathlib import Path
from core.pdf import Limits, workers
def work(job):
    Path({str(pid_files)!r}, str(os.getpid())).touch()
    time.sleep(1.5)
    return b"x"
list(workers.run(lambda: work, ["a"] * 40, Limits()))
"""
    environment = {**os.environ, "TMPDIR": str(scratch)}
    process = subprocess.Popen([sys.executable, "-c", code], env=environment)
    deadline = time.monotonic() + 20
    while len(list(pid_files.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    pids = [int(path.name) for path in pid_files.iterdir()]
    assert len(pids) == 2
    process.kill()
    process.wait()
    while any(map(_is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in pids if _is_running(pid)] == []
    assert list(scratch.iterdir()) == []


def test_importing_the_door_loads_no_layout_engine():
    code = "import sys, core.pdf; print('weasyprint' in sys.modules, 'fontTools' in sys.modules)"
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert output.stdout == "False False\n"


def test_a_machine_without_pango_is_told_so(tmp_path):
    package = tmp_path / "weasyprint"
    package.mkdir()
    (package / "__init__.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    code = "from core.pdf import pdf_available; print(pdf_available())"
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{Path.cwd()}"}
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )

    assert output.stdout.startswith("(False, 'PDF needs the system library Pango")


def _children() -> list[str]:
    return Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False
