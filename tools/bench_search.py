"""`python -m tools.bench_search`: CPU of a search over 5,000 sections, on both databases."""

from __future__ import annotations

import itertools
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tools.bench import backend_cpu, server_url
from tools.places import ROOT, say

DATABASE = "pmo_bench_search"
SOURCE = "bench.guideline"
GUIDELINES, SECTIONS, WORDS, VOCABULARY = 500, 10, 150, 8000
ROUNDS = 15
LIMIT = 50  # ms on PostgreSQL
SYLLABLES = re.findall("..", "ralotevimustakepodafigoshubalidemoprtienca")


@cache
def vocabulary() -> list[str]:
    """Words of the shipped guidelines, the most frequent first, then made-up rare ones."""
    counts: dict[str, int] = {}
    for path in sorted((ROOT / "guidelines" / "content" / "en").glob("*.md")):
        for word in re.findall(r"[a-z]{2,}", path.read_text().lower()):
            counts[word] = counts.get(word, 0) + 1
    known = sorted(counts, key=lambda word: (-counts[word], word))
    made = ("".join(parts) for parts in itertools.product(SYLLABLES, repeat=3))
    return list(itertools.islice(itertools.chain(known, made), VOCABULARY))


def fill() -> None:
    """500 guidelines of ten sections, words drawn by Zipf's law; one in ten is hidden."""
    from django.contrib.auth.models import Group

    from core import search
    from core.registries import SearchDocument, SearchFacet, SearchSource, search_sources

    words = vocabulary()
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    chance = random.Random(7)

    def drawn(number: int) -> str:
        return " ".join(chance.choices(words, cum_weights=weights, k=number))

    def documents(ids: Iterable[int]) -> Iterator[tuple[int, SearchDocument]]:
        for pk in ids:
            title = f"GL-{pk:03} {drawn(4).title()}"
            facets = {"kind": [chance.choice("abcd")], "method": chance.sample("klmnop", 2)}
            for each in range(SECTIONS):
                part = f"section-{each}" if each else ""
                heading = drawn(2).title() if each else ""
                url = f"/g/{pk}/#{part}"
                yield (
                    pk,
                    SearchDocument(title, drawn(WORDS), url, part, heading, facets=facets),
                )

    visible = Group.objects.exclude(name__startswith="hidden").order_by("name")
    facets = tuple(SearchFacet(key, key) for key in ("kind", "method"))
    search_sources.add(SearchSource(SOURCE, "Bench", lambda _user: visible, documents, 1, facets))
    if not Group.objects.filter(name__startswith="hidden").exists():
        names = ("hidden" if pk % 10 == 0 else "seen" for pk in range(1, GUIDELINES + 1))
        rows = (Group(pk=pk, name=f"{name} {pk}") for pk, name in enumerate(names, start=1))
        Group.objects.bulk_create(rows)
        started = time.process_time()
        search.refresh(SOURCE, range(1, GUIDELINES + 1))
        say(f"Indexed in {time.process_time() - started:.1f} s of CPU.")
        _analyse()


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def queries() -> list[tuple[str, str]]:
    """What is asked, by kind."""
    words = vocabulary()
    return [
        ("in almost every section", words[0]),
        ("unselective", words[12]),
        ("two words", f"{words[25]} {words[60]}"),
        ("three words", f"{words[25]} {words[60]} {words[140]}"),
        ("selective", words[2000]),
        ("rare", words[-1]),
        ("prefix", words[40][:3]),
        ("phrase", f'"{words[3]} {words[8]}"'),
        ("excluded word", f"{words[30]} -{words[12]}"),
        ("code", "gl 016"),
        ("mistyped", "stakehodler"),
        ("mistyped, two words", "prjoect stakehodler"),
        ("nothing near", "xqzwvkjq"),
    ]


def ask(text: str) -> int:
    """One search as the page makes it, with marks; returns the number of hits."""
    from core import search
    from core.search.excerpts import excerpt, marked

    results = search.search(None, text, source=SOURCE, limit=20)
    for group in results.groups:
        for entry in group.entries:
            marked(entry.title, results.query)
            excerpt(entry.body, results.query)
    return results.total


def suggest(text: str) -> int:
    """What the field in the top bar asks while somebody types."""
    from core import search

    return search.search(None, text, source=SOURCE, limit=6, is_typing=True).total


def measure(question: Callable[[str], int], text: str, pid: int) -> tuple[int, float, float]:
    """Hits, and CPU of the server and of the database in ms, of the cheapest round."""
    costs = []
    hits = question(text)
    for _round in range(ROUNDS):
        database, server = backend_cpu(pid) if pid else 0.0, time.process_time()
        question(text)
        server = time.process_time() - server
        costs.append((server, (backend_cpu(pid) if pid else 0.0) - database))
    server, database = min(costs, key=sum)
    return hits, 1000 * server, 1000 * database


def report() -> bool:
    """Print the table of this database; True when PostgreSQL keeps the limit."""
    from django.db import connection

    pid = 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
    say(f"{connection.vendor}: CPU of the cheapest round in ms")
    say(f"{'query':28}{'text':34}{'hits':>6}{'server':>8}{'database':>10}{'sum':>8}")
    asked: list[tuple[str, str, Callable[[str], int]]] = [(*each, ask) for each in queries()]
    asked.append(("suggestion while typing", "gl 01", suggest))
    is_fine = True
    for name, text, question in asked:
        hits, server, database = measure(question, text, pid)
        is_over = bool(pid) and server + database > LIMIT
        is_fine = is_fine and not is_over
        say(
            f"{name:28}{text[:32]:34}{hits:6}{server:8.1f}{database:10.1f}"
            f"{server + database:8.1f}{'  OVER' if is_over else ''}"
        )
    return is_fine


def one() -> int:
    """Measure the database that the settings name."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill()
    return 0 if report() else 1


def main() -> int:
    """Measure PostgreSQL, then SQLite, each in its own process."""
    if "--one" in sys.argv:
        return one()
    return on_both(DATABASE, "tools.bench_search")


def on_both(database: str, module: str) -> int:
    """Run `module --one` on an empty PostgreSQL database of this name, then on SQLite."""
    import psycopg

    with psycopg.connect(server_url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database}")
        connection.execute(f"CREATE DATABASE {database}")
    with tempfile.TemporaryDirectory() as folder:
        urls: list[Any] = [server_url(database), f"sqlite:///{Path(folder) / 'bench.sqlite3'}"]
        return max(_measured(url, folder, module) for url in urls)


def _measured(url: str, folder: str, module: str) -> int:
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "pmo_portal.settings")
    env = {
        **os.environ,
        "DATABASE_URL": url,
        "DATA_DIR": folder,
        "PORTAL_MODE": "test",
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": settings,
    }
    command = [sys.executable, "-m", module, "--one"]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
