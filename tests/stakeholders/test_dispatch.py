"""What is due starts exactly once, whoever races for it; late and paused reports."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from core.models import Event, Job
from stakeholders.enums import RunKind
from stakeholders.models import ReportDefinition, ReportRun
from stakeholders.services import definitions, dispatch
from tests import factories
from tests.stakeholders import builders

DUE = datetime(2026, 11, 10, 6, tzinfo=UTC)
YEAR = timedelta(days=365)
NEXT = datetime(2026, 12, 10, 6, tzinfo=UTC)


@pytest.fixture
def report(db, pmo):
    return builders.definition(factories.portfolio(), by=pmo)


def runs():
    return list(ReportRun.objects.values_list("definition__name", "due_at", "is_late", "kind"))


def test_nothing_starts_before_it_is_due(report):
    assert dispatch.dispatch_due(DUE - timedelta(seconds=1)) == 0
    assert runs() == []


def test_a_due_report_starts_once_and_is_queued(report):
    assert dispatch.dispatch_due(DUE) == 1
    assert dispatch.dispatch_due(DUE) == 0
    report.refresh_from_db()
    run = ReportRun.objects.get()
    assert (run.due_at, run.is_late, run.kind, run.requested_by) == (
        DUE,
        False,
        RunKind.SCHEDULED,
        None,
    )
    assert report.next_run_at == NEXT
    job = Job.objects.get()
    assert (job.key, job.payload, run.job) == (f"report-run-{run.pk}", {"run": run.pk}, job)
    assert Event.objects.filter(name="stakeholders.report_due").count() == 1


def test_of_several_missed_times_only_the_latest_runs_and_is_late(report):
    back_after = datetime(2027, 2, 20, 12, tzinfo=UTC)
    assert dispatch.dispatch_due(back_after) == 1
    assert runs() == [
        ("Monthly report", datetime(2027, 2, 10, 6, tzinfo=UTC), True, RunKind.SCHEDULED)
    ]
    report.refresh_from_db()
    assert report.next_run_at == datetime(2027, 3, 10, 6, tzinfo=UTC)


@pytest.mark.parametrize(("minutes", "is_late"), [(0, False), (15, False), (16, True)])
def test_late_means_more_than_a_quarter_of_an_hour(report, minutes, is_late):
    dispatch.dispatch_due(DUE + timedelta(minutes=minutes))
    assert ReportRun.objects.get().is_late is is_late


def test_paused_reports_do_not_start_and_resuming_makes_up_for_nothing(report, pmo):
    definitions.pause(report, by=pmo)
    assert dispatch.dispatch_due(datetime(2027, 5, 1, tzinfo=UTC)) == 0
    definitions.resume(report, by=pmo)
    report.refresh_from_db()
    assert report.paused_at is None
    assert report.next_run_at > datetime.now(UTC)
    assert runs() == []


def test_a_pause_between_reading_and_starting_wins(report):
    stale = ReportDefinition.objects.get()
    ReportDefinition.objects.update(paused_at=DUE)
    assert dispatch._dispatch(stale, DUE) is False
    assert runs() == []


def test_a_report_that_cannot_be_started_keeps_no_other_waiting(report, pmo):
    builders.definition(factories.portfolio("Harbour"), by=pmo, name="A", time_zone="No/Where")
    assert dispatch.dispatch_due(DUE) == 1
    assert runs() == [("Monthly report", DUE, False, RunKind.SCHEDULED)]


def test_a_change_without_a_new_rhythm_drops_nothing_that_is_due(report, pmo, executive):
    definitions.update(report, by=pmo, recipients=[executive], name="Monthly\nletter ")
    report.refresh_from_db()
    assert (report.name, report.next_run_at) == ("Monthly letter", DUE)
    assert Event.objects.get(name="stakeholders.definition_changed").data["changes"] == {
        "name": ["Monthly report", "Monthly letter"],
        "recipients": [[], ["Eva Executive"]],
    }
    definitions.update(report, by=pmo, recipients=[executive], day=11)
    report.refresh_from_db()
    assert report.next_run_at > datetime.now(UTC)


def test_a_moment_in_the_past_is_refused(report, pmo):
    with pytest.raises(ValidationError) as caught:
        definitions.update(report, by=pmo, recipients=[], cadence="once", once_at=DUE - YEAR)
    assert caught.value.message_dict == {"once_at": ["This moment is in the past."]}


def test_a_single_date_runs_once_and_is_done(report):
    ReportDefinition.objects.update(cadence="once", once_at=DUE)
    assert dispatch.dispatch_due(DUE) == 1
    report.refresh_from_db()
    assert report.next_run_at is None
    assert dispatch.dispatch_due(NEXT) == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_racing_dispatchers_start_each_due_time_exactly_once(pmo, settings, monkeypatch):
    monkeypatch.setattr("core.jobs._send", lambda _job_id: None)  # the queue row is enough here
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite the test database lives in memory; processes race on a file below.")
    portfolio = factories.portfolio()
    for number in range(12):
        builders.definition(portfolio, by=pmo, name=f"Report {number}")
    problems = race(6, lambda: dispatch.dispatch_due(DUE))
    assert problems == []
    assert ReportRun.objects.count() == 12
    assert ReportRun.objects.values("definition").distinct().count() == 12
    assert Job.objects.count() == 12
    assert set(ReportDefinition.objects.values_list("next_run_at", flat=True)) == {NEXT}


@pytest.mark.slow
@pytest.mark.pure
def test_racing_processes_on_one_sqlite_file_start_each_due_time_exactly_once(tmp_path):
    environ = {
        "PATH": os.environ["PATH"],
        "PORTAL_MODE": "embedded",
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "pmo_portal.settings",
    }
    command = [sys.executable, "-m", "tests.stakeholders.race_on_file"]
    done = subprocess.run(
        command, env=environ, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.stdout, done.returncode) == ("12 12 12 0", 0), done.stderr


def race(count, work):
    """Run the work in threads that start together; returns what went wrong."""
    start, problems = threading.Barrier(count), []

    def one():
        try:
            start.wait(10)
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return problems
