"""Measures the portfolio report's PDF against the same HTML given to WeasyPrint in one process.

python -m tools.bench_report --projects 300

Every timed run is a fresh process and counts from the finished HTML to the finished file. The run
with changes follows in the process that made the first report, as in a worker.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import bench_snapshot
from tools.places import ROOT, say

FIRST_LIMIT, AGAIN_LIMIT, PEAK_LIMIT = 1 / 3, 1 / 15, 500
POLL_S = 0.05


@dataclass(frozen=True)
class Run:
    """One fresh process: what it measured itself, and the peak memory of it and its children."""

    said: dict[str, float]
    peak_mib: float


def run_naive(projects: int) -> dict[str, float]:
    """Render everything as one document in this process."""
    from core.pdf.naive import render_naive

    built = _document(projects)
    start, cpu = time.perf_counter(), _cpu()
    render_naive(built.parts, meta=built.meta, stylesheet=built.stylesheet, setup=built.setup)
    return {"wall_s": time.perf_counter() - start, "cpu_s": _cpu() - cpu}


def run_ours(projects: int, folder: Path) -> dict[str, float]:
    """Render through the door, then again with a tenth of the projects changed."""
    from core.pdf import FileSheetCache

    cache = FileSheetCache(folder)
    first, changed = _document(projects), _document(projects, is_changed=True)
    start, cpu = time.perf_counter(), _cpu()
    result = _render(first, cache)
    wall_s, cpu_s = time.perf_counter() - start, _cpu() - cpu
    start = time.perf_counter()
    again = _render(changed, cache)
    return {
        "wall_s": wall_s,
        "cpu_s": cpu_s,
        "again_s": time.perf_counter() - start,
        "pages": result.pages,
        "mb": len(result.content) / 1e6,
        "rendered": result.rendered,
        "again_rendered": again.rendered,
    }


def _document(projects: int, *, is_changed: bool = False) -> Any:
    from stakeholders.report import document

    return document.build(bench_snapshot.snapshot(projects, is_changed=is_changed))


def _render(built: Any, cache: Any) -> Any:
    from core.pdf import render_document

    return render_document(
        built.parts,
        meta=built.meta,
        stylesheet=built.stylesheet,
        setup=built.setup,
        cache=cache,
    )


def _cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, kinds))


def measure(projects: int, repeat: int) -> bool:
    """Print the table; True when all limits hold. Times are the best of some runs."""
    naive = min((_run("naive", projects) for _ in range(repeat)), key=_wall).said
    runs = [_run("ours", projects) for _ in range(repeat)]
    ours = min(runs, key=_wall).said
    again = min(run.said["again_s"] for run in runs)
    peak = max(run.peak_mib for run in runs)
    shares = {"first run": ours["wall_s"], "tenth of the projects changed": again}
    say(f"{'naive, one process':<32} {naive['wall_s']:.2f} s, processor {naive['cpu_s']:.1f} s")
    is_fine = peak <= PEAK_LIMIT
    for (label, wall_s), limit in zip(shares.items(), (FIRST_LIMIT, AGAIN_LIMIT), strict=True):
        share = wall_s / naive["wall_s"]
        is_fine = is_fine and share <= limit
        say(f"{label:<32} {wall_s:.2f} s = {share:.3f} of naive (at most {limit:.3f})")
    say(f"{'processor time of the first run':<32} {ours['cpu_s']:.1f} s")
    say(f"{'laid out':<32} {ours['rendered']:.0f} pieces, then {ours['again_rendered']:.0f}")
    say(f"{'peak memory, all processes':<32} {peak:.0f} MiB (at most {PEAK_LIMIT})")
    say(f"{'file':<32} {ours['pages']:.0f} pages, {ours['mb']:.2f} MB")
    return is_fine


def _wall(run: Run) -> float:
    return run.said["wall_s"]


def _run(mode: str, projects: int) -> Run:
    command = [sys.executable, "-m", "tools.bench_report", "--run", mode]
    command += ["--projects", str(projects)]
    peak = 0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_memory, _family(process.pid))))
            time.sleep(POLL_S)
        output = process.communicate()[0]
    if process.returncode:
        raise SystemExit(f"The {mode} run failed.")
    return Run(json.loads(output), peak / 2**20)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _memory(pid: int) -> int:
    """The proportional set size: pages shared by forked processes count once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def main() -> int:
    """Print the table, or do one timed run for it."""
    parser = argparse.ArgumentParser(description="Measure the report's PDF.")
    parser.add_argument("--projects", type=int, default=300)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--run", choices=("naive", "ours"))
    options = parser.parse_args()
    if not options.run:
        return 0 if measure(options.projects, options.repeat) else 1
    os.environ.update(PORTAL_MODE="test", DJANGO_SETTINGS_MODULE="pmo_portal.settings")
    import django

    django.setup()
    with tempfile.TemporaryDirectory(prefix="report-bench-") as folder:
        is_naive = options.run == "naive"
        said = run_naive(options.projects) if is_naive else run_ours(options.projects, Path(folder))
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
