"""Six processes dispatch at once from one SQLite file; run by test_dispatch with its own DATA_DIR.

Prints the number of runs, of definitions that ran, of jobs, and of processes that failed.
"""

import os
import sys
from datetime import UTC, datetime

PROCESSES, REPORTS = 6, 12
DUE = datetime(2026, 11, 10, 6, tzinfo=UTC)


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from core import jobs
    from core.models import Job
    from stakeholders.models import ReportRun
    from stakeholders.services import dispatch
    from tests import factories
    from tests.stakeholders import builders

    jobs._send = lambda _job_id: None  # the queue row is enough here
    call_command("migrate", verbosity=0)
    portfolio, person = factories.portfolio(), factories.user("Petra Lead", "pmo_lead")
    for number in range(REPORTS):
        builders.definition(portfolio, by=person, name=f"Report {number}")
    connection.close()
    ready, go = os.pipe()
    children = []
    for _ in range(PROCESSES):
        if not (pid := os.fork()):
            os.close(go)
            os.read(ready, 1)  # returns when the parent closes its end
            dispatch.dispatch_due(DUE)
            os._exit(0)
        children.append(pid)
    os.close(go)
    failed = sum(os.waitpid(pid, 0)[1] != 0 for pid in children)
    ran = ReportRun.objects.values("definition").distinct().count()
    sys.stdout.write(f"{ReportRun.objects.count()} {ran} {Job.objects.count()} {failed}")


if __name__ == "__main__":
    main()
