"""`make test`: the whole suite on SQLite and the queue folder, then again on the servers."""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tools.messages import compile_all
from tools.places import ROOT, say
from tools.services import database_url, redis_url
from tools.system import chromium

SERVER_VARIABLES = ("DATABASE_URL", "REDIS_URL", "PORTAL_MODE", "SECRET_KEY", "SITE_URL")
NEEDS_SERVERS = "not browser and not pure"


@dataclass(frozen=True)
class Round:
    """One run over the tests: where, which of them, with which variables."""

    where: str
    environ: dict[str, str]
    only: str = ""


@dataclass(frozen=True)
class Outcome:
    """What one round brought."""

    where: str
    is_green: bool
    counts: Counter[str]
    skipped: Counter[str]
    seconds: float

    def sentence(self) -> str:
        """The round in one line."""
        order = ("passed", "failed", "skipped")
        figures = ", ".join(f"{self.counts[key]} {key}" for key in order if self.counts[key])
        return f"{self.where}: {figures or 'no result'} in {self.seconds:.0f} s"


def rounds() -> list[Round]:
    """The embedded round, and one on the servers that answer."""
    database, broker = database_url(), redis_url()
    for name, url in (("PostgreSQL", database), ("Redis", broker)):
        if not url:
            say(f"{name} is not reachable, locally or through its variable: tests run without it.")
    found = [Round("SQLite and queue folder", {})]
    if database or broker:
        places = ("PostgreSQL" if database else "SQLite", "Redis" if broker else "queue folder")
        environ = {"DATABASE_URL": database or "", "REDIS_URL": broker or ""}
        found.append(Round(" and ".join(places), environ, NEEDS_SERVERS))
    return found


def run(this: Round, folder: Path, arguments: list[str]) -> Outcome:
    """Run pytest with a data folder of its own and read its report."""
    say(f"\n== {this.where} ==")
    report, began = folder / "report.xml", time.monotonic()
    environ = {key: value for key, value in os.environ.items() if key not in SERVER_VARIABLES}
    environ |= {"PORTAL_MODE": "test", "DATA_DIR": str(folder), "CHROMIUM_PATH": chromium() or ""}
    environ |= {key: value for key, value in this.environ.items() if value}
    options = ["-n", "2", "-o", "addopts=-q --strict-markers", f"--junit-xml={report}"]
    only = ["-m", this.only] if this.only else []
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *only, *arguments],
        cwd=ROOT,
        env=environ,
        check=False,
    )
    counts, skipped = read_report(report)
    seconds = time.monotonic() - began
    return Outcome(this.where, done.returncode == 0, counts, skipped, seconds)


def read_report(report: Path) -> tuple[Counter[str], Counter[str]]:
    """Count passed, failed and skipped tests, and the reasons of the skipped ones."""
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    if not report.exists():
        return counts, reasons
    for case in ET.parse(report).iter("testcase"):
        skip = case.find("skipped")
        has_failed = case.find("failure") is not None or case.find("error") is not None
        counts["failed" if has_failed else "passed" if skip is None else "skipped"] += 1
        if skip is not None:
            reasons[skip.get("message", "no reason given")] += 1
    return counts, reasons


def main(arguments: list[str]) -> int:
    """Run every round, even after a red one, and sum up."""
    compile_all()
    outcomes = []
    for this in rounds():
        with tempfile.TemporaryDirectory(prefix="portal-tests-") as folder:
            outcomes.append(run(this, Path(folder), arguments))
    say("\n== Summary ==")
    for outcome in outcomes:
        say(outcome.sentence())
        for reason, number in outcome.skipped.most_common():
            say(f"  skipped {number}: {reason}")
    return int(not all(outcome.is_green for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
