"""The five public portfolios end in the database as projects with history and milestones."""

from collections import Counter
from pathlib import Path

import pytest

from portfolio.models import Milestone, Project, ProjectFigures
from portfolio.services import imports, imports_jobs, imports_undo
from tests import factories

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "portfolios"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not here")


def bring(name, currency, by):
    home = factories.portfolio(name, currency=currency)
    content = (DATA / name).read_bytes()
    for _time in range(2):
        made = imports_jobs.begin(home, content, name=name, by=by)
        imports.check(made, by=by)
        imports.claim(made)
        imports.commit(made, by=by)
    assert {row.outcome for row in made.rows.all()} <= {"unchanged", "skipped"}
    return home.imports.earliest("pk")


@pytest.mark.parametrize(
    ("name", "currency", "projects", "rows", "milestones", "report_on"),
    [
        ("uk_gmpp_march_2022.csv", "GBP", 235, 235, 0, "2022-03-31"),
        ("ca_large_it_projects_2016.csv", "CAD", 398, 398, 0, "2016-06-09"),
        ("nyc_capital_projects_reports_sample.csv", "USD", 50, 365, 0, "2019-09-01"),
        ("world_bank_projects_fy1996.xlsx", "USD", 373, 373, 0, "2022-09-22"),
    ],
)
def test_a_real_file(pmo, name, currency, projects, rows, milestones, report_on):
    made = bring(name, currency, pmo)
    counts = (Project.objects.count(), ProjectFigures.objects.count(), Milestone.objects.count())
    assert counts == (projects, rows, milestones)
    assert (str(made.report_on), made.counts["error"]) == (report_on, 0)
    assert set(Project.objects.values_list("currency", flat=True)) == {currency}
    imports_undo.undo(made, by=pmo)
    assert Project.objects.count() == 0


def test_uk_status_money_and_exemptions(pmo):
    made = bring("uk_gmpp_march_2022.csv", "GBP", pmo)
    figures = ProjectFigures.objects.all()
    ratings = Counter(figures.values_list("rag_overall", flat=True))
    assert ratings == {"amber": 170, "red": 27, "green": 24, "grey": 14}
    assert figures.filter(budget_baseline=0).count() == 0
    unknown = figures.filter(budget_baseline=None)
    told = [row.reasons["budget_baseline"] for row in unknown if "budget_baseline" in row.reasons]
    assert (unknown.count(), made.problems.filter(field="budget_baseline").count()) == (
        44,
        len(told),
    )
    assert len([why for why in told if "Exempt under Section" in why]) > 35
    first = figures.get(project__code="MOD_0135_2122-Q1")
    assert (first.budget_baseline, str(first.finish_baseline)) == (278_000_000, "2026-12-31")
    assert made.problems.filter(code="missing_exempt").count() > 100


def test_new_york_school_phases(pmo):
    bring("nyc_school_construction_phases_first_4000.csv", "USD", pmo)
    assert (Project.objects.count(), ProjectFigures.objects.count()) == (2143, 2143)
    assert Milestone.objects.count() > 1500
    assert not ProjectFigures.objects.filter(budget_baseline__lt=0).exists()
