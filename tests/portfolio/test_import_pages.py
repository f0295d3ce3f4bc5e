"""The import as a person does it: upload, columns, check, preview, import, undo."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import Event, Job
from portfolio.enums import ImportState
from portfolio.models import ImportMapping, PortfolioImport, Project, ProjectFigures
from portfolio.services import imports, imports_jobs
from tests import factories

LINES = (
    "Ref,Title,Rating,Cost estimate (£m),Finish\n"
    "A-1,Tram,Red,5,01/02/2027\n"
    "A-2,=Port,Green,=Secret,03/04/2027\n"
)


@pytest.fixture
def home(db):
    return factories.portfolio("Majors", currency="GBP")


@pytest.fixture
def web(sign_in, pmo):
    return sign_in(pmo)


def upload(web, home, content=LINES, name="list 2026-10-31.csv"):
    file = SimpleUploadedFile(name, content.encode())
    return web.post(f"/portfolios/{home.pk}/imports/new/", {"file": file})


def form_of(made, **changes):
    """What the mapping page would send, with changes by name."""
    options = made.options
    data = {
        "header_row": options["found_header_row"],
        "is_transposed": "1" if options["found_transposed"] else "",
        "shape": options["shape"],
        "report_date": options["report_date"],
        "currency": options["currency"],
    }
    for position, entry in enumerate(made.mapping["columns"]):
        for name, value in entry.items():
            if name != "header":
                text = "1" if value is True else "" if value is False else value
                data[f"c{position}-{name}"] = text
    return data | changes


def targets(made):
    made.refresh_from_db()
    return [entry["target"] for entry in made.mapping["columns"]]


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_from_the_file_to_the_dashboard_and_back(client):
    home = factories.portfolio("Majors", currency="GBP")
    client.force_login(factories.user("Petra Lead", "pmo_lead"))
    answer = upload(client, home)
    made = PortfolioImport.objects.get()
    assert answer.url == f"/imports/{made.pk}/mapping/"
    page = client.get(answer.url).content.decode()
    assert "Day-month and month-day both fit: please choose." in page
    assert "01/02/2027" in page

    data = form_of(made, **{"c0-target": "code", "c3-target": "budget_baseline"})
    client.post(answer.url, data | {"action": "update"})
    made.refresh_from_db()
    data = form_of(made, **{"c4-order": "mdy", "c3-scale": "1000000"})
    answer = client.post(f"/imports/{made.pk}/check/", data)
    assert answer.url == f"/imports/{made.pk}/preview/"
    page = client.get(answer.url).content.decode()
    assert "2 new, 0 changed, 0 unchanged." in page
    assert "Nothing has been written yet." in page
    assert Project.objects.count() == 0
    page = client.get(answer.url + "?show=problems").content.decode()
    assert "=Secret" in page
    assert "Cost estimate (£m)" in page

    answer = client.post(f"/imports/{made.pk}/commit/")
    job = Job.objects.get()
    assert answer.url == f"/jobs/{job.pk}/"
    made.refresh_from_db()
    assert made.state == ImportState.DONE
    rows = ProjectFigures.objects.order_by("project__code")
    kept = [(r.project.name, r.budget_baseline, str(r.finish_forecast or "")) for r in rows]
    assert kept == [("Tram", 5_000_000, "2027-01-02"), ("=Port", None, "2027-03-04")]
    page = client.get(f"/imports/{made.pk}/").content.decode()
    assert f'href="/portfolios/{home.pk}/?day=2026-10-31"' in page
    assert made.source.sha256 in page

    answer = client.post(f"/imports/{made.pk}/undo/", follow=True)
    assert "The import was undone." in answer.content.decode()
    assert Project.objects.count() == 0


def test_what_could_not_be_read_downloads_without_formulas(web, home, pmo):
    made = imports_jobs.begin(home, LINES.encode(), name="a 2026-10-31.csv", by=pmo)
    entries = [dict(entry) for entry in made.mapping["columns"]]
    entries[3]["target"] = "budget_baseline"
    imports.set_columns(made, entries)
    imports.check(made, by=pmo)
    answer = web.get(f"/imports/{made.pk}/problems.csv")
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Row", "Column", "Value", "Kind", "Reason"]
    assert rows[1][:4] == ["3", "Cost estimate (£m)", "'=Secret", "Not readable"]
    filtered = web.get(f"/imports/{made.pk}/problems.csv?column=Title").getvalue().decode()
    assert len(filtered.splitlines()) == 1


def test_a_new_field_gets_its_conventions_at_once(web, home):
    upload(web, home)
    made = PortfolioImport.objects.get()
    data = form_of(made, **{"c1-target": "", "c3-target": "spent"})
    answer = web.post(
        f"/imports/{made.pk}/mapping/", data | {"action": "update"}, headers={"HX-Request": "true"}
    )
    fragment = answer.content.decode()
    assert fragment.lstrip().startswith("<form")
    assert 'name="c3-scale"' in fragment
    assert targets(made)[1] == ""
    assert made.mapping["columns"][3] == {
        "header": "Cost estimate (£m)",
        "target": "spent",
        "decimal": ".",
        "scale": 1_000_000,
        "currency": "GBP",
    }


def test_a_mapping_is_saved_by_name_and_applied_to_the_next_file(web, home):
    upload(web, home)
    first = PortfolioImport.objects.get()
    data = form_of(first, **{"c1-target": "objective"})
    web.post(f"/imports/{first.pk}/mapping/", data | {"action": "save", "name": "Monthly list"})
    saved = ImportMapping.objects.get(name="Monthly list")
    upload(web, home, LINES.replace("Rating", "Colour"))
    second = PortfolioImport.objects.latest("pk")
    answer = web.post(
        f"/imports/{second.pk}/mapping/", {"action": "load", "saved": saved.pk}, follow=True
    )
    assert targets(second)[1] == "objective"
    page = answer.content.decode()
    assert "The file lacks these columns: Rating." in page
    assert "The mapping does not know these columns: Colour." in page


def import_with_other_target(home, pmo):
    first = imports_jobs.begin(home, LINES.encode(), name="first 2026-10-31.csv", by=pmo)
    entries = [dict(entry) for entry in first.mapping["columns"]]
    entries[3]["target"] = "spent"
    imports.set_columns(first, entries)
    imports.check(first, by=pmo)
    imports.claim(first)
    imports.commit(first, by=pmo)
    return first


def test_the_mapping_last_used_for_these_columns_is_proposed_and_can_be_left(web, home, pmo):
    fresh = imports_jobs.begin(home, LINES.encode(), name="a.csv", by=pmo).mapping["columns"]
    first = import_with_other_target(home, pmo)
    answer = upload(web, home, LINES.replace("Tram", "Tramway"), name="next 2026-11-30.csv")
    second = PortfolioImport.objects.latest("pk")
    assert second.mapping["columns"] == first.mapping["columns"]
    page = web.get(answer.url).content.decode()
    assert "same names as in first 2026-10-31.csv" in page
    web.post(answer.url, {"action": "afresh"})
    second.refresh_from_db()
    assert (second.mapping["columns"], second.options["shape"]) == (fresh, "")
    assert "same names as in" not in web.get(answer.url).content.decode()


def test_a_mapping_that_names_what_no_longer_exists_leaves_the_fresh_proposal(web, home, pmo):
    fresh = imports_jobs.begin(home, LINES.encode(), name="a.csv", by=pmo).mapping["columns"]
    first = import_with_other_target(home, pmo)
    first.mapping["columns"][3]["target"] = "gone"
    first.save()
    upload(web, home)
    second = PortfolioImport.objects.latest("pk")
    assert (second.mapping["columns"], "recalled" in second.options) == (fresh, False)


@pytest.mark.parametrize("case", ["other columns", "other portfolio", "undone"])
def test_a_mapping_is_not_proposed_for(web, home, pmo, case):
    first = import_with_other_target(home, pmo)
    if case == "undone":
        web.post(f"/imports/{first.pk}/undo/")
    target = factories.portfolio("Minors") if case == "other portfolio" else home
    upload(web, target, LINES.replace("Title", "Name") if case == "other columns" else LINES)
    second = PortfolioImport.objects.latest("pk")
    assert "spent" not in [entry.get("target") for entry in second.mapping["columns"]]
    assert "recalled" not in second.options


def test_the_mapping_page_tells_that_no_currency_is_named(web, home):
    answer = upload(web, home, "Code,Name,Budget\nA-1,Tram,5\n")
    page = web.get(answer.url).content.decode()
    assert "No currency in the file: amounts are taken as GBP." in page
    answer = upload(web, home, "Code,Name,Budget (£)\nA-1,Tram,5\n")
    assert "No currency" not in web.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("header", "cell", "shown", "folded"),
    [
        ("RAG", "Red", [], ["is_high_good", "levels", "reads_fill"]),
        ("RAG", "3", ["is_high_good", "levels"], ["reads_fill"]),
        ("Baseline Finish", "2027-01-31", ["order"], ["fiscal_year_end"]),
        ("Baseline Finish", "FY 2027/28", ["order", "fiscal_year_end"], []),
    ],
)
def test_conventions_that_the_cells_do_not_need_are_folded_away(
    web, home, header, cell, shown, folded
):
    answer = upload(web, home, f"Code,Name,{header}\nA-1,One,{cell}\n")
    column = web.get(answer.url).context["columns"][2]
    assert [rule.name for rule in column["rules"]] == shown
    assert [rule.name for rule in column["rare_rules"]] == folded


def test_another_row_of_names_reads_another_table(web, home):
    upload(web, home, "Report of the office,,\nCode,Name,RAG\nA-1,One,Red\n")
    made = PortfolioImport.objects.get()
    assert (made.options["found_header_row"], targets(made)) == (2, ["code", "name", "rag_overall"])
    data = form_of(made, header_row=3, action="update")
    web.post(f"/imports/{made.pk}/mapping/", data)
    made.refresh_from_db()
    assert [entry["header"] for entry in made.mapping["columns"]] == ["A-1", "One", "Red"]
    answer = web.post(
        f"/imports/{made.pk}/mapping/", form_of(made, header_row=999, action="update")
    )
    assert answer.status_code == 422
    assert "No table was found" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"report_date": "31.31.2026"}, "Enter a valid date."),
        ({"c0-target": "password"}, "Select a valid choice."),
        ({"currency": ""}, "This field is required."),
    ],
)
def test_a_wrong_entry_is_told_and_changes_nothing(web, home, changes, words):
    upload(web, home)
    made = PortfolioImport.objects.get()
    before = json.dumps([made.mapping, made.options])
    answer = web.post(f"/imports/{made.pk}/check/", form_of(made, **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    made.refresh_from_db()
    assert json.dumps([made.mapping, made.options]) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "The file is empty."),
        ("%PDF-1.4", "This is a PDF."),
        ("<!doctype html><html><body>x</body></html>", "This is a web page, not a table."),
    ],
)
def test_an_unusable_file_is_refused_beside_the_field(web, home, content, words):
    answer = upload(web, home, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not PortfolioImport.objects.exists()


def test_the_source_comes_back_as_it_was(web, home):
    upload(web, home)
    made = PortfolioImport.objects.get()
    answer = web.get(f"/imports/{made.pk}/source/")
    assert (answer.getvalue(), answer["Content-Disposition"]) == (
        LINES.encode(),
        'attachment; filename="list 2026-10-31.csv"',
    )


def test_others_do_not_see_an_import_unless_they_see_restricted_projects(
    client, home, analyst, admin
):
    made = imports_jobs.begin(home, LINES.encode(), name="a.csv", by=analyst)
    other = factories.user("Another Analyst", "pmo_analyst")
    seen = []
    for person in (analyst, admin, other):
        client.force_login(person)
        seen.append(client.get(f"/imports/{made.pk}/mapping/").status_code)
    client.force_login(other)
    assert "a.csv" not in client.get(f"/portfolios/{home.pk}/imports/").content.decode()
    assert seen == [200, 200, 404]


def checked(home, pmo, content, name="a 2026-10-31.csv"):
    made = imports_jobs.begin(home, content.encode(), name=name, by=pmo)
    imports.check(made, by=pmo)
    return made


def test_the_preview_marks_rows_with_problems_and_leads_to_them(web, home, pmo):
    lines = ("Code,Name,Project Manager,% complete", "A-1,One,Nobody,150", "A-2,Two,,20")
    made = checked(home, pmo, "\n".join(lines))
    page = web.get(f"/imports/{made.pk}/preview/").content.decode()
    link = "?show=problems&amp;severity=all&amp;rows=2"
    assert page.count("&amp;rows=") == 1
    assert f'<a href="{link}">2 problems</a>' in page
    assert "The file names no state: new projects are taken as active." in page
    assert "an import sends no mail" in page
    problems = web.get(f"/imports/{made.pk}/preview/{link}".replace("&amp;", "&"))
    assert [row.value for row, _why in problems.context["problems"]] == ["150", "Nobody"]
    lost = web.get(f"/imports/{made.pk}/preview/?show=problems").context["problems"]
    assert [row.value for row, _why in lost] == ["150"]


def test_the_list_counts_values_not_read_and_shows_what_was_undone(web, home, pmo):
    made = checked(home, pmo, "Code,Name,Budget (£)\nA-1,One,-5\nA-2,Two,lots\n")
    page = web.get(f"/portfolios/{home.pk}/imports/").content.decode()
    assert '<td class="num" data-label="Values not read">2</td>' in page
    assert '<td class="num" data-label="New">2</td>' in page
    imports.claim(made)
    imports.commit(made, by=pmo)
    web.post(f"/imports/{made.pk}/undo/")
    page = web.get(f"/portfolios/{home.pk}/imports/").content.decode()
    assert '<td class="num" data-label="New"><del>2</del></td>' in page


def test_an_upload_that_nobody_imported_is_discarded_and_one_that_was_is_kept(
    web, home, pmo, django_capture_on_commit_callbacks
):
    made = checked(home, pmo, LINES)
    done = checked(home, pmo, LINES)
    imports.claim(done)
    imports.commit(done, by=pmo)
    page = web.get(f"/portfolios/{home.pk}/imports/").content.decode()
    assert f"/imports/{made.pk}/discard/" in page
    assert f"/imports/{done.pk}/discard/" not in page
    source = made.source
    with django_capture_on_commit_callbacks(execute=True):
        answer = web.post(f"/imports/{made.pk}/discard/", follow=True)
    assert "a 2026-10-31.csv was discarded." in answer.content.decode()
    web.post(f"/imports/{done.pk}/discard/")
    assert list(PortfolioImport.objects.values_list("pk", flat=True)) == [done.pk]
    assert not source.file.storage.exists(source.file.name)
    told = Event.objects.get(name="portfolio.import_discarded")
    assert (told.actor_id, told.object_id, told.data) == (
        pmo.pk,
        home.pk,
        {"file": "a 2026-10-31.csv"},
    )


@pytest.mark.parametrize("show", ["", "?show=problems"])
def test_the_preview_asks_as_many_questions_for_1_as_for_3_records(
    web, home, pmo, show, django_assert_max_num_queries
):
    asked = []
    web.get("/")  # what a session asks once
    for number in (1, 3):
        lines = [f"Q{number}-{n},Name {n},Max Manager,TBC" for n in range(number)]
        content = "\n".join(["Code,Name,Project Manager,Spent (£)", *lines])
        made = imports_jobs.begin(home, content.encode(), name="a.csv", by=pmo)
        imports.check(made, by=pmo)
        with django_assert_max_num_queries(14) as captured:
            web.get(f"/imports/{made.pk}/preview/{show}")
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_problems_are_told_in_the_readers_language_and_found_by_any_digits(web, pmo, home):
    pmo.language = "de"
    pmo.save()
    upload(web, home, "Code,Name,Budget\nA-1,One,Exempt under Section 43\nA-2,Two,5\n")
    made = PortfolioImport.objects.get()
    imports.check(made, by=pmo)
    header, *lines = web.get(f"/imports/{made.pk}/problems.csv").getvalue().decode().splitlines()
    assert header == "\ufeffZeile;Spalte;Wert;Art;Grund"
    assert [line.split(";")[:4] for line in lines] == [
        ["2", "Budget", "Exempt under Section 43", "Nicht angegeben"]
    ]
    page = web.get(f"/imports/{made.pk}/preview/", {"show": "problems", "q": "\u00b2"})
    assert page.status_code == 200
