"""A small reported portfolio and its report."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from portfolio.enums import Access, Rag
from portfolio.models import Milestone
from stakeholders.enums import Cadence, Section
from stakeholders.models import ReportDefinition
from stakeholders.services import runs
from tests import factories

SECTIONS = [str(section) for section in Section]


def definition(portfolio, *, by, recipients=(), **fields):
    """A monthly report that is due on the 10th at 07:00 in Berlin."""
    values = {
        "name": "Monthly report",
        "portfolio": portfolio,
        "sections": SECTIONS,
        "cadence": Cadence.DAY_OF_MONTH,
        "day": 10,
        "at_time": time(7),
        "time_zone": "Europe/Berlin",
        "created_by": by,
        "next_run_at": datetime(2026, 11, 10, 6, tzinfo=UTC),
    }
    made = ReportDefinition.objects.create(**{**values, **fields})
    made.recipients.set(recipients)
    return made


def reported_project(portfolio, code, rag=Rag.RED, *, name=None, access=Access.INTERNAL, **fields):
    """A project with figures of the end of September (green) and of October."""
    project = factories.project(portfolio, code, name=name or f"Project {code}", access=access)
    values = {
        "finish_baseline": date(2027, 3, 31),
        "finish_forecast": date(2027, 5, 15),
        "budget_baseline": Decimal(1000000),
        "budget_forecast": Decimal(1150000),
        "spent": Decimal(400000),
        "percent_complete": Decimal(40),
        "narrative": f"Narrative of {code}.",
        **fields,
    }
    first, second = date(2026, 9, 30), date(2026, 10, 31)
    factories.figures(project, first, superseded_on=second, **values | {"rag_overall": Rag.GREEN})
    factories.figures(project, second, rag_overall=rag, **values)
    Milestone.objects.create(
        project=project,
        name="Go-live",
        baseline_on=date(2026, 12, 1),
        forecast_on=date(2026, 12, 20),
    )
    return project


def finished_run(definition, *, by):
    """A manual run, worked off at once (tasks run in the test's own process after commit)."""
    run = runs.run_now(definition, by=by)
    run.refresh_from_db()
    return run
