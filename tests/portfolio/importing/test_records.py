from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.importing.outcomes import Money
from portfolio.importing.plan import Severity, Shape
from portfolio.importing.proposal import propose
from portfolio.importing.reasons import Reason
from portfolio.importing.records import build
from portfolio.importing.reportdate import propose_report_date
from tests.portfolio.importing.sheets import csv_bytes, plan_of, table_of

pytestmark = pytest.mark.pure


def money(amount: str, currency: str = "GBP") -> Money:
    return Money(Decimal(amount).quantize(Decimal("0.0001")), currency)


def test_one_row_is_one_project_and_gaps_keep_their_reason() -> None:
    data = csv_bytes(
        "Project ID,Project name,Department,Status,RAG,Start,End,Budget (£m),% complete",
        'P1,Bridge,North,Active,Green,01/04/2024,31/12/2026,"£1,200",45%',
        "P2,Tunnel,South,On hold,Exempt under Section 43,DOES,TBD,n/a,-",
    )
    _, plan = plan_of(data)
    bridge, tunnel = plan.projects
    assert plan.shape is Shape.PROJECT
    assert (bridge.code, bridge.name, bridge.rows) == ("P1", "Bridge", (2,))
    assert bridge.identity == {"owner_unit": "North"}
    assert bridge.current.values == {
        "state": "active",
        "rag_overall": "green",
        "start_baseline": date(2024, 4, 1),
        "finish_forecast": date(2026, 12, 31),
        "budget_baseline": money("1200000000"),
        "percent_complete": Decimal(45),
    }
    assert tunnel.current.values == {"state": "on_hold"}
    assert {field: reason.code for field, reason in tunnel.current.gaps.items()} == {
        "rag_overall": "missing_exempt",
        "start_baseline": "code_word",
        "finish_forecast": "missing_undecided",
        "budget_baseline": "missing_not_applicable",
        "percent_complete": "missing_dash",
    }
    found = [f for f in plan.findings if f.severity is Severity.UNREADABLE]
    assert [(f.row, f.column, f.field, f.raw, str(f.reason)) for f in found] == [
        (3, "Start", "start_baseline", "DOES", "The code DOES stands where a value is expected.")
    ]


def test_one_row_for_each_report_date_is_history() -> None:
    data = csv_bytes(
        "As of,PID,Project name,Budget forecast,Forecast completion",
        "2025-06-01,7,Bridge,110,2027-01-01",
        "2025-01-01,7,Bridge,100,2026-06-30",
        "2025-01-01,8,Tunnel,50,2026-01-01",
        "2025-06-01,8,Tunnel east,,2026-02-01",
        "2025-06-01,8,Tunnel,60,2026-02-01",
        "soon,9,Road,1,2026-02-01",
    )
    _, plan = plan_of(data, currency="EUR", shape=Shape.REPORT)
    bridge, tunnel = plan.projects
    assert (plan.shape, plan.report_date, plan.key_headers) == (
        Shape.REPORT,
        date(2025, 6, 1),
        ("PID",),
    )
    assert [(f.report_date, f.row, f.values["budget_forecast"]) for f in bridge.figures] == [
        (date(2025, 1, 1), 3, money("100", "EUR")),
        (date(2025, 6, 1), 2, money("110", "EUR")),
    ]
    assert tunnel.name == "Tunnel east"
    assert tunnel.current.values == {"finish_forecast": date(2026, 2, 1)}
    assert tunnel.current.gaps == {"budget_forecast": Reason("missing_blank")}
    errors = [(f.row, f.reason.code) for f in plan.findings if f.severity is Severity.ERROR]
    assert errors == [(6, "row_duplicate_part"), (7, "row_no_report_date")]


PHASES = (
    "Code,Project name,Phase name,Status,Actual start,Planned end,Actual end,Budget,Spent",
    "A,Bridge,Scope,Complete,2024-01-01,2024-02-01,2024-02-10,10,12",
    "A,Bridge,Design,In progress,2024-02-11,2024-06-01,,20,5",
    "A,Bridge,Construction,Not started,,2025-06-01,,TBD,0",
    "B,Tunnel,Scope,Complete,2023-01-01,2023-02-01,2023-02-01,10,10",
    "B,Tunnel,Design,Complete,2023-03-01,2023-06-01,2023-06-02,20,20",
)


def test_one_row_for_each_phase_gives_milestones_and_sums() -> None:
    _, plan = plan_of(csv_bytes(*PHASES), currency="EUR")
    bridge, tunnel = plan.projects
    assert (plan.shape, bridge.rows) == (Shape.PART, (2, 3, 4))
    assert bridge.current.values == {
        "phase": "Design",
        "state": "active",
        "start_actual": date(2024, 1, 1),
        "finish_baseline": date(2025, 6, 1),
        "budget_baseline": money("30", "EUR"),
        "spent": money("17", "EUR"),
    }
    assert bridge.current.gaps == {
        "finish_actual": Reason("missing_part_open", {"open": 2, "count": 3})
    }
    assert [(m.name, m.baseline, m.actual) for m in bridge.milestones] == [
        ("Scope", date(2024, 2, 1), date(2024, 2, 10)),
        ("Design", date(2024, 6, 1), None),
        ("Construction", date(2025, 6, 1), None),
    ]
    assert tunnel.current.values["finish_actual"] == date(2023, 6, 2)
    warnings = [
        (f.row, f.field, str(f.reason)) for f in plan.findings if f.severity is Severity.WARNING
    ]
    assert warnings == [(3, "budget_baseline", "Sum of 2 of 3 parts; the others hold no amount.")]


