"""Report definitions of the demo city, the last runs of them, and one that failed."""

from __future__ import annotations

from datetime import time as clock
from datetime import timedelta

from django.utils import timezone

from core import jobs
from core.enums import Classification, JobState
from core.models import Job, SavedView
from core.pdf import pdf_available
from pmo_portal.demo import stories
from pmo_portal.demo.clock import at
from pmo_portal.demo.load import City
from stakeholders.enums import Cadence, RunKind, Scope, Section
from stakeholders.models import ReportDefinition, ReportRun
from stakeholders.services import definitions, runs

PAST_RUNS = 3
DUE_DAY, DUE_HOUR = 9, 7
REASON = "SMTPServerDisconnected: the mail server closed the connection after 20 s"


def load(city: City) -> None:
    """Make the definitions, and their runs of the last months where PDF can be made."""
    board, harbour, bank, weekly = _define(city)
    if pdf_available()[0]:
        for months_ago in range(PAST_RUNS, 0, -1):
            _run(board, months_ago)
        for definition in (harbour, bank):
            _run(definition, 1)
    _fail(weekly)


def _define(city: City) -> list[ReportDefinition]:
    """Four reports: for the board, for the harbour, for the bank, and a weekly list of reds."""
    person, lead = city.people, city.people["petra"]
    common = {
        "by": lead,
        "sections": list(Section.values),
        "cadence": Cadence.WORKING_DAY,
        "day": 7,
        "at_time": clock(DUE_HOUR),
        "time_zone": "Europe/Berlin",
        "holidays": "DE-HH",
    }
    board = definitions.create(
        name="Digital city: report to the board",
        portfolio=city.portfolios["Digital city"],
        recipients=[person["eva"], person["ines"], person["paula"]],
        **common,
    )
    harbour = definitions.create(
        name="Hafen und Verkehr: Monatsbericht",
        portfolio=city.portfolios["Harbour and transport"],
        language="de",
        classification=Classification.CONFIDENTIAL,
        recipients=[person["eva"], person["magnus"], person["pavel"]],
        **common,
    )
    bank = definitions.create(
        name="District heat: report to the development bank",
        scope=Scope.PROGRAMME,
        programme=city.programmes["District heat"],
        recipients=[person["xenia"], person["erik"]],
        **common,
    )
    weekly = definitions.create(
        name="Red and amber, every Monday",
        scope=Scope.SAVED_VIEW,
        saved_view=SavedView.objects.get(owner=lead, name="Red and amber"),
        recipients=[person["eva"], person["petra"]],
        **common | {"cadence": Cadence.WEEKDAY, "day": 1},
    )
    return [board, harbour, bank, weekly]


def _run(definition: ReportDefinition, months_ago: int) -> None:
    """The run that was due on the 9th after that month's end, made now."""
    month = stories.month_end(timezone.localdate(), -months_ago)
    run = ReportRun.objects.create(
        definition=definition,
        kind=RunKind.SCHEDULED,
        due_at=at(month + timedelta(days=DUE_DAY), DUE_HOUR),
        is_late=months_ago == PAST_RUNS,
    )
    runs.enqueue(run)
    run.refresh_from_db()
    if run.job is not None:
        jobs.run(run.job.pk)


def _fail(definition: ReportDefinition) -> None:
    """A run whose mail server did not answer three times; "run again" makes it good."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    run = ReportRun.objects.create(
        definition=definition, kind=RunKind.SCHEDULED, due_at=at(monday, DUE_HOUR)
    )
    job = Job.objects.create(
        kind=runs.JOB_KIND,
        key=f"report-run-{run.pk}",
        payload={"run": run.pk},
        state=JobState.FAILED,
        attempts=3,
        error=REASON,
        finished_at=timezone.now(),
    )
    ReportRun.objects.filter(pk=run.pk).update(job=job)
    runs.mark_failed(job)
