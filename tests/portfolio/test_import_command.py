"""manage.py import_portfolio: what it says, writes and answers to the shell."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.models import StoredFile
from portfolio.models import Portfolio, PortfolioImport, Project
from tests import factories

pytestmark = pytest.mark.django_db
LINES = "Code,Name,RAG,Budget (£m)\nA-1,Tram,Red,5\nA-2,Port,Green,TBC\n"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "list 2026-10-31.csv"
    path.write_text(LINES)
    return path


def run(source, **options):
    out = io.StringIO()
    options = {"portfolio": "Majors", **options}
    call_command("import_portfolio", str(source), stdout=out, **options)
    return out.getvalue()


def refused(source, **options):
    with pytest.raises((CommandError, SystemExit)) as caught:
        run(source, **options)
    error = caught.value
    return error.code if isinstance(error, SystemExit) else (error.returncode, str(error))


def test_it_creates_the_portfolio_and_tells_what_happened(source):
    text = run(source)
    assert text.splitlines() == [
        "Imported: list 2026-10-31.csv into 'Majors': 2 new.",
        "One row is a project; report date 2026-10-31.",
        "The portfolio 'Majors' is new; it reports in GBP.",
        "  row 3, Budget (£m): 'TBC': not decided or not known yet",
    ]
    assert Project.objects.filter(portfolio__name="Majors").count() == 2
    assert PortfolioImport.objects.get().state == "done"


def test_json_names_counts_problems_and_the_outcome_of_every_record(source):
    answer = json.loads(run(source, json=True))
    made = PortfolioImport.objects.get()
    assert (answer["import"], answer["is_imported"]) == (made.pk, True)
    counts = {"new": 2, "changed": 0, "unchanged": 0, "skipped": 0, "error": 0}
    assert answer["counts"] == counts
    assert answer["problems"] == [
        {
            "row": 3,
            "column": "Budget (£m)",
            "field": "budget_baseline",
            "value": "TBC",
            "severity": "missing",
            "code": "missing_undecided",
            "reason": "not decided or not known yet",
        }
    ]
    assert [(r["row"], r["code"], r["outcome"]) for r in answer["records"]] == [
        (2, "A-1", "new"),
        (3, "A-2", "new"),
    ]


def test_a_dry_run_leaves_nothing_behind(source, settings):
    answer = json.loads(run(source, json=True, dry_run=True))
    assert (answer["counts"]["new"], answer["is_imported"]) == (2, False)
    left = (Portfolio.objects.count(), Project.objects.count(), StoredFile.objects.count())
    assert left == (0, 0, 0)
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_a_mapping_is_written_and_used_again(source, tmp_path):
    path = tmp_path / "mapping.json"
    run(source, save_mapping=path)
    data = json.loads(path.read_text())
    data["columns"][1]["target"] = "objective"
    path.write_text(json.dumps(data))
    run(source, mapping=path, portfolio="Others")
    made = Project.objects.filter(portfolio__name="Others").order_by("code")
    assert list(made.values_list("code", "name", "objective")) == [
        ("A-1", "A-1", "Tram"),
        ("A-2", "A-2", "Port"),
    ]


def test_the_report_date_and_the_person_can_be_given(source, pmo):
    call_command(
        "import_portfolio",
        *(str(source), "--portfolio=Majors", "--report-date=2026-09-30", f"--by={pmo.email}"),
        stdout=io.StringIO(),
    )
    made = PortfolioImport.objects.get()
    assert (str(made.report_on), made.created_by) == ("2026-09-30", pmo)


def test_nothing_imported_answers_1(tmp_path):
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.4")
    assert refused(other) == (
        1,
        "This is a PDF. Please export the table as CSV or XLSX.",
    )
    twice = tmp_path / "keyless.csv"
    twice.write_text("Code,Name,RAG\n,,Red\n,,Green\n")
    assert refused(twice) == 1
    assert not Portfolio.objects.exists()


def test_wrong_usage_answers_2(source, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    assert [
        refused(source.with_name("missing.csv"))[0],
        refused(source, by="nobody@example.org")[0],
        refused(source, mapping=broken)[0],
        refused(source, sheet="No such sheet")[0],
    ] == [2, 2, 2, 2]
    with pytest.raises(CommandError):
        call_command("import_portfolio", str(source), "--portfolio", "M", "--report-date", "x")


def test_a_person_without_sight_of_a_restricted_project_cannot_change_it(source, analyst):
    home = factories.portfolio("Majors", currency="GBP")
    factories.project(home, "A-1", name="Hidden", access="restricted")
    answer = json.loads(run(source, json=True, by=analyst.email))
    assert [(r["code"], r["outcome"]) for r in answer["records"]] == [
        ("A-1", "error"),
        ("A-2", "new"),
    ]
    assert Project.objects.get(code="A-1").name == "Hidden"


def test_amounts_without_a_currency_are_told_unless_the_operator_names_one(source):
    source.write_text("Code,Name,Budget\nA-1,Tram,5\n")
    line = "No currency in the file: amounts are taken as EUR; use --currency"
    assert line in run(source, dry_run=True).splitlines()
    assert "No currency" not in run(source, dry_run=True, currency="CHF")
    source.write_text("Code,Name,Budget,Currency\nA-1,Tram,5,SEK\n")
    assert "No currency" not in run(source, dry_run=True)
    source.write_text("Code,Name,Budget\nA-1,Tram,5 €\n")
    assert "No currency" not in run(source, dry_run=True)


def test_many_far_dates_are_one_line_for_each_column_but_all_in_json(source):
    rows = [f"A-{n},Name {n},2090-01-0{n},2026-01-01" for n in range(1, 5)]
    text = "\n".join(["Code,Name,Baseline Finish,Baseline Start", *rows, "A-9,Z,,1980-01-01"])
    source.write_text(text)
    told = run(source, dry_run=True).replace("\xa0", " ")
    assert told.splitlines()[3:] == [
        "  row 6, Baseline Start: '1980-01-01': "
        "1 Jan 1980 is more than 20 years away from the report date.",
        "  Baseline Finish: 4 dates are more than 20 years away from the report date "
        "(--json lists all).",
    ]
    problems = json.loads(run(source, dry_run=True, json=True))["problems"]
    assert [each["code"] for each in problems] == ["check_date_far"] * 5
