"""`python -m tools.bench_guidelines`: CPU of the pages of 500 guidelines, on both databases."""

from __future__ import annotations

import gc
import sys
import time
from typing import Any

from tools import bench, bench_search
from tools.bench import Page
from tools.places import say

DATABASE = "pmo_bench_guidelines"
COLD = range(101, 120, 2)  # guidelines that nobody has opened
READER, SEARCHED = 25, 50  # ms


def pages() -> list[Page]:
    """What is measured warm, with the limits that we hold."""
    from tools.bench_guidelines_world import email

    lead, member, granted, external = (email(n) for n in range(4))
    return [
        *_of_readers(lead, member, granted, external),
        *_of_writers(lead),
        *_of_keepers(lead),
        *_elsewhere(lead, member),
    ]


def _of_readers(lead: str, member: str, granted: str, external: str) -> list[Page]:
    from django.urls import reverse

    from guidelines.models import Chapter, Handbook

    book = Handbook.objects.get(title="Bench 1")
    chapter = Chapter.objects.get(title="Chapter 1")
    library = reverse("guideline_library")
    reader = reverse("guideline", args=[_guideline(3).pk])
    return [
        Page("reader page, team member", reader, member, READER),
        Page("reader page, PMO lead", reader, lead, READER),
        Page("reader page to be confirmed", _asked().get_absolute_url(), member, READER),
        Page("library, PMO lead", library, lead, 120),
        Page("library, team member", library, member, 120),
        Page("library, with grants", library, granted, 120),
        Page("library, external", library, external, 40),
        Page("library, filtered", f"{library}?q=risk&method=scrum", member, 60),
        Page("handbook page", reverse("handbook", args=[book.pk]), lead, 60),
        Page("chapter page", reverse("chapter", args=[chapter.pk]), lead, 30),
    ]


def _of_writers(lead: str) -> list[Page]:
    from django.urls import reverse

    draft, reviewed, settled = _guideline(10), _guideline(11), _guideline(3)
    compared = reverse("guideline_compare", args=[settled.pk])
    return [
        Page("editor", reverse("guideline_edit", args=[draft.pk]), lead, 40),
        Page("review, 40 comments", reverse("guideline_review", args=[reviewed.pk]), lead, 100),
        Page("versions", reverse("guideline_versions", args=[settled.pk]), lead, 30),
        Page("comparison, text", f"{compared}?view=text", lead, 60),
        Page("comparison, source", f"{compared}?view=source", lead, 60),
        Page("link picker", f"{reverse('guideline_link_search')}?q=risk", lead, 40),
    ]


def _of_keepers(lead: str) -> list[Page]:
    from django.urls import reverse

    from guidelines.models import Campaign

    campaign = reverse("campaign", args=[Campaign.objects.get(state="open").pk])
    found = [
        Page("work in progress", reverse("guideline_workbench"), lead, 60),
        Page("ageing guidelines", reverse("guideline_ageing"), lead, 60),
        Page("broken links", reverse("broken_links"), lead, 300, rounds=5),
        Page("feedback", reverse("guideline_feedback"), lead, 60),
        Page("campaigns", reverse("campaigns"), lead, 60),
        Page("campaign of 2,000 people", campaign, lead, 80),
        Page("CSV of 2,000 people", f"{campaign}?export=csv", lead, 250, rounds=5),
    ]
    for name, address in _lists():
        found.append(Page(name, address, lead, 60))
    return found


def _lists() -> list[tuple[str, str]]:
    from django.urls import reverse

    listed = reverse("guideline_list")
    return [
        ("all guidelines, 25 of 500", listed),
        ("table of all guidelines, CSV", f"{listed}?export=csv"),
        ("glossary", reverse("glossary")),
        (
            "order of a handbook",
            reverse("handbook_order", args=[_guideline(3).chapter.handbook_id]),
        ),
    ]


def _elsewhere(lead: str, member: str) -> list[Page]:
    from django.urls import reverse

    from portfolio.models import Project

    project = Project.objects.get(code="BG-1").pk
    suggestions = f"{reverse('search_suggest')}?q=change+contr"
    return [
        Page("home, PMO lead", reverse("home"), lead, 60),
        Page("home, team member", reverse("home"), member, 40),
        Page("project page", reverse("project", args=[project]), lead, 40),
        Page("guidelines of a project", reverse("project_guidelines", args=[project]), lead, 80),
        Page("suggestions, PMO lead", suggestions, lead, SEARCHED),
        Page("suggestions, team member", suggestions, member, SEARCHED),
    ]


def _guideline(number: int) -> Any:
    from guidelines.models import Guideline
    from tools.bench_guidelines_texts import code

    return Guideline.objects.select_related("chapter").get(code=code(number))


def _asked() -> Any:
    from tools.bench_guidelines_world import ASKED

    return _guideline(ASKED)


def searches() -> bool:
    """The dearest search of each person, of all kinds of questions that bench_search asks."""
    from urllib.parse import urlencode

    from django.urls import reverse

    from tools.bench_guidelines_world import email

    who = ("PMO lead", "team member", "with grants", "external")
    is_fine = True
    for person, name in enumerate(who):
        asked = []
        for kind, text in bench_search.queries():
            url = f"{reverse('search')}?{urlencode({'q': text})}"
            costs, _queries = bench.measure(Page(kind, url, email(person), SEARCHED, rounds=7))
            asked.append((costs[0].total, kind))
        worst, kind = max(asked)
        mean = sum(total for total, _kind in asked) / len(asked)
        verdict = "" if worst <= SEARCHED or _is_sqlite() else "  OVER"
        is_fine = is_fine and not verdict
        say(
            f"search page, {name:20} mean {mean:6.1f}  worst {worst:6.1f} ({kind})"
            f"  limit {SEARCHED}{verdict}"
        )
    return is_fine


def cold() -> None:
    """Reader pages that nobody has opened, and the first report of broken links."""
    from django.core.cache import cache
    from django.test import Client
    from django.urls import reverse

    from accounts.models import User
    from tools.bench_guidelines_world import email

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=email(0)))
    cache.clear()
    bench.fetch(client, reverse("home"))
    pid = bench.backend_pid()
    urls = [_guideline(number).get_absolute_url() for number in COLD]
    costs = sorted(bench.cost(client, url, pid).total for url in urls)
    say(f"reader page from cold: {costs[0]:.1f} to {costs[-1]:.1f}, half below {costs[5]:.1f}")
    first = bench.cost(client, reverse("broken_links"), pid).total
    say(f"broken links from cold: {first:.0f}")


def _is_sqlite() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def one() -> int:
    """Measure the database that the settings name; the limits are for PostgreSQL."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tools import bench_guidelines_world, bench_world

    call_command("migrate", verbosity=0)
    started = time.process_time()
    bench_world.fill()
    bench_guidelines_world.fill()
    bench_world.settle()
    say(f"{connection.vendor}: world ready after {time.process_time() - started:.0f} s of CPU.")
    gc.collect()
    gc.freeze()
    cold()
    is_fine = bench.report(pages())
    return 0 if (searches() and is_fine) or _is_sqlite() else 1


def main() -> int:
    """Measure PostgreSQL, then SQLite, each in its own process."""
    if "--one" in sys.argv:
        return one()
    return bench_search.on_both(DATABASE, "tools.bench_guidelines")


if __name__ == "__main__":
    sys.exit(main())
