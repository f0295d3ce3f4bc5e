"""`make bench`: CPU of server and database per page, and the report's PDF, as a table."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.places import ROOT, say

DATABASE = "pmo_bench"
ROUNDS = 20
NANOSECONDS = 10**9


@dataclass(frozen=True)
class Page:
    """A page to measure: its address, who asks for it, and the most CPU it may take (ms)."""

    name: str
    url: str
    email: str
    limit: float
    rounds: int = ROUNDS


def server_url(database: str = DATABASE) -> str:
    """A bench database on the PostgreSQL server that answers."""
    base = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
    return base.rsplit("/", 1)[0] + f"/{database}"


def prepare() -> None:
    """Set Django up on the bench database, made on first use."""
    import psycopg

    url = server_url()
    with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not found.fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")
    os.environ.update(
        DATABASE_URL=url, PORTAL_MODE="test", DJANGO_SETTINGS_MODULE="pmo_portal.settings"
    )
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def pages() -> list[Page]:
    """What is measured, with the limits that we hold."""
    from django.urls import reverse

    from portfolio.models import Portfolio, Project

    portfolio = Portfolio.objects.get(name="Bench")
    project = Project.objects.get(code="B-05001")
    lead, executive = "p0@bench.example.org", "p1@bench.example.org"
    listing, dashboard = reverse("project_list"), reverse("portfolio", args=[portfolio.pk])
    return [
        Page("project list, 25 of 10,000", listing, executive, 40),
        Page(
            "project list, filtered and sorted",
            f"{listing}?rag=red&sort=-budget_forecast",
            executive,
            40,
        ),
        Page("project page", reverse("project", args=[project.pk]), executive, 40),
        Page("dashboard over 10,000 projects", dashboard, executive, 100),
        Page("dashboard, PMO lead", dashboard, lead, 100),
        Page("CSV of 10,000 rows", f"{listing}?export=csv", executive, 1000, rounds=3),
    ]


def backend_cpu(pid: int) -> float:
    """CPU seconds that the database backend has used; 0 where no such process is seen here."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / NANOSECONDS
    except OSError:
        return 0.0


@dataclass(frozen=True)
class Cost:
    """CPU of one request in ms."""

    server: float
    database: float

    @property
    def total(self) -> float:
        """Server and database together."""
        return self.server + self.database


def measure(page: Page) -> tuple[list[Cost], int]:
    """The cost of each round, the cheapest first, and the number of queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=page.email))
    fetch(client, page.url)  # notes the new session, once in five minutes
    with CaptureQueriesContext(connection) as queries:
        fetch(client, page.url)
    count = len(queries)
    pid = backend_pid()
    costs = [cost(client, page.url, pid) for _ in range(page.rounds)]
    return sorted(costs, key=lambda cost: cost.total), count


def backend_pid() -> int:
    """The process that answers our queries; 0 where the database is within our own."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def cost(client: Any, url: str, pid: int) -> Cost:
    """Ask once and count."""
    database, server = backend_cpu(pid), time.process_time()
    fetch(client, url)
    server = time.process_time() - server
    return Cost(1000 * server, 1000 * (backend_cpu(pid) - database))


def fetch(client: Any, url: str) -> None:
    """Ask for the page and read all of it."""
    answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}.")
    if answer.streaming:
        for _part in answer.streaming_content:
            pass


def report(measured: Iterable[Page]) -> bool:
    """Measure every page and print the table; True when all limits hold."""
    say("CPU of the cheapest round in ms: others on the machine make rounds dearer, never cheaper.")
    say(
        f"{'page':36}{'server':>8}{'database':>10}{'sum':>8}{'median':>8}{'limit':>7}{'queries':>9}"
    )
    is_fine = True
    for page in measured:
        costs, queries = measure(page)
        best, median = costs[0], costs[len(costs) // 2]
        verdict = "" if best.total <= page.limit else "  OVER"
        is_fine = is_fine and not verdict
        say(
            f"{page.name:36}{best.server:8.1f}{best.database:10.1f}{best.total:8.1f}"
            f"{median.total:8.1f}{page.limit:7.0f}{queries:9}{verdict}"
        )
    return is_fine


def main() -> int:
    """Measure pages, then guidelines on both databases, then the report's PDF."""
    prepare()
    from tools import bench_world

    started = time.monotonic()
    bench_world.fill()
    say(f"World ready after {time.monotonic() - started:.0f} s.")
    gc.collect()
    gc.freeze()
    is_fine = report(pages())
    others = [
        subprocess.run([sys.executable, "-m", f"tools.{name}", *arguments], cwd=ROOT, check=False)
        for name, arguments in (("bench_guidelines", []), ("bench_report", sys.argv[1:]))
    ]
    return 0 if is_fine and not any(each.returncode for each in others) else 1


if __name__ == "__main__":
    sys.exit(main())
