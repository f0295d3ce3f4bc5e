"""The pages of reporting: forms, runs, rights, receipts."""

import re
from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from core.models import Event, Job
from portfolio.enums import Access, Rag
from stakeholders.enums import Cadence
from stakeholders.models import Delivery, ReportDefinition, ReportEdition, ReportRun
from stakeholders.selectors import schedules, tiles
from stakeholders.services import runs
from tests import factories
from tests.stakeholders import builders


@pytest.fixture
def portfolio(db):
    made = factories.portfolio()
    builders.reported_project(made, "P-RED", Rag.RED)
    return made


@pytest.fixture
def entries(portfolio, executive):
    """A valid form."""
    return {
        "name": "Monthly report",
        "scope": "portfolio",
        "portfolio": portfolio.pk,
        "sections": ["table", "summary"],
        "language": "de",
        "page_size": "A4",
        "classification": "internal",
        "recipients": [executive.pk],
        "cadence": "working_day",
        "day": 7,
        "at_time": "07:00",
        "time_zone": "Europe/Berlin",
        "country": "DE",
        "region": "by",
    }


def test_a_report_is_defined_in_the_browser(sign_in, pmo, executive, portfolio, entries):
    answer = sign_in(pmo).post(reverse("report_definition_create"), entries)
    made = ReportDefinition.objects.get()
    assert answer.url == reverse("report_definition", args=[made.pk])
    assert (made.portfolio, made.cadence, made.day, made.at_time, made.holidays) == (
        portfolio,
        Cadence.WORKING_DAY,
        7,
        time(7),
        "DE-BY",
    )
    assert made.sections == ["summary", "table"]
    assert list(made.recipients.all()) == [executive]
    assert made.next_run_at == schedules.upcoming(made, 1)[0]
    assert Event.objects.get(name="stakeholders.definition_created").actor_id == pmo.pk