def test_what_all_parts_repeat_is_not_added_up() -> None:
    rows = [
        "Code,Project name,Milestone name,Milestone date,Budget",
        *(
            f"{code},N{code},M{i},2026-0{i}-01,{budget}"
            for code, budget in (("A", 10), ("B", 20))
            for i in (1, 2, 3)
        ),
    ]
    _, plan = plan_of(csv_bytes(*rows), currency="EUR")
    assert [p.current.values for p in plan.projects] == [
        {"budget_baseline": money("10", "EUR")},
        {"budget_baseline": money("20", "EUR")},
    ]
    assert [m.forecast for m in plan.projects[0].milestones] == [
        date(2026, 1, 1),
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]


def test_a_double_code_is_reported_and_never_merged() -> None:
    data = csv_bytes("Code,Name,Budget", "A,One,1", "B,Two,2", "a,Three,3", ",,5")
    _, plan = plan_of(data)
    assert [(p.code, p.name) for p in plan.projects] == [("A", "One"), ("B", "Two")]
    errors = [
        (f.row, f.column, f.raw, str(f.reason))
        for f in plan.findings
        if f.severity is Severity.ERROR
    ]
    assert errors == [(4, "Code", "a", "Code A already stands in row 2.")]
    assert [(s.number, s.code) for s in plan.skipped] == [(5, "row_no_key")]


def test_codes_are_made_from_name_and_unit_and_stay_the_same() -> None:
    first = csv_bytes("Project name,Department,Budget", "Road,North,1", "Road,South,2")
    later = csv_bytes("Project name,Department,Budget", "New,West,9", "Road,South,5")
    codes = [p.code for p in plan_of(first)[1].projects]
    assert codes[0] != codes[1]
    assert plan_of(later)[1].projects[1].code == codes[1]
    assert all(p.is_code_generated and len(p.code) <= 40 for p in plan_of(first)[1].projects)
    assert codes[1].startswith("ROAD-SOUTH-")


def test_a_key_of_several_columns_when_none_is_unique_alone() -> None:
    rows = ["Building,Work,Phase,Planned end,Cost"]
    for building in ("B1", "B2"):
        for work in ("Roof", "Doors"):
            rows += [
                f"{building},{work},{phase},2026-01-0{i},5"
                for i, phase in enumerate(("Scope", "Build"), 1)
            ]
    table = table_of(csv_bytes(*rows))
    mapping = propose(table).with_column(0, target="name")
    plan = build(table, mapping)
    assert (plan.shape, plan.key_headers) == (Shape.PART, ("Building", "Work"))
    assert [p.rows for p in plan.projects] == [(2, 3), (4, 5), (6, 7), (8, 9)]
    assert len({p.code for p in plan.projects}) == 4


def test_a_first_rating_that_is_empty_falls_back_on_the_second() -> None:
    data = csv_bytes(
        "Code,Name,IPA delivery confidence,SRO delivery confidence",
        "1,A,Green,Red",
        "2,B,,Red",
        "3,C,Exempt under law,Amber",
        "4,D,,",
    )
    _, plan = plan_of(data)
    assert [p.current.values.get("rag_overall") for p in plan.projects] == [
        "green",
        "red",
        "amber",
        None,
    ]
    assert [(f.row, f.column, f.raw, f.reason.code) for f in plan.findings] == [
        (4, "IPA delivery confidence", "Exempt under law", "read_fallback")
    ]


def test_checks_across_fields_warn_and_change_nothing() -> None:
    data = csv_bytes(
        "Code,Name,Baseline start,Baseline end,Budget (€),Spent (€),% complete",
        "1,A,2026-05-01,2026-01-01,10,500,130%",
        "2,B,1905-07-18,2026-01-01,10,5,50%",
    )
    _, plan = plan_of(data, report_date=date(2026, 3, 31))
    assert [(f.row, f.field, f.reason.code) for f in plan.findings] == [
        (2, "finish_baseline", "check_finish_before_start"),
        (2, "percent_complete", "check_percent_range"),
        (2, "spent", "check_spent_high"),
        (3, "start_baseline", "check_date_far"),
    ]
    assert plan.projects[0].current.values["percent_complete"] == Decimal(130)


