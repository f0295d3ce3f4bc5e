"""The queue of record: claim once, finish once, retry, sweep."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from core import jobs
from core.enums import JobState
from core.models import Job
from core.registries import JobKind, job_kinds

calls = []


def _work(context):
    calls.append(context.payload)
    context.progress(1, 2, "half")
    if context.payload.get("fail"):
        raise ValueError("no luck")
    return {"answer": 42}


given_up = []
job_kinds.add(JobKind("tests.work", "Work", _work, on_failed=given_up.append))


@pytest.fixture(autouse=True)
def _clean():
    calls.clear()
    given_up.clear()


@pytest.mark.django_db(transaction=True)
def test_enqueued_work_runs_once_and_keeps_its_result():
    job = jobs.enqueue("tests.work", key="a", payload={"n": 1})
    again = jobs.enqueue("tests.work", key="a", payload={"n": 2})
    jobs.run(job.pk)
    job.refresh_from_db()
    assert again.pk == job.pk
    assert calls == [{"n": 1}]
    assert (job.state, job.attempts, job.result) == (JobState.DONE, 1, {"answer": 42})


def test_a_claimed_job_is_claimed_by_nobody_else(db):
    job = Job.objects.create(kind="tests.work", key="a")
    first, second = jobs.claim(job.pk), jobs.claim(job.pk)
    assert first is not None
    assert second is None


def test_a_lapsed_lease_is_taken_over_and_the_first_worker_cannot_finish(db):
    job = Job.objects.create(kind="tests.work", key="a")
    slow = jobs.JobContext(jobs.claim(job.pk))
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.claim(job.pk).attempts == 2
    with pytest.raises(jobs.LostLease):
        slow.progress(1, 1)


def test_failure_waits_and_the_last_attempt_gives_up_with_its_reason(db):
    job = Job.objects.create(kind="tests.work", key="a", payload={"fail": True}, max_attempts=2)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.QUEUED, 1, "ValueError: no luck")
    jobs.run(job.pk)
    assert len(calls) == 1, "the back-off must hold"
    Job.objects.update(run_after=None)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 2)
    assert given_up == [job]


def test_sweep_runs_what_was_lost_and_fails_what_has_no_attempt_left(
    db, django_capture_on_commit_callbacks
):
    old = timezone.now() - timedelta(minutes=5)
    lost = Job.objects.create(kind="tests.work", key="lost", sent_at=old)
    dead = Job.objects.create(
        kind="tests.work", key="dead", state="running", attempts=3, lease_until=old
    )
    Job.objects.create(kind="tests.work", key="fresh", sent_at=timezone.now())
    assert jobs.sweep() == 1
    lost.refresh_from_db()
    dead.refresh_from_db()
    assert (lost.state, dead.state) == (JobState.DONE, JobState.FAILED)


def test_retry_gives_a_failed_job_fresh_attempts(db):
    job = Job.objects.create(kind="tests.work", key="a", state="failed", attempts=3, error="x")
    assert jobs.retry(job)
    assert not jobs.retry(job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.QUEUED, 0, "x")


def _unheard(_job):
    raise RuntimeError("nobody listens")


job_kinds.add(JobKind("tests.unheard", "Unheard", _work, on_failed=_unheard))


def test_a_job_is_given_up_and_told_together_and_holds_up_no_other(
    db, django_capture_on_commit_callbacks
):
    old = timezone.now() - timedelta(minutes=5)
    dead = Job.objects.create(
        kind="tests.unheard", key="dead", state="running", attempts=3, lease_until=old
    )
    lost = Job.objects.create(kind="tests.work", key="lost", sent_at=old)
    assert jobs.sweep() == 1
    lost.refresh_from_db()
    dead.refresh_from_db()
    assert (lost.state, dead.state) == (JobState.DONE, JobState.RUNNING)


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_survives_a_database_that_does_not_answer(caplog):
    job = Job.objects.create(kind="tests.work", key="a", state=JobState.RUNNING, attempts=1)

    def refuse(*_args):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(refuse):
        jobs._renew(jobs.JobContext(job))
    jobs._renew(jobs.JobContext(job))
    job.refresh_from_db()
    assert job.lease_until > timezone.now()
    warned = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert warned == ["The lease of job a was not renewed."]
