"""Background work of reports: its subject and its result in words."""

import pytest

from core.models import Job
from core.registries import job_kinds
from stakeholders.models import ReportRun
from stakeholders.services import runs
from tests import factories
from tests.stakeholders import builders


def test_a_report_job_is_named_by_its_report(pmo, django_assert_num_queries):
    made = builders.definition(factories.portfolio(), by=pmo, name="Monthly", recipients=[pmo])
    run = ReportRun.objects.create(definition=made, due_at=made.next_run_at)
    jobs = [
        Job.objects.create(kind=runs.JOB_KIND, key=key, payload={"run": pk})
        for key, pk in (("a", run.pk), ("b", 0))
    ]
    with django_assert_num_queries(1):
        found = job_kinds[runs.JOB_KIND].subjects(jobs)
    assert found == {jobs[0].pk: "Monthly", jobs[1].pk: ""}


@pytest.mark.parametrize(
    ("kind", "result", "expected"),
    [
        (runs.JOB_KIND, {"pages": [1]}, "1 page"),
        (runs.JOB_KIND, {"pages": [12, 3]}, "15 pages in 2 editions"),
        (runs.JOB_KIND, {"note": "gone"}, ""),
        (runs.RENDER_KIND, {"is_same": True}, "The same file."),
        (runs.RENDER_KIND, {"is_same": False}, "A different layout."),
    ],
)
def test_a_report_job_tells_its_result(kind, result, expected):
    assert job_kinds[kind].summary(Job(kind=kind, result=result)) == expected
