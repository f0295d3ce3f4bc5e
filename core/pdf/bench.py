"""Measures the PDF door against the same HTML and CSS rendered by WeasyPrint in one process.

python -m core.pdf.bench --projects 300 --sheets 60

Every timed run is a fresh Python process, imports included. The run with changes is timed twice: in
the process that made the first report, as a worker does, and in a fresh one.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from core.pdf import house_fonts, ledger
from core.pdf.cache import FileSheetCache
from core.pdf.render import render_document, report_stylesheet, table_html
from core.pdf.sample import sample_parts
from core.pdf.sample_data import sample_projects
from core.pdf.types import AnyPart, DocumentMeta, PageSetup, Part, RenderedPdf

SETUP = PageSetup(
    header_left="Portfolio report · Public Services Portfolio",
    header_right="Data date 31 October 2026",
    footer_left="Internal",
    footer_middle="Version 1.0",
)
META = DocumentMeta(
    title="Portfolio report, October 2026",
    created=datetime(2026, 11, 1, 7, tzinfo=UTC),
    author="Programme office",
    subject="Status of the public services portfolio",
    keywords=("portfolio", "status"),
    classification="Internal",
)
POLL_S = 0.05


def changed_tenth(projects: int) -> set[int]:
    """Return every tenth project as the report orders them, so a tenth of the sheets changes."""
    order = sample_projects(projects)
    return {int(project.code.removeprefix("P-")) for project in order[::10]}


def naive_html(parts: list[AnyPart]) -> str:
    """Return all parts as one HTML document with the same style, fonts and running lines."""
    css = house_fonts.font_face_css() + naive_page_css() + report_stylesheet()
    body = "".join(_naive_section(part) for part in parts)
    return (
        f'<html lang="en"><head><title>{escape(META.title)}</title><style>{css}</style></head>'
        f"<body>{body}</body></html>"
    )


def naive_page_css() -> str:
    """Return the page rules that a single document needs for the same pages."""
    look = "font: 7.5pt Inter; color: #4a5764;"
    lines = (
        f'@top-left {{ content: "{SETUP.header_left}"; {look} }}'
        f'@top-right {{ content: "{SETUP.header_right}"; {look} }}'
        f'@bottom-left {{ content: "{SETUP.footer_left}"; {look} }}'
        f'@bottom-center {{ content: "{SETUP.footer_middle}"; {look} }}'
        f'@bottom-right {{ content: "Page " counter(page) " of " counter(pages); {look} }}'
    )
    return (
        f"@page {{ size: A4; margin: 20mm 15mm 18mm; {lines} }}"
        "@page wide { size: A4 landscape; }"
        "@page bare { @top-left { content: none } @top-right { content: none }"
        " @bottom-left { content: none } @bottom-center { content: none }"
        " @bottom-right { content: none } }"
        "section { break-before: page; } .wide { page: wide; } .bare { page: bare; }"
    )


def _naive_section(part: AnyPart) -> str:
    if isinstance(part, Part):
        page = "" if part.has_running_lines else "bare"
        return f'<section class="{page}">{part.html}</section>'
    rows = "".join(map(ledger.row_html, part.rows))
    inner = f"<thead>{ledger.head_html(part.columns)}</thead><tbody>{rows}</tbody>"
    return f'<section class="wide">{part.intro}{table_html(part, inner)}</section>'


def run_naive(projects: int, sheets: int, folder: Path) -> None:
    """Render everything as one document in this process."""
    import weasyprint

    from core.pdf.fetcher import AssetFetcher

    html = naive_html(sample_parts(projects, sheets))
    fetcher = AssetFetcher(house_fonts.font_assets())
    data = weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf()
    (folder / "naive.pdf").write_bytes(data)


def run_ours(projects: int, sheets: int, folder: Path, mode: str) -> None:
    """Render through the door; `warm` also renders again with a tenth of the projects changed."""
    cache = FileSheetCache(folder / "cache")
    changed = changed_tenth(projects) if mode == "changed" else set()
    result = _render(sample_parts(projects, sheets, changed), cache)
    report: dict[str, float] = {
        "pages": result.pages,
        "bytes": len(result.content),
        "rendered": result.rendered,
    }
    (folder / f"{mode}.pdf").write_bytes(result.content)
    if mode == "warm":
        parts = sample_parts(projects, sheets, changed_tenth(projects))
        start = time.perf_counter()
        result = _render(parts, cache)
        report |= {"again_s": time.perf_counter() - start, "again_rendered": result.rendered}
    sys.stdout.write(json.dumps(report))


def _render(parts: list[AnyPart], cache: FileSheetCache) -> RenderedPdf:
    css = report_stylesheet()
    return render_document(parts, meta=META, stylesheet=css, setup=SETUP, cache=cache)


@dataclass(frozen=True)
class Run:
    """One fresh process: wall clock and processor time in seconds, what it said, peak memory."""

    wall_s: float
    cpu_s: float
    said: dict[str, float]
    peak_mib: float


def measure(projects: int, sheets: int, repeat: int) -> list[tuple[str, str]]:
    """Return the figures as label and text; times are the best of some runs."""
    with tempfile.TemporaryDirectory(prefix="pdf-bench-") as name:
        folder = Path(name)

        def best(mode: str, place: str) -> Run:
            spots = (folder / place.format(number) for number in range(repeat))
            return min((_run(mode, projects, sheets, spot) for spot in spots), key=_wall)

        naive, cold = best("naive", "naive"), best("cold", "cold{}")
        fresh = best("changed", "cold{}")
        warm = [_run("warm", projects, sheets, folder / f"warm{i}") for i in range(repeat)]
        again = min(run.said["again_s"] for run in warm)
        peak = _run("cold", projects, sheets, folder / "memory", watch=True).peak_mib
        naive_peak = _run("naive", projects, sheets, folder / "naive", watch=True).peak_mib

    def told(seconds: float, limit: str = "") -> str:
        return f"{seconds:.2f} s = {seconds / naive.wall_s:.3f} of naive{limit}"

    return [
        ("naive, one process", f"{naive.wall_s:.2f} s, peak {naive_peak:.0f} MiB"),
        ("first run", told(cold.wall_s, " (at most 0.333)")),
        ("tenth changed, same worker", told(again, " (at most 0.067)")),
        ("tenth changed, fresh process", told(fresh.wall_s)),
        ("processor time", f"naive {naive.cpu_s:.1f} s, first run {cold.cpu_s:.1f} s"),
        ("laid out", f"{cold.said['rendered']} pieces, then {fresh.said['rendered']}"),
        ("peak memory, all processes", f"{peak:.0f} MiB (at most 500)"),
        ("file", f"{cold.said['pages']} pages, {cold.said['bytes'] / 1e6:.2f} MB"),
    ]


def _wall(run: Run) -> float:
    return run.wall_s


def _run(mode: str, projects: int, sheets: int, folder: Path, *, watch: bool = False) -> Run:
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "core.pdf.bench", "--run", mode, "--folder", str(folder)]
    command += ["--projects", str(projects), "--sheets", str(sheets)]
    start, cpu_start, peak = time.perf_counter(), _children_cpu(), 0
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - ourselves
        while watch and process.poll() is None:
            peak = max(peak, sum(map(_memory, _family(process.pid))))
            time.sleep(POLL_S)
        output = process.communicate()[0]
    wall_s = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"The {mode} run failed.")
    said = json.loads(output) if output else {}
    return Run(wall_s, _children_cpu() - cpu_start, said, peak / 2**20)


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _memory(pid: int) -> int:
    """Return the proportional set size: pages shared by forked processes count once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def main() -> None:
    """Print the table, or do one timed run for it."""
    parser = argparse.ArgumentParser(description="Measure the PDF door.")
    parser.add_argument("--projects", type=int, default=300)
    parser.add_argument("--sheets", type=int, default=60)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--run", choices=("naive", "cold", "warm", "changed"))
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.run == "naive":
        run_naive(options.projects, options.sheets, options.folder)
    elif options.run:
        run_ours(options.projects, options.sheets, options.folder, options.run)
    else:
        for label, text in measure(options.projects, options.sheets, options.repeat):
            sys.stdout.write(f"{label:<32} {text}\n")


if __name__ == "__main__":
    main()