def test_the_next_dates_are_shown_and_nothing_is_saved(sign_in, pmo, entries):
    entries |= {"cadence": "once", "once_at": "2031-03-04T09:30", "show_dues": "1"}
    answer = sign_in(pmo).post(reverse("report_definition_create"), entries)
    assert "4 Mar 2031, 09:30" in answer.content.decode()
    assert not ReportDefinition.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"portfolio": ""}, "portfolio", "Choose what the report covers."),
        ({"scope": "saved_view"}, "saved_view", "Choose what the report covers."),
        ({"day": "24"}, "day", "Give a day from 1 to 23."),
        ({"day": "8", "cadence": "weekday"}, "day", "Give a day from 1 to 7."),
        ({"at_time": ""}, "at_time", "Say at what time the report is due."),
        ({"cadence": "once"}, "once_at", "Say when the report is due."),
        ({"region": "XX"}, "region", "Regions known here: Augsburg, BB"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(sign_in, pmo, entries, wrong, field, message):
    answer = sign_in(pmo).post(reverse("report_definition_create"), entries | wrong)
    errors = answer.context["form"].errors
    assert answer.status_code == 422
    assert list(errors) == [field]
    assert errors[field][0].startswith(message)
    assert not ReportDefinition.objects.exists()


def test_a_name_is_taken_once(sign_in, pmo, portfolio, entries):
    builders.definition(portfolio, by=pmo)
    answer = sign_in(pmo).post(reverse("report_definition_create"), entries)
    assert list(answer.context["form"].errors) == ["name"]


def test_a_single_date_is_on_the_clock_of_the_chosen_time_zone(sign_in, pmo, entries):
    pmo.time_zone = "UTC"
    pmo.save()
    entries |= {"cadence": "once", "once_at": "2031-03-04T09:30", "time_zone": "Asia/Tokyo"}
    client = sign_in(pmo)
    client.post(reverse("report_definition_create"), entries)
    made = ReportDefinition.objects.get()
    assert made.once_at == datetime(2031, 3, 4, 0, 30, tzinfo=UTC)
    page = client.get(reverse("report_definition_edit", args=[made.pk])).content.decode()
    assert 'value="2031-03-04T09:30"' in page


def test_the_form_marks_what_must_be_chosen_and_who_is_external(sign_in, pmo, executive, stranger):
    page = sign_in(pmo).get(reverse("report_definition_create")).content.decode()
    required = re.findall(r'<label for="id_(\w+)">[^<]*<span class="required">', page)
    assert required == [
        "name",
        "portfolio",
        "programme",
        "saved_view",
        "day",
        "at_time",
        "once_at",
    ]
    boxes = re.findall(
        r'<input type="checkbox" name="recipients" value="(\d+)"([^>]*)>([^<]*)', page
    )
    assert {int(pk): ("data-external" in attrs, text.strip()) for pk, attrs, text in boxes} == {
        pmo.pk: (False, "Petra Lead"),
        executive.pk: (False, str(executive)),
        stranger.pk: (True, "Xaver Extern (external)"),
    }
    assert page.count("attached to their mail") == 2


def test_a_changed_report_is_due_by_its_new_rule(sign_in, pmo, portfolio, entries):
    made = builders.definition(portfolio, by=pmo)
    sign_in(pmo).post(reverse("report_definition_edit", args=[made.pk]), entries)
    made.refresh_from_db()
    assert made.cadence == Cadence.WORKING_DAY
    assert made.next_run_at == schedules.upcoming(made, 1)[0]
    page = sign_in(pmo).get(reverse("report_definition", args=[made.pk])).content.decode()
    assert "On working day 7 of each month at 07:00 (Europe/Berlin). Holidays: DE-BY." in page


def test_pause_and_resume(sign_in, pmo, portfolio):
    made = builders.definition(portfolio, by=pmo)
    sign_in(pmo).post(reverse("report_definition_pause", args=[made.pk]))
    made.refresh_from_db()
    assert (made.is_paused, made.next_run_at) == (True, None)
    sign_in(pmo).post(reverse("report_definition_resume", args=[made.pk]))
    made.refresh_from_db()
    assert (made.is_paused, made.next_run_at) == (False, schedules.upcoming(made, 1)[0])


def test_a_report_with_an_archive_cannot_be_deleted(sign_in, pmo, portfolio):
    kept, new = (
        builders.definition(portfolio, by=pmo),
        builders.definition(portfolio, by=pmo, name="Never made"),
    )
    ReportRun.objects.create(definition=kept, due_at=kept.next_run_at, state="done")
    client = sign_in(pmo)
    for each in (kept, new):
        client.post(reverse("report_definition_delete", args=[each.pk]))
    assert list(ReportDefinition.objects.all()) == [kept]
    page = client.get(reverse("report_definition", args=[kept.pk])).content.decode()
    assert "Its reports are in the archive. Pause it instead." in page


def test_a_waiting_run_asks_for_itself_and_a_finished_one_does_not(sign_in, pmo, portfolio):
    made = builders.definition(portfolio, by=pmo)
    run = runs.run_now(made, by=pmo)  # the test's transaction keeps the job in the queue
    Job.objects.update(state="running", progress_done=3, progress_total=12)
    address = reverse("report_run", args=[run.pk])
    page = sign_in(pmo).get(address).content.decode()
    assert f'hx-get="{address}"' in page
    assert "3 of 12 parts" in page
    ReportRun.objects.update(state="done")
    assert "hx-get" not in sign_in(pmo).get(address).content.decode().split('id="run"')[1]


def test_what_a_run_is_compared_with_is_not_known_before_its_figures_are_frozen(
    sign_in, pmo, portfolio
):
    run = runs.run_now(builders.definition(portfolio, by=pmo), by=pmo)
    client, address = sign_in(pmo), reverse("report_run", args=[run.pk])
    waiting = client.get(address).content.decode()
    assert "first report of its series" not in waiting
    assert waiting.count("<dd>not known yet</dd>") == 2
    archive = client.get(reverse("report_archive")).content.decode()
    assert "first report of its series" not in archive
    assert archive.count('title="not known yet"') == 2
    ReportRun.objects.update(state="done", as_of=date(2026, 11, 10))
    for one in (address, reverse("report_archive")):
        assert "nothing: first report of its series" in client.get(one).content.decode()


def test_a_failure_leaves_the_home_page_when_the_report_was_made_later(pmo, portfolio):
    made = builders.definition(portfolio, by=pmo)
    other = builders.definition(portfolio, by=pmo, name="Other")
    now = made.next_run_at
    done = ReportRun.objects.create(definition=made, due_at=now, kind="manual", state="done")
    failed = ReportRun.objects.create(definition=made, due_at=now, state="failed")
    ReportRun.objects.create(definition=made, due_at=now, kind="preview", state="done")
    ReportRun.objects.create(definition=other, due_at=now, kind="manual", state="done")
    assert tiles.office_tile(pmo).context["failed"] == [failed]
    ReportRun.objects.create(definition=made, due_at=now, kind="manual", state="done")
    assert done.pk < failed.pk
    assert tiles.office_tile(pmo).context["failed"] == []


@pytest.mark.django_db(transaction=True)
def test_the_recipient_reads_the_report_and_that_is_the_receipt(
    sign_in, pmo, executive, member, portfolio
):
    run = builders.finished_run(
        builders.definition(portfolio, by=pmo, recipients=[executive]), by=pmo
    )
    edition = ReportEdition.objects.get()
    address = reverse("report_edition", args=[edition.pk])
    client = sign_in(executive)
    listed = client.get(reverse("my_reports")).content.decode()
    assert address in listed
    assert "Reports for me" in client.get(reverse("home")).content.decode()
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-1.7")
    opened = Delivery.objects.get().opened_at
    client.get(address).close()
    assert Delivery.objects.get().opened_at == opened is not None
    assert Event.objects.filter(name="stakeholders.report_opened").count() == 1
    page = client.get(reverse("report_run", args=[run.pk])).content.decode()
    assert "Deliveries" not in page
    assert address in page
    assert sign_in(member).get(address).status_code == 404
    assert sign_in(member).get(reverse("report_run", args=[run.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_archive_tells_an_analyst_nothing_of_restricted_projects(
    sign_in, pmo, analyst, portfolio
):
    builders.reported_project(portfolio, "P-SEC", Rag.RED, access=Access.RESTRICTED)
    run = builders.finished_run(builders.definition(portfolio, by=pmo), by=pmo)
    edition = ReportEdition.objects.get()
    seen = sign_in(pmo).get(reverse("report_archive")).content.decode()
    hidden = sign_in(analyst).get(reverse("report_archive")).content.decode()
    assert edition.sha256 in seen
    assert edition.sha256 not in hidden
    page = sign_in(analyst).get(reverse("report_run", args=[run.pk])).content.decode()
    assert "1 more edition holds restricted projects that you may not see." in page
    again = reverse("report_edition_render_again", args=[edition.pk])
    assert sign_in(analyst).post(again).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_run_names_its_editions_where_it_has_several(sign_in, pmo, executive, portfolio):
    definition = builders.definition(portfolio, by=pmo, recipients=[executive])
    alone = builders.finished_run(definition, by=pmo)
    builders.reported_project(portfolio, "P-SEC", Rag.RED, access=Access.RESTRICTED)
    several = builders.finished_run(definition, by=pmo)
    client = sign_in(pmo)
    pages = [
        client.get(reverse("report_run", args=[run.pk])).content.decode()
        for run in (alone, several)
    ]
    assert [re.findall(r"Edition [A-Z]", page) for page in pages] == [
        [],
        ["Edition A", "Edition B"],
    ]


@pytest.mark.django_db(transaction=True)
def test_a_saved_view_is_read_with_the_rights_of_each_reader(pmo, executive, stranger, portfolio):
    from accounts.grants import grant
    from core.models import SavedView

    other = factories.portfolio("Other")
    foreign = builders.reported_project(other, "P-OTH", Rag.RED)
    builders.reported_project(portfolio, "P-GRN", Rag.GREEN)
    grant("view_project", foreign, stranger)  # may see this one, but not the view's portfolio
    view = SavedView.objects.create(
        owner=pmo,
        list_key="portfolio.projects",
        name="Red here",
        query=f"rag=red&portfolio={portfolio.pk}",
    )
    definition = builders.definition(
        None, by=pmo, scope="saved_view", saved_view=view, recipients=[executive, stranger]
    )
    builders.finished_run(definition, by=pmo)
    edition = ReportEdition.objects.get()
    assert edition.project_count == 1
    assert '"code":"P-RED"' in edition.snapshot
    assert Delivery.objects.get(recipient=stranger).state == "skipped"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("report_definitions", 13), ("report_archive", 14), ("my_reports", 12)]
)
def test_query_counts_do_not_grow(
    sign_in, pmo, portfolio, django_assert_num_queries, count, name, queries
):
    for number in range(count):
        made = builders.definition(portfolio, by=pmo, name=f"Report {number}", recipients=[pmo])
        run = ReportRun.objects.create(
            definition=made, due_at=made.next_run_at, state="done", as_of=date(2026, 11, 10)
        )
        edition = ReportEdition.objects.create(
            run=run, access_key="k", snapshot="{}", sha256="a" * 64, pages=3
        )
        Delivery.objects.create(
            run=run,
            edition=edition,
            recipient=pmo,
            email=pmo.email,
            state="sent",
            sent_at=made.next_run_at,
            message_id=f"<{number}@test>",
        )
    client = sign_in(pmo)
    with django_assert_num_queries(queries):
        assert client.get(reverse(name)).status_code == 200
