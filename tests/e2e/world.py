"""A view into a running portal's database: one JSON question a line, one JSON answer a line.

Run by `World` in a process of its own with the portal's environment (`python -m tests.e2e.world`).
"""

import json
import subprocess
import sys
from datetime import timedelta
from typing import Any

PROJECTS = 60
SUMMARY_ONLY = ["summary"]


class World:
    """Asks the questions below; `world.look(name)` calls `look(name=...)` over there."""

    def __init__(self, environ: dict[str, str]) -> None:
        settings = {"DJANGO_SETTINGS_MODULE": "pmo_portal.settings"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.world"],
            env={**environ, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, question: str, **values: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps([question, values]), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate()


def fill(projects: int = PROJECTS) -> int:
    """A portfolio of red projects, its PMO lead and two readers."""
    from django.db import transaction

    from tests import factories
    from tests.stakeholders import builders

    with transaction.atomic():
        factories.user("Petra Lead", "pmo_lead")
        factories.user("Eva Executive", "executive")
        factories.user("Sam Sponsor", "sponsor")
        portfolio = factories.portfolio()
        for number in range(projects):
            builders.reported_project(portfolio, f"P-{number:03}")
    return projects


def define(names: list[str], seconds: int, sections: list[str] | None = None) -> None:
    """Reports for both readers, due in some seconds."""
    from django.db import transaction
    from django.utils import timezone

    from accounts.models import User
    from portfolio.models import Portfolio
    from stakeholders.services import definitions
    from tests.stakeholders.builders import SECTIONS

    readers = User.objects.filter(
        email__in=["eva.executive@example.org", "sam.sponsor@example.org"]
    )
    with transaction.atomic():
        for name in names:
            definitions.create(
                by=User.objects.get(email="petra.lead@example.org"),
                recipients=readers,
                name=name,
                portfolio=Portfolio.objects.get(),
                sections=sections or SECTIONS,
                cadence="once",
                once_at=timezone.now() + timedelta(seconds=seconds),
                time_zone="UTC",
            )


def progress(name: str) -> tuple[str, int, int, int]:
    """State, attempts, done and total of the report's job; empty before there is one."""
    from core.models import Job
    from stakeholders.models import ReportRun

    runs = ReportRun.objects.filter(definition__name=name)
    job = Job.objects.filter(pk__in=runs.values("job")).first()
    if job is None:
        return ("", 0, 0, 0)
    return (job.state, job.attempts, job.progress_done, job.progress_total)


def outcome(name: str) -> dict[str, Any]:
    """All that the report's runs left behind."""
    from core.models import Event, Job, StoredFile
    from stakeholders.models import Delivery, ReportEdition, ReportRun

    runs = ReportRun.objects.filter(definition__name=name)
    editions = ReportEdition.objects.filter(run__in=runs)
    deliveries = Delivery.objects.filter(run__in=runs).order_by("email")
    files = StoredFile.objects.filter(pk__in=editions.values("pdf"))
    events = Event.objects.filter(data__report=name, name__startswith="stakeholders.report_")
    return {
        "runs": list(runs.values_list("state", "is_late")),
        "jobs": list(
            Job.objects.filter(pk__in=runs.values("job")).values_list("state", "attempts")
        ),
        "editions": list(editions.values_list("project_count", "pages")),
        "files": [[file.file.path, file.size, file.sha256] for file in files],
        "deliveries": list(deliveries.values_list("email", "state", "message_id")),
        "events": list(events.order_by("pk").values_list("name", flat=True)),
    }


def states() -> list[str]:
    """The states of all runs."""
    from stakeholders.models import ReportRun

    return list(ReportRun.objects.values_list("state", flat=True))


def stored_pdfs() -> int:
    """How many PDF files the portal keeps."""
    from core.models import StoredFile

    return StoredFile.objects.filter(content_type="application/pdf").count()


QUESTIONS = {one.__name__: one for one in (fill, define, progress, outcome, states, stored_pdfs)}


def main() -> None:
    import django

    django.setup()
    for line in sys.stdin:
        question, values = json.loads(line)
        print(json.dumps(QUESTIONS[question](**values)), flush=True)


if __name__ == "__main__":
    main()