def test_a_currency_column_and_group_headings() -> None:
    data = csv_bytes(
        "Code,Name,Budget,Currency",
        "Roads,,,",
        "1,A,10,CHF",
        "2,B,20,€",
    )
    _, plan = plan_of(data, currency="")
    assert [p.current.values["budget_baseline"] for p in plan.projects] == [
        money("10", "CHF"),
        money("20", "EUR"),
    ]
    assert [(p.group, p.identity["portfolio"]) for p in plan.projects] == [("Roads", "Roads")] * 2


@pytest.mark.parametrize(
    ("filename", "titles", "day"),
    [
        ("portfolio_march_2022.csv", (), date(2022, 3, 31)),
        ("Report 2026-02-15.xlsx", (), date(2026, 2, 15)),
        ("data_20190901.csv", (), date(2019, 9, 1)),
        ("x.csv", ("Projects, data as of 09/22/2022 03:11:40 PM",), date(2022, 9, 22)),
        ("x.csv", ("Stand: 31.03.2026",), date(2026, 3, 31)),
        ("projects_2016.csv", ("Portfolio",), None),
    ],
)
def test_report_date_from_title_or_file_name(
    filename: str, titles: tuple[str, ...], day: date | None
) -> None:
    assert propose_report_date(filename, titles) == day


def test_a_german_list_below_titles_with_a_sum() -> None:
    data = csv_bytes(
        "Maßnahmen Tiefbau;;;;;;",
        "Stand 31.03.2026;;;;;;",
        "Lfd. Nr.;Maßnahme;Amt;Baubeginn;Bauende;Gesamtkosten in T€;Ampelstatus",
        "1;Brücke Süd;Tiefbau;01.03.2025;30.11.2026;1.250,5;grün",
        "2;Kanal Nord;Tiefbau;Q3 2025;offen;ca. 830;gelb",
        "Summe;;;;;2.080,5;",
        encoding="cp1252",
    )
    _, plan = plan_of(data)
    assert [(p.code, p.name, p.current.values) for p in plan.projects] == [
        (
            "1",
            "Brücke Süd",
            {
                "start_baseline": date(2025, 3, 1),
                "finish_forecast": date(2026, 11, 30),
                "budget_baseline": money("1250500", "EUR"),
                "rag_overall": "green",
            },
        ),
        (
            "2",
            "Kanal Nord",
            {
                "start_baseline": date(2025, 9, 30),
                "budget_baseline": money("830000", "EUR"),
                "rag_overall": "amber",
            },
        ),
    ]
    assert [(s.number, s.code) for s in plan.skipped] == [(6, "row_total")]


def test_months_of_a_report_in_german_are_history() -> None:
    data = csv_bytes(
        "Berichtsmonat;Projekt;Status;Budget EUR;Ende",
        "Jan-26;Alpha;grün;1.000.000,00;31.12.2026",
        "Feb-26;Alpha;gelb;1.000.000,00;31.01.2027",
        "Jan-26;Beta;rot;500.000,00;31.12.2026",
        "Feb-26;Beta;rot;500.000,00;31.12.2026",
    )
    _, plan = plan_of(data)
    assert (plan.shape, plan.key_headers) == (Shape.REPORT, ("Projekt",))
    assert [[f.report_date for f in p.figures] for p in plan.projects] == [
        [date(2026, 1, 31), date(2026, 2, 28)]
    ] * 2
    assert plan.projects[0].current.values["rag_overall"] == "amber"


def test_an_unknown_date_column_never_names_a_project() -> None:
    data = csv_bytes("Seen,Project,Budget (€)", "2026-01-31,Alpha,1.5", "2026-02-28,Alpha,2.5")
    _, plan = plan_of(data)
    assert (plan.key_headers, [p.rows for p in plan.projects]) == (("Project",), [(2,)])
    assert [f.reason.code for f in plan.findings] == ["row_duplicate_code"]


def test_a_cell_of_a_novel_costs_no_time() -> None:
    long = "1, " * 40_000
    data = csv_bytes("Code,Name,Budget,Start", f'1,A,"{long}","{long}"', "2,B,£5,2026-01-01")
    _, plan = plan_of(data, shape=Shape.PROJECT)
    assert plan.projects[0].current.values == {}


def test_progress_is_told() -> None:
    rows = ["Code,Name", *(f"{i},N{i}" for i in range(1200))]
    table = table_of(csv_bytes(*rows))
    told: list[tuple[int, int]] = []
    build(table, propose(table), progress=lambda done, total: told.append((done, total)))
    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]


CELL = st.text(st.characters(codec="utf-8", exclude_characters='\0\r\n"'), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8))
def test_any_table_gives_a_plan(rows: list[list[str]]) -> None:
    lines = ['"Code","Name","Budget"', *(",".join(f'"{cell}"' for cell in row) for row in rows)]
    mapping, plan = plan_of(csv_bytes(*lines))
    assert len(mapping.columns) >= 3
    assert all(str(finding.reason) for finding in plan.findings)
    codes = [project.code for project in plan.projects]
    assert all(0 < len(code) <= 40 for code in codes)
