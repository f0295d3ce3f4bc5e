"""Runs layout in forked processes: two cores, memory given back afterwards, crashes kept outside.

Fork and pipes are used directly because the caller is mostly a Celery child, which may not have
children through multiprocessing. The children inherit the work by the fork, so only numbers go in
and bytes come out. They end when their pipe closes, so that none outlives its parent.
"""

import gc
import os
import pickle
import selectors
import shutil
import signal
import struct
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from core.pdf.types import Limits, PdfError, PdfTimeoutError, PdfWorkerDiedError

HEAD = struct.Struct(">I")
STOP = 0xFFFFFFFF
RESET_SIGNALS = (signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP, signal.SIGCHLD)

Work = Callable[[int], bytes]


@dataclass
class Child:
    """One forked process and the pipes to it."""

    pid: int
    to_child: int
    from_child: int
    job: int | None = None


def run(
    prepare: Callable[[], Work],
    names: Sequence[str],
    limits: Limits,
) -> Iterator[tuple[int, bytes]]:
    """Do each job in some child and yield (job, result) as they come; every child is reaped."""
    deadline = time.monotonic() + limits.timeout_s
    with tempfile.TemporaryDirectory(prefix="pmo-pdf-") as folder:
        children: list[Child] = []
        try:
            for _ in range(max(1, min(limits.processes, len(names)))):
                children.append(_fork(prepare, folder, children))
            yield from _drive(children, names, deadline)
        finally:
            _end(children)


def _fork(prepare: Callable[[], Work], folder: str, siblings: Sequence[Child]) -> Child:
    child_reads, parent_writes = os.pipe()
    parent_reads, child_writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        for fd in (parent_writes, parent_reads, *_pipes(siblings)):
            os.close(fd)
        _serve(prepare, folder, child_reads, child_writes)
    os.close(child_reads)
    os.close(child_writes)
    return Child(pid, parent_writes, parent_reads)


def _pipes(children: Sequence[Child]) -> Iterator[int]:
    for child in children:
        yield from (child.to_child, child.from_child)


def _serve(prepare: Callable[[], Work], folder: str, reads: int, writes: int) -> NoReturn:
    """Work until told to stop. Leaves without clean-up that belongs to the parent."""
    code, scratch = 1, Path(folder) / str(os.getpid())
    try:
        _settle_in(scratch)
        work: Work | None = None
        while (job := _read_job(reads)) != STOP:
            try:
                work = work or prepare()
                answer = pickle.dumps((True, work(job)))
            except BaseException:  # noqa: BLE001 - WeasyPrint's fatal errors are no Exceptions
                answer = pickle.dumps((False, traceback.format_exc(limit=-4)))
            _write_all(writes, HEAD.pack(len(answer)) + answer)
        code = 0
    finally:
        # The parent tidies up too, but it may have been killed.
        shutil.rmtree(scratch, ignore_errors=True)
        with suppress(OSError):
            Path(folder).rmdir()
        os._exit(code)


def _settle_in(scratch: Path) -> None:
    """Drop the parent's signal handlers, take a folder of its own, calm the garbage collector."""
    for number in RESET_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    scratch.mkdir(mode=0o700)
    tempfile.tempdir = str(scratch)
    # Layout makes millions of small objects that live until the page is done.
    gc.freeze()
    gc.set_threshold(500_000, 50, 100)


def _read_job(fd: int) -> int:
    data = os.read(fd, HEAD.size)
    return int(HEAD.unpack(data)[0]) if len(data) == HEAD.size else STOP


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _drive(
    children: Sequence[Child], names: Sequence[str], deadline: float
) -> Iterator[tuple[int, bytes]]:
    waiting = iter(range(len(names)))
    with selectors.DefaultSelector() as selector:
        for child in children:
            selector.register(child.from_child, selectors.EVENT_READ, child)
            _give(child, waiting, names)
        while any(child.job is not None for child in children):
            ready = selector.select(timeout=max(0.0, deadline - time.monotonic()))
            if not ready:
                running = ", ".join(names[c.job] for c in children if c.job is not None)
                raise PdfTimeoutError(f"Rendering took too long at: {running}")
            for key, _ in ready:
                job, result = _take(key.data, names)
                _give(key.data, waiting, names)
                yield job, result


def _give(child: Child, waiting: Iterator[int], names: Sequence[str]) -> None:
    child.job = next(waiting, None)
    if child.job is not None:
        try:
            os.write(child.to_child, HEAD.pack(child.job))
        except BrokenPipeError:
            raise _death(child, names) from None


def _take(child: Child, names: Sequence[str]) -> tuple[int, bytes]:
    job = child.job
    head = _read_exactly(child.from_child, HEAD.size)
    body = _read_exactly(child.from_child, HEAD.unpack(head)[0]) if head else None
    if body is None or job is None:
        raise _death(child, names)
    is_done, answer = pickle.loads(body)  # noqa: S301 - written by our own child
    if not is_done:
        raise PdfError(f"{names[job]} could not be rendered:\n{answer}")
    return job, answer


def _read_exactly(fd: int, size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(fd, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _death(child: Child, names: Sequence[str]) -> PdfWorkerDiedError:
    status = _reap(child)
    what = f"signal {-status}" if status < 0 else f"exit code {status}"
    where = names[child.job] if child.job is not None else "start"
    return PdfWorkerDiedError(f"A rendering process ended with {what} at: {where}")


def _reap(child: Child) -> int:
    """Wait for the child and return its exit code, or minus the signal that ended it."""
    pid, child.pid = child.pid, 0
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _end(children: Sequence[Child]) -> None:
    for child in children:
        is_busy = child.job is not None
        with suppress(ProcessLookupError):
            if child.pid and is_busy:
                os.kill(child.pid, signal.SIGKILL)
        os.close(child.to_child)
        os.close(child.from_child)
    for child in children:
        if child.pid:
            _reap(child)
