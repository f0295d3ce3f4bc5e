"""The five public portfolios of the shared data; skipped where they are not at hand."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio.importing.layout import detect
from portfolio.importing.mapping import Mapping
from portfolio.importing.outcomes import Money
from portfolio.importing.plan import ImportPlan, Options, Severity, Shape
from portfolio.importing.proposal import propose
from portfolio.importing.readers import read
from portfolio.importing.reasons import ImportRefused
from portfolio.importing.records import build
from portfolio.importing.reportdate import propose_report_date
from portfolio.importing.table import tabulate

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.pure,
    pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not here"),
]


def load(name: str, currency: str = "") -> tuple[Mapping, ImportPlan]:
    sheet = read(DATA / "portfolios" / name).largest()
    layout = detect(sheet)
    table = tabulate(sheet, layout)
    mapping = propose(table, currency=currency)
    day = propose_report_date(name, layout.titles)
    return mapping, build(table, mapping, Options(report_date=day))


def amount(value: str, currency: str) -> Money:
    return Money(Decimal(value).quantize(Decimal("0.0001")), currency)


def filled(plan: ImportPlan, field: str) -> int:
    return sum(field in project.current.values for project in plan.projects)


def test_uk_major_projects() -> None:
    mapping, plan = load("uk_gmpp_march_2022.csv")
    assert (plan.shape, len(plan.projects), plan.report_date) == (
        Shape.PROJECT,
        235,
        date(2022, 3, 31),
    )
    budget = mapping.sources("budget_baseline")[0]
    assert budget.header.startswith("TOTAL Baseline Whole Life Costs")
    assert budget.rules.number.scale == 10**6
    ratings = Counter(p.current.values.get("rag_overall") for p in plan.projects)
    assert ratings == {"amber": 170, "red": 27, "green": 24, None: 14}
    first = plan.projects[0]
    assert (first.code, first.name, first.identity["owner_unit"]) == (
        "MOD_0135_2122-Q1",
        "Submarine Dismantling Project",
        "MOD",
    )
    assert first.current.values["budget_baseline"] == amount("278000000", "GBP")
    assert first.current.values["finish_baseline"] == date(2026, 12, 31)
    zero = [
        p for p in plan.projects if p.current.values.get("budget_baseline") == amount("0", "GBP")
    ]
    exempt = [p for p in plan.projects if p.current.gaps.get("budget_baseline")]
    assert (len(zero), len(exempt), filled(plan, "budget_baseline")) == (0, 44, 191)
    assert plan.count(Severity.ERROR) == 0


def test_canadian_it_projects() -> None:
    mapping, plan = load("ca_large_it_projects_2016.csv", currency="CAD")
    assert (plan.shape, len(plan.projects), plan.report_date) == (
        Shape.PROJECT,
        398,
        date(2016, 6, 9),
    )
    assert mapping.sources("code")[0].header == "uniqueId"
    assert filled(plan, "budget_baseline") == 392
    assert filled(plan, "finish_forecast") == 388
    assert plan.projects[0].current.values["budget_baseline"] == amount("6279429", "CAD")
    assert plan.findings == []


def test_new_york_capital_projects_are_history() -> None:
    _, plan = load("nyc_capital_projects_reports_sample.csv", currency="USD")
    assert (plan.shape, len(plan.projects)) == (Shape.REPORT, 50)
    assert sum(len(project.figures) for project in plan.projects) == 365
    gowanus = next(project for project in plan.projects if project.code == "25")
    assert [f.report_date for f in gowanus.figures][::14] == [date(2013, 9, 1), date(2019, 9, 1)]
    assert gowanus.current.values["budget_forecast"] == amount("223367168.11", "USD")
    assert gowanus.current.values["finish_forecast"] == date(2019, 12, 31)
    assert plan.report_date == date(2019, 9, 1)
    assert plan.count(Severity.ERROR) == 0


def test_new_york_school_phases_are_milestones() -> None:
    _, plan = load("nyc_school_construction_phases_first_4000.csv", currency="USD")
    assert (plan.shape, len(plan.projects)) == (Shape.PART, 2143)
    assert sum(len(project.milestones) for project in plan.projects) == 4000
    boiler = next(project for project in plan.projects if 4 in project.rows)
    assert boiler.rows == (4, 5, 6, 7)
    assert [(m.name, m.baseline, m.actual) for m in boiler.milestones] == [
        ("Scope", date(2021, 9, 13), date(2021, 7, 1)),
        ("Design", date(2021, 12, 7), date(2021, 11, 29)),
        ("Construction", date(2024, 7, 16), None),
        ("CM,F&E", date(2024, 7, 16), None),
    ]
    values = boiler.current.values
    assert values["budget_baseline"] == amount("8616830", "USD")
    assert values["spent"] == amount("6759529", "USD")
    assert (values["phase"], values["state"]) == ("Construction", "active")
    codes = {f.raw for f in plan.findings if f.reason.code == "code_word"}
    assert {"PNS", "DOES", "DOER", "IEH", "FTK", "EMER"} <= codes
    assert plan.count(Severity.ERROR) == 0
    assert len({project.code for project in plan.projects}) == 2143


def test_world_bank_projects_below_a_title_row() -> None:
    mapping, plan = load("world_bank_projects_fy1996.xlsx", currency="USD")
    assert (plan.shape, len(plan.projects), plan.report_date) == (
        Shape.PROJECT,
        373,
        date(2022, 9, 22),
    )
    states = Counter(p.current.values["state"] for p in plan.projects)
    assert states == {"closed": 299, "cancelled": 74}
    first = plan.projects[0]
    assert (first.code, first.rows, first.current.values["start_baseline"]) == (
        "P044424",
        (3,),
        date(1996, 6, 28),
    )
    assert first.current.values["finish_forecast"] == date(1999, 12, 31)
    assert filled(plan, "budget_forecast") == 296
    assert mapping.sources("finish_forecast")[0].rules.date.order == "mdy"


def test_office_files_that_must_not_hurt() -> None:
    outcomes = {}
    for path in sorted((DATA / "nasty").iterdir()):
        try:
            read(path)
            outcomes[path.suffix + path.name[:5]] = "read"
        except ImportRefused as refused:
            outcomes[path.suffix + path.name[:5]] = refused.reason.code
    assert outcomes == {
        ".xlsm45431": "file_macros",
        ".docm45690": "file_macros",
        ".xlsm47026": "file_macros",
        ".docmcpans": "file_binary",
        ".xlsxcrash": "file_damaged",
        ".docxcrash": "file_damaged",
        ".xlsxembed": "read",
        ".xlsxpoc-x": "file_unsafe_xml",
        ".docxprote": "file_encrypted",
    }
