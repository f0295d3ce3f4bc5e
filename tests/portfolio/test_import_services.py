"""What an import writes, refuses and takes back."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import Event, Notification, StoredFile
from portfolio.enums import Access, ImportState, RowOutcome
from portfolio.models import (
    Milestone,
    PortfolioImport,
    Programme,
    Project,
    ProjectFigures,
)
from portfolio.services import figures, imports, imports_jobs, imports_undo, milestones, projects
from portfolio.services.imports_plan import compare
from portfolio.services.imports_state import fingerprints
from stakeholders.models import ReportDefinition
from tests import factories

D = Decimal
HEADER = (
    "Project ID,Project Name,Project Manager,Programme,Status,RAG,Budget (£m),Forecast (£m),"
    "Baseline Start,Baseline Finish"
)


@pytest.fixture
def home(db):
    return factories.portfolio("Majors", currency="GBP")


def bring(home, by, *lines, name="list 2026-10-31.csv", commit=True):
    """Upload, check and (unless told otherwise) import a file of these lines."""
    made = imports_jobs.begin(home, "\n".join(lines).encode(), name=name, by=by)
    imports.check(made, by=by)
    if commit:
        imports.claim(made)
        imports.commit(made, by=by)
    return made


def outcomes(made):
    return list(made.rows.order_by("number", "pk").values_list("number", "code", "outcome"))


def state_of_everything():
    """Every row of the portfolio, as the database holds it."""
    shown = {}
    for model in (Project, ProjectFigures, Milestone, Programme):
        names = [f.attname for f in model._meta.concrete_fields if f.name not in HIDDEN]
        shown[model] = sorted(map(repr, model.objects.values_list(*names)))
    return shown


HIDDEN = ("updated_at", "created_at")


def test_a_new_file_creates_projects_with_figures_programmes_and_people(home, pmo, manager):
    made = bring(
        home,
        pmo,
        HEADER,
        "A-1,Tram,MAX.MANAGER@example.org,Streets,Active,Amber,12.5,14,2026-01-01,2027-06-30",
        'A-2,Port,"Manager, Max",Streets,Active,Green,Exempt under Section 43,3,2026-02-01,TBC',
        "A-3,School,Nobody Known,,On hold,Red,1,2,2026-03-01,2027-01-31",
    )
    assert outcomes(made) == [(2, "A-1", "new"), (3, "A-2", "new"), (4, "A-3", "new")]
    rows = Project.objects.order_by("code").values_list(
        "name", "manager__name", "manager_name", "programme__name", "currency"
    )
    assert list(rows) == [
        ("Tram", "Max Manager", "", "Streets", "GBP"),
        ("Port", "Max Manager", "", "Streets", "GBP"),
        ("School", None, "Nobody Known", None, "GBP"),
    ]
    figures = ProjectFigures.objects.order_by("project__code").values_list(
        "report_on", "state", "rag_overall", "budget_baseline", "budget_forecast", "finish_baseline"
    )
    day = date(2026, 10, 31)
    assert list(figures) == [
        (day, "active", "amber", D("12500000"), D("14000000"), date(2027, 6, 30)),
        (day, "active", "green", None, D("3000000"), None),
        (day, "on_hold", "red", D("1000000"), D("2000000"), date(2027, 1, 31)),
    ]
    reasons = ProjectFigures.objects.order_by("project__code").values_list("reasons", flat=True)
    assert list(reasons) == [
        {},
        {
            "budget_baseline": "withheld or exempt from publication “Exempt under Section 43”",
            "finish_baseline": "not decided or not known yet “TBC”",
        },
        {},
    ]
    problems = made.problems.order_by("pk").values_list(
        "row", "column", "value", "code", "severity"
    )
    assert list(problems) == [
        (3, "Budget (£m)", "Exempt under Section 43", "missing_exempt", "missing"),
        (3, "Baseline Finish", "TBC", "missing_undecided", "missing"),
        (4, "Project Manager", "Nobody Known", "save_person_unknown", "note"),
    ]
    assert (made.state, made.report_on, made.created_by, made.source.size) == (
        ImportState.DONE,
        day,
        pmo,
        StoredFile.objects.get().size,
    )
    told = Event.objects.filter(name="portfolio.imported").get()
    assert (told.actor_id, told.data["new"], told.data["changed"]) == (pmo.pk, 3, 0)


def test_the_same_file_again_changes_nothing(home, pmo):
    lines = (HEADER, "A-1,Tram,Nobody,Streets,Active,Amber,12.5,n/a,2026-01-01,2027-06-30")
    bring(home, pmo, *lines)
    before = state_of_everything()
    events = Event.objects.exclude(name__startswith="portfolio.import").count()
    made = bring(home, pmo, *lines)
    assert outcomes(made) == [(2, "A-1", "unchanged")]
    assert state_of_everything() == before
    assert Event.objects.exclude(name__startswith="portfolio.import").count() == events


def test_a_later_file_shows_old_and_new_values_and_keeps_the_history(home, pmo):
    bring(home, pmo, "Project ID,Project Name,RAG,Budget (£m)", "A-1,Tram,Green,10")
    made = bring(
        home,
        pmo,
        "Project ID,Project Name,RAG,Budget (£m)",
        "A-1,Tramway,Red,12",
        name="list 2026-11-30.csv",
    )
    row = made.rows.get()
    assert row.outcome == RowOutcome.CHANGED
    assert row.before == {
        "project": {"name": "Tram"},
        "figures": {"2026-11-30": None},
        "origin": {"2026-11-30": {"rag_overall": "green", "budget_baseline": "10000000.0000"}},
    }
    assert row.after == {
        "project": {"name": "Tramway"},
        "figures": {"2026-11-30": {"rag_overall": "red", "budget_baseline": "12000000.0000"}},
        "rows": [2],
        "currency": "GBP",
    }
    days = ProjectFigures.objects.order_by("report_on").values_list("report_on", "budget_baseline")
    assert list(days) == [(date(2026, 10, 31), D("10000000")), (date(2026, 11, 30), D("12000000"))]


def test_a_check_writes_nothing_but_the_import_itself(home, pmo):
    before = state_of_everything()
    made = bring(
        home, pmo, HEADER, "A-1,Tram,,S,Active,Red,1,2,2026-01-01,2027-01-01", commit=False
    )
    assert state_of_everything() == before
    assert (made.state, outcomes(made)) == (ImportState.CHECKED, [(2, "A-1", "new")])


def test_what_cannot_be_kept_stays_empty_with_its_reason(home, pmo):
    made = bring(
        home,
        pmo,
        "Code,Name,Status,Budget (£),Spent,% complete,Baseline Start,Baseline Finish",
        "A-1,One,Levitating,-5,$3.00,140,2027-01-01,2026-01-01",
        "A-2,Two,Closed,5,£3.00,14,2026-01-01,2027-01-01",
        "A-3,Two,Closed,5,£3.00,14,2026-01-01,2027-01-01",
    )
    row = ProjectFigures.objects.get(project__code="A-1")
    kept = (row.state, row.budget_baseline, row.spent, row.percent_complete, row.finish_baseline)
    assert kept == ("active", None, None, None, None)
    reasons = {name: why.replace("\xa0", " ") for name, why in row.reasons.items()}
    assert reasons == {
        "state": "This state is not known. “Levitating”",
        "budget_baseline": "A negative amount cannot be kept. “-5”",
        "spent": "The amount is in USD, the project is kept in GBP. “$3.00”",
        "percent_complete": "140 % lies outside 0 to 100 %.",
        "finish_baseline": "The finish 1 Jan 2026 lies before the start 1 Jan 2027. “2026-01-01”",
    }
    told = made.problems.order_by("column", "severity").values_list("column", "value", "severity")
    assert list(told) == [
        ("% complete", "140", "unreadable"),
        ("Baseline Finish", "2026-01-01", "unreadable"),
        ("Budget (£)", "-5", "unreadable"),
        ("Budget (£)", "-5.0000 GBP", "warning"),  # beside dollars
        ("Spent", "$3.00", "unreadable"),
        ("Status", "Levitating", "note"),
        ("Status", "Levitating", "unreadable"),
    ]


def test_a_state_that_the_file_leaves_open_is_told_as_an_assumption(home, pmo):
    lines = ("Code,Name,Status,RAG", "A-1,One,,Red", "A-2,Two,Closed,Green")
    made = bring(home, pmo, *lines)
    assert ProjectFigures.objects.get(project__code="A-1").state == "active"
    told = made.problems.values_list("row", "column", "code", "severity")
    assert list(told) == [(2, "Status", "save_state_assumed", "note")]
    again = bring(home, pmo, *lines, name="list 2026-11-30.csv")
    assert list(again.problems.values_list("code")) == []


def test_a_figure_that_contradicts_what_is_known_stays_empty(home, pmo):
    tram = factories.project(home, "A-1", currency="GBP", name="One")
    factories.figures(tram, date(2026, 9, 30), start_baseline=date(2026, 6, 1))
    made = bring(home, pmo, "Code,Name,Baseline Finish", "A-1,One,2026-01-31")
    row = tram.figures.get(report_on=date(2026, 10, 31))
    assert (row.start_baseline, row.finish_baseline) == (date(2026, 6, 1), None)
    assert [p.code for p in made.problems.all()] == ["save_rule"]
    assert "before the start" in row.reasons["finish_baseline"]


def test_a_forecast_finish_before_the_actual_start_stays_empty_with_its_reason(home, pmo):
    made = bring(
        home, pmo, "Code,Name,Actual Start,Forecast Finish", "A-1,One,2026-01-20,2024-01-01"
    )
    row = ProjectFigures.objects.get(project__code="A-1")
    assert (row.start_actual, row.finish_forecast) == (date(2026, 1, 20), None)
    assert row.reasons.keys() == {"finish_forecast"}
    assert "The finish is before the start. “2024-01-01”" in row.reasons["finish_forecast"]
    assert [(p.code, p.column) for p in made.problems.all()] == [("save_rule", "Forecast Finish")]


def test_duplicates_totals_and_rows_without_a_key_are_told(home, pmo):
    made = bring(
        home,
        pmo,
        "Code,Name,Budget (£)",
        "A-1,One,5",
        "A-1,One again,6",
        ",,7",
        "Total,,18",
    )
    shown = [
        (r.number, r.outcome, [p["code"] for p in r.problems]) for r in made.rows.order_by("number")
    ]
    assert shown == [
        (2, "new", []),
        (3, "error", ["row_duplicate_code"]),
        (4, "skipped", ["row_no_key"]),
        (5, "skipped", ["row_total"]),
    ]
    assert Project.objects.count() == 1


def test_an_invisible_project_is_refused_without_telling_anything(home, analyst):
    hidden = factories.project(
        home, "S-1", name="Secret harbour", access=Access.RESTRICTED, description="Unspeakable"
    )
    made = bring(home, analyst, "Code,Name,Budget (£)", "S-1,Guess,5", "A-1,One,6")
    row = made.rows.get(code="S-1")
    assert (row.outcome, row.name, row.before, row.after) == ("error", "Guess", {}, {})
    assert row.problems == [{"code": "save_not_allowed", "params": {}}]
    assert row.project_id is None
    hidden.refresh_from_db()
    assert (hidden.name, hidden.figures.count()) == ("Secret harbour", 0)
    assert "Unspeakable" not in str(made.rows.values())


def test_an_account_is_never_replaced_by_an_unknown_name(home, pmo, manager):
    tram = factories.project(home, "A-1", name="One", manager=manager)
    made = bring(home, pmo, "Code,Name,Project Manager,RAG", "A-1,One,Somebody Else,Red")
    tram.refresh_from_db()
    assert (tram.manager, tram.manager_name) == (manager, "")
    assert [p.code for p in made.problems.all()] == ["save_person_kept"]


def test_manager_and_sponsor_cannot_be_one_account(home, pmo, manager):
    made = bring(
        home, pmo, "Code,Name,Project Manager,Sponsor,RAG", "A-1,One,Max Manager,Max Manager,Red"
    )
    tram = Project.objects.get()
    assert (tram.manager, tram.sponsor, tram.sponsor_name) == (manager, None, "Max Manager")
    assert [p.code for p in made.problems.all()] == ["save_person_twice"]


def test_a_name_that_two_people_share_stays_text(home, pmo):
    factories.user("Jo Doe", email="jo1@example.org")
    factories.user("Jo Doe", email="jo2@example.org")
    bring(home, pmo, "Code,Name,Project Manager,RAG", "A-1,One,Jo Doe,Red")
    tram = Project.objects.get()
    assert (tram.manager, tram.manager_name) == (None, "Jo Doe")


def test_history_rows_become_reports_and_phases_become_milestones(home, pmo):
    made = bring(
        home,
        pmo,
        "Project ID,Project Name,Report Date,RAG",
        "A-1,Tram,2026-08-31,Green",
        "A-1,Tram,2026-09-30,Amber",
        "A-1,Tram,2026-10-31,Red",
        "A-2,Port,2026-09-30,Green",
        "A-2,Port,2026-10-31,Green",
    )
    assert outcomes(made) == [(2, "A-1", "new"), (5, "A-2", "new")]
    rows = ProjectFigures.objects.filter(project__code="A-1").order_by("report_on")
    assert [(r.report_on, r.rag_overall, r.superseded_on.year) for r in rows] == [
        (date(2026, 8, 31), "green", 2026),
        (date(2026, 9, 30), "amber", 2026),
        (date(2026, 10, 31), "red", 9999),
    ]


def test_dates_of_a_milestone_that_the_file_does_not_map_stay(home, pmo):
    port = factories.project(home, "A-2", currency="GBP")
    figures.report(port, date(2026, 10, 31), {"rag_overall": "green"}, by=pmo)
    day = date(2027, 1, 1)
    milestones.add(port, name="Quay", baseline_on=day, forecast_on=day, comment="Ours", by=pmo)
    lines = ("Code,Name,RAG,Milestone,Milestone Date", "A-2,Port,Green,Quay,2027-03-03")
    bring(home, pmo, *lines)
    kept = Milestone.objects.values_list("baseline_on", "forecast_on", "actual_on", "comment")
    assert list(kept) == [(day, date(2027, 3, 3), None, "Ours")]


@pytest.mark.django_db(transaction=True)
def test_an_import_tells_in_the_inbox_who_must_know_and_mails_nobody(mailoutbox):
    home, pmo = factories.portfolio("Majors"), factories.user("Petra Lead", "pmo_lead")
    lead = factories.user("Max Manager", "project_manager")
    tram = factories.project(home, "A-1", name="One", manager=lead)
    factories.figures(tram, date(2026, 9, 30), rag_overall="green")
    made = bring(home, pmo, "Code,Name,RAG", "A-1,One,Red")
    told = Notification.objects.values_list("recipient", "event__name")
    assert list(told) == [(lead.pk, "portfolio.status_turned_red")]
    assert mailoutbox == []
    imports_undo.undo(made, by=pmo)
    figures.report(tram, date(2026, 11, 30), {"rag_overall": "red"}, by=pmo)
    assert [mail.to for mail in mailoutbox] == [[lead.email]]


# --- undo -----------------------------------------------------------------------------


def test_undo_brings_back_exactly_what_was(home, pmo, manager):
    port = factories.project(home, "A-2", name="Port", manager=manager, currency="GBP")
    figures.report(
        port,
        date(2026, 10, 31),
        {"rag_overall": "green", "spent": D("7"), "reasons": {"benefits": "told later"}},
        by=pmo,
    )
    milestones.add(port, name="Quay", forecast_on=date(2027, 1, 1), by=pmo)
    before = state_of_everything()
    made = bring(
        home,
        pmo,
        "Project ID,Project Name,Programme,RAG,Spent,Benefits,Milestone,Milestone Date",
        "A-1,Tram,Streets,Red,5,9,First tram,2027-02-02",
        "A-2,Harbour,Streets,Red,tbd,9,Quay,2027-03-03",
    )
    assert state_of_everything() != before
    imports_undo.undo(made, by=pmo)
    assert state_of_everything() == before
    assert (made.state, made.undone_by) == (ImportState.UNDONE, pmo)
    with pytest.raises(ValidationError):
        imports_undo.undo(made, by=pmo)


def test_undo_tells_of_the_programmes_it_deletes(home, pmo):
    made = bring(home, pmo, "Code,Name,Programme", "A-1,One,Streets")
    imports_undo.undo(made, by=pmo)
    told = Event.objects.filter(name="portfolio.programme_deleted")
    assert list(told.values_list("object_label", "actor_name")) == [("Streets", "Petra Lead")]


def test_undo_is_refused_while_a_report_covers_a_programme_of_the_import(home, pmo):
    made = bring(home, pmo, "Code,Name,Programme", "A-1,One,Streets")
    streets = Programme.objects.get()
    ReportDefinition.objects.create(name="Streets", scope="programme", programme=streets)
    before = state_of_everything()
    with pytest.raises(ValidationError) as caught:
        imports_undo.undo(made, by=pmo)
    assert caught.value.messages == ["This programme has reports and is kept with them."]
    assert state_of_everything() == before


def _change_project(project, by):
    projects.update(project, by=by, description="Touched")


def _report_again(project, by):
    figures.report(project, date(2026, 12, 1), {"rag_overall": "red"}, by=by)


def _add_member(project, by):
    projects.add_member(project, factories.user("New Member"), by=by)


def _delete(project, by):
    projects.delete(project, by=by)


@pytest.mark.parametrize("touch", [_change_project, _report_again, _add_member, _delete])
def test_undo_is_refused_after_any_change_and_names_the_project(home, pmo, touch):
    made = bring(home, pmo, "Code,Name,RAG", "A-1,One,Red", "A-2,Two,Green")
    touch(Project.objects.get(code="A-2"), pmo)
    before = state_of_everything()
    with pytest.raises(ValidationError) as caught:
        imports_undo.undo(made, by=pmo)
    assert caught.value.messages == [
        "Not undone: 1 project was changed since the import: A-2. "
        "Correct the figures in the projects instead."
    ]
    assert state_of_everything() == before
    made.refresh_from_db()
    assert made.state == ImportState.DONE


def test_undo_of_an_older_import_says_to_undo_the_newer_one_first(home, pmo):
    header = "Code,Name,RAG"
    first = bring(home, pmo, header, "A-1,One,Red", "A-2,Two,Green")
    second = bring(home, pmo, header, "A-1,One,Amber", "A-2,Two,Red", name="list 2026-11-30.csv")
    with pytest.raises(ValidationError) as caught:
        imports_undo.undo(first, by=pmo)
    assert caught.value.messages == [
        "Not undone: 2 projects were changed since the import: A-1, A-2. "
        "Undo the newer import first."
    ]
    imports_undo.undo(second, by=pmo)
    imports_undo.undo(first, by=pmo)
    assert not Project.objects.exists()


def test_a_fingerprint_tells_of_every_part_of_a_project(home, pmo):
    port = factories.project(home, "A-2")
    marks = {fingerprints([port.pk])[port.pk]}
    factories.figures(port)
    marks.add(fingerprints([port.pk])[port.pk])
    milestones.add(port, name="Quay", forecast_on=date(2027, 1, 1), by=pmo)
    marks.add(fingerprints([port.pk])[port.pk])
    projects.add_member(port, pmo, by=pmo)
    marks.add(fingerprints([port.pk])[port.pk])
    assert len(marks) == 4


CELLS = st.sampled_from(
    ["", "12", "-3", "tbd", "£4.5m", "Exempt", "1e99", "12,5", "??", "2026-02-30"]
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5))
def test_whatever_stands_in_the_cells_the_second_import_changes_nothing_and_undo_is_exact(
    home, pmo, cells
):
    lines = [f"P-{n},Project {n},{a},{b},{c}" for n, (a, b, c) in enumerate(cells)]
    before = state_of_everything()
    header = "Code,Name,Budget (£),Spent,Baseline Finish"
    first = bring(home, pmo, header, *lines)
    again = bring(home, pmo, header, *lines)
    assert {row.outcome for row in again.rows.all()} == {"unchanged"}
    imports_undo.undo(first, by=pmo)
    assert state_of_everything() == before


# --- safety ---------------------------------------------------------------------------


def test_a_portfolio_that_changed_since_the_check_is_not_imported_into(home, pmo):
    made = bring(home, pmo, "Code,Name,RAG", "A-1,One,Red", commit=False)
    factories.project(home, "A-1", name="Somebody else's")
    before = state_of_everything()
    imports.claim(made)
    with pytest.raises(imports.Refused):
        imports.commit(made, by=pmo)
    assert state_of_everything() == before


def test_an_import_is_claimed_once(home, pmo):
    made = bring(home, pmo, "Code,Name,RAG", "A-1,One,Red", commit=False)
    twin = PortfolioImport.objects.get(pk=made.pk)
    imports.claim(made)
    with pytest.raises(ValidationError):
        imports.claim(twin)


def test_a_worker_that_comes_late_finds_the_import_done(home, pmo):
    made = bring(home, pmo, "Code,Name,RAG", "A-1,One,Red")
    before = state_of_everything()
    imports.commit(PortfolioImport.objects.get(pk=made.pk), by=pmo)
    assert state_of_everything() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 x", "PDF"),
        (b"PK\x03\x04rest", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 binary", "neither"),
    ],
)
def test_a_file_of_another_kind_is_refused_and_not_kept(home, pmo, content, words):
    with pytest.raises(ValidationError, match=words):
        imports_jobs.begin(home, content, name="list.xlsx", by=pmo)
    assert (PortfolioImport.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_file_that_is_too_large_is_refused(home, pmo, settings):
    settings.MAX_UPLOAD_MB = 1
    with pytest.raises(ValidationError, match="2 MB; at most 1 MB"):
        imports_jobs.begin(home, b"a" * (1024 * 1024 + 1), name="list.csv", by=pmo)


def test_comparing_asks_the_same_number_of_queries_for_1_and_3_projects(
    home, pmo, django_assert_num_queries
):
    counts = []
    for number in (1, 3):
        lines = [f"Q-{number}-{n},Name {n},Max Manager,Red" for n in range(number)]
        header = "Code,Name,Project Manager,RAG"
        made = bring(home, pmo, header, *lines)
        choices = imports.Choices.of(made.options)
        source = imports.sources.open_source("\n".join([header, *lines]).encode(), "a.csv", choices)
        mapping = imports.sources.propose(source, choices)
        plan = imports.sources.plan_of(source, mapping, choices)
        with django_assert_num_queries(6) as asked:
            compare(home, plan, mapping, source.table, by=pmo)
        counts.append(len(asked))
    assert counts == [6, 6]
