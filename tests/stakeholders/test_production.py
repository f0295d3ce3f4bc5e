"""From the queue to the mail: editions by rights, deliveries, failure, running again."""

import smtplib
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from core import chain, files, jobs
from core.models import Event, Job, Notification, StoredFile
from portfolio.enums import Access, Rag
from portfolio.models import Membership
from portfolio.services import figures as figures_service
from portfolio.services import portfolios
from stakeholders.enums import DeliveryState, RunKind, RunState
from stakeholders.models import Delivery, ReportEdition, ReportRun
from stakeholders.report import data, document
from stakeholders.services import definitions, deliveries, dispatch, production, runs
from tests import factories
from tests.stakeholders import builders

pytestmark = pytest.mark.django_db(transaction=True)
DUE = datetime(2026, 11, 10, 6, tzinfo=UTC)


@pytest.fixture
def portfolio(db):
    made = factories.portfolio()
    builders.reported_project(made, "P-RED", Rag.RED)
    builders.reported_project(made, "P-AMB", Rag.AMBER, name="Amber & <b>bold</b>")
    builders.reported_project(made, "P-GRN", Rag.GREEN)
    return made


@pytest.fixture
def secret(portfolio):
    return builders.reported_project(portfolio, "P-SEC", Rag.RED, access=Access.RESTRICTED)


def text_of(edition):
    reader = pypdf.PdfReader(BytesIO(files.read(edition.pdf)))
    return "\n".join(page.extract_text() for page in reader.pages)


def scheduled(definition):
    """The run that the dispatcher starts for a definition, worked off at once."""
    assert dispatch.dispatch_due(DUE) == 1
    return ReportRun.objects.get(definition=definition)


def test_a_due_report_is_made_kept_and_mailed(portfolio, pmo, executive):
    run = scheduled(builders.definition(portfolio, by=pmo, recipients=[executive]))
    edition = ReportEdition.objects.get()
    delivery = Delivery.objects.get()
    assert (run.state, run.as_of, run.compared_with) == (RunState.DONE, date(2026, 11, 10), None)
    assert (edition.project_count, edition.has_restricted, edition.made_for) == (3, False, pmo)
    assert edition.sha256 == data.digest(edition.snapshot)
    assert edition.pdf.name == "PMO-PORTAL-DIGITAL-CITY-PR-001_monthly-report_v1.0_2026-11-10.pdf"
    assert edition.pages == len(pypdf.PdfReader(BytesIO(files.read(edition.pdf))).pages)
    assert (delivery.recipient, delivery.state, delivery.way) == (executive, "sent", "attachment")
    [message] = mail.outbox
    assert message.to == [executive.email]
    assert message.extra_headers["Message-ID"] == delivery.message_id
    assert message.attachments[0][0] == edition.pdf.name
    assert message.attachments[0][1] == files.read(edition.pdf)
    text = text_of(edition)
    for expected in (
        "1 of 3 projects are red",
        "P-RED",
        "Amber & <b>bold</b>",
        "Narrative of P-RED.",
        "Internal",
    ):
        assert expected in text
    assert f"Page {edition.pages} of {edition.pages}" in text
    assert Notification.objects.filter(recipient=executive).count() == 1


def test_a_restricted_project_is_only_in_the_edition_of_those_who_may_see_it(
    portfolio, secret, pmo, executive, member
):
    Membership.objects.create(project=secret, user=member)
    definition = builders.definition(portfolio, by=pmo, recipients=[executive, member])
    scheduled(definition)
    full = ReportEdition.objects.get(has_restricted=True)
    narrow = ReportEdition.objects.get(has_restricted=False)
    assert (full.project_count, narrow.project_count) == (4, 3)
    assert full.deliveries.get().recipient == member
    assert narrow.deliveries.get().recipient == executive
    assert "P-SEC" in text_of(full)
    assert "P-SEC" not in text_of(narrow)
    assert "P-SEC" not in narrow.snapshot
    assert "1 of 3" in text_of(narrow)
    assert "2 of 4" in text_of(full)
    headers = [data.from_json(edition.snapshot).header for edition in (full, narrow)]
    assert [(one.edition, one.is_extract) for one in headers] == [("A", False), ("B", True)]
    assert [one.letter for one in (full, narrow)] == ["A", "B"]
    assert [one.pdf.name for one in (full, narrow)] == [
        f"PMO-PORTAL-DIGITAL-CITY-PR-001_monthly-report-edition-{letter}_v1.0_2026-11-10.pdf"
        for letter in "ab"
    ]
    assert list(ReportEdition.objects.visible_to(executive)) == [narrow]
    assert list(ReportEdition.objects.visible_to(member)) == [full]
    assert set(ReportEdition.objects.visible_to(pmo)) == {full, narrow}


def test_an_edition_kept_for_a_manager_is_closed_when_they_manage_no_reports_any_more(
    portfolio, analyst
):
    hidden = builders.reported_project(portfolio, "P-SEC", Rag.RED, access=Access.RESTRICTED)
    Membership.objects.create(project=hidden, user=analyst)
    builders.finished_run(builders.definition(portfolio, by=analyst), by=analyst)
    kept = ReportEdition.objects.get()
    assert (kept.made_for, kept.has_restricted) == (analyst, True)
    assert list(ReportEdition.objects.visible_to(analyst)) == [kept]
    analyst.role_assignments.update(role="executive")
    assert list(ReportEdition.objects.visible_to(User.objects.get(pk=analyst.pk))) == []


def test_the_only_edition_of_a_run_is_an_extract_when_its_keeper_sees_less(
    portfolio, secret, pmo, analyst
):
    run = runs.preview(builders.definition(portfolio, by=pmo), by=analyst)
    header = data.from_json(run.editions.get().snapshot).header
    assert (header.edition, header.is_extract) == ("", True)


def test_an_analyst_sees_no_edition_with_restricted_projects(portfolio, secret, pmo, analyst):
    builders.finished_run(builders.definition(portfolio, by=pmo), by=pmo)
    assert ReportEdition.objects.get().has_restricted
    assert list(ReportEdition.objects.visible_to(analyst)) == []


def test_who_may_see_nothing_of_it_gets_nothing_and_the_reason_is_kept(
    portfolio, pmo, stranger, member
):
    member.is_active = False
    member.save()
    scheduled(builders.definition(portfolio, by=pmo, recipients=[stranger, member]))
    assert set(Delivery.objects.values_list("recipient", "state", "edition", "error")) == {
        (stranger.pk, "skipped", None, "May see no project of this report."),
        (member.pk, "skipped", None, "The account is not active."),
    }
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("classification", "way"),
    [
        ("public", "attachment"),
        ("internal", "attachment"),
        ("confidential", "link"),
        ("strict", "link"),
    ],
)
def test_classification_decides_between_attachment_and_link(
    portfolio, pmo, executive, classification, way
):
    definition = builders.definition(
        portfolio, by=pmo, recipients=[executive], classification=classification
    )
    builders.finished_run(definition, by=pmo)
    assert Delivery.objects.get().way == way
    assert len(mail.outbox[0].attachments) == (way == "attachment")
    assert f"/reports/editions/{ReportEdition.objects.get().pk}/" in mail.outbox[0].body


def test_a_large_pdf_is_linked(portfolio, pmo, executive, monkeypatch):
    monkeypatch.setattr(deliveries, "LARGEST_ATTACHMENT", 1000)
    definition = builders.definition(portfolio, by=pmo, recipients=[executive])
    builders.finished_run(definition, by=pmo)
    assert (Delivery.objects.get().way, mail.outbox[0].attachments) == ("link", [])


def test_a_preview_is_for_the_person_alone(portfolio, pmo, executive, analyst):
    definition = builders.definition(portfolio, by=pmo, recipients=[executive])
    run = runs.preview(definition, by=analyst)
    run.refresh_from_db()
    edition = run.editions.get()
    assert (run.state, run.kind, edition.made_for) == (RunState.DONE, RunKind.PREVIEW, analyst)
    assert Delivery.objects.count() == 0
    assert mail.outbox == []
    assert "PREVIEW, not for distribution" in text_of(edition)


def test_a_run_is_called_by_its_report_and_its_own_clock(portfolio, pmo):
    run = scheduled(builders.definition(portfolio, by=pmo))
    assert str(run) == "Monthly report, 2026-11-10 07:00"
    assert Event.objects.get(name="stakeholders.report_due").object_label == str(run)


def test_the_second_report_is_compared_with_the_first(portfolio, pmo):
    definition = builders.definition(portfolio, by=pmo)
    first = scheduled(definition)
    green = portfolio.projects.get(code="P-GRN")
    figures_service.report(green, date(2026, 12, 1), {"rag_overall": Rag.RED}, by=pmo)
    assert dispatch.dispatch_due(DUE + timedelta(days=30)) == 1
    second = ReportRun.objects.exclude(pk=first.pk).get()
    assert (second.as_of, second.compared_with) == (date(2026, 12, 10), date(2026, 11, 10))
    assert "Newly red: P-GRN" in " ".join(text_of(second.editions.get()).split())


def test_a_snapshot_is_never_changed(portfolio, pmo):
    builders.finished_run(builders.definition(portfolio, by=pmo), by=pmo)
    edition = ReportEdition.objects.get()
    edition.snapshot = "{}"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        edition.save()
    edition.refresh_from_db()
    assert data.digest(edition.snapshot) == edition.sha256


def test_rendering_again_gives_the_same_bytes_whatever_has_changed_since(portfolio, pmo):
    builders.finished_run(builders.definition(portfolio, by=pmo), by=pmo)
    edition = ReportEdition.objects.get()
    before = files.read(edition.pdf)
    portfolio.projects.update(name="Renamed")
    job = runs.render_again(edition, by=pmo)
    job.refresh_from_db()
    edition.refresh_from_db()
    assert job.result == {"run": edition.run_id, "is_same": True}
    assert files.read(edition.pdf) == before
    assert StoredFile.objects.get() == edition.pdf


def test_a_newer_layout_takes_the_place_of_the_first_pdf_and_leaves_it_on_record(
    portfolio, pmo, monkeypatch
):
    builders.finished_run(builders.definition(portfolio, by=pmo), by=pmo)
    first = ReportEdition.objects.get().pdf
    monkeypatch.setattr(document, "STYLES", ("report_portfolio.css",))
    job = runs.render_again(ReportEdition.objects.get(), by=pmo)
    job.refresh_from_db()
    edition = ReportEdition.objects.get()
    assert job.result == {"run": edition.run_id, "is_same": False}
    assert (edition.pdf == first, files.read(first)[:5]) == (False, b"%PDF-")
    told = Event.objects.filter(name__startswith="stakeholders.rendered").get()
    assert told.name == "stakeholders.rendered_differently"


# --- failure --------------------------------------------------------------------------


@pytest.fixture
def broken_pdf(monkeypatch):
    """PDF rendering fails until the returned list is emptied."""
    reasons = ["Pango is gone"]
    real = production.render

    def render(snapshot, *, progress=None):
        if reasons:
            raise RuntimeError(reasons[0])
        return real(snapshot, progress=progress)

    monkeypatch.setattr(production, "render", render)
    return reasons


def work_off(job):
    """Let the job be due now and run it."""
    Job.objects.filter(pk=job.pk).update(run_after=None)
    jobs.run(job.pk)
    job.refresh_from_db()


def test_three_failures_tell_the_pmo_and_running_again_finishes_the_same_run(
    portfolio, pmo, analyst, executive, broken_pdf
):
    run = scheduled(builders.definition(portfolio, by=pmo, recipients=[executive]))
    job = run.job
    assert (job.state, job.attempts, run.state) == ("queued", 1, RunState.RUNNING)
    work_off(job)
    work_off(job)
    run.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 3)
    assert (run.state, run.error) == (RunState.FAILED, "RuntimeError: Pango is gone")
    chain.follow_pending()
    told = Notification.objects.filter(event__name="stakeholders.report_failed")
    assert {row.recipient for row in told} == {pmo, analyst}
    assert sorted(to for message in mail.outbox for to in message.to) == sorted(
        [pmo.email, analyst.email]
    )
    snapshot = ReportEdition.objects.get()
    mail.outbox.clear()
    broken_pdf.clear()
    runs.run_again(run, by=pmo)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.DONE, "")
    assert ReportEdition.objects.get().sha256 == snapshot.sha256
    assert [message.to for message in mail.outbox] == [[executive.email]]


def test_only_a_failed_run_can_be_run_again(portfolio, pmo):
    run = builders.finished_run(builders.definition(portfolio, by=pmo), by=pmo)
    with pytest.raises(Exception, match="Only a failed run"):
        runs.run_again(run, by=pmo)


class FlakyBackend(EmailBackend):
    """Refuses addresses, or dies in mid-mail after the message is out."""

    refused: set[str] = set()
    dies_after: str = ""

    def send_messages(self, messages):
        if messages[0].to[0] in self.refused:
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no")})
        sent = super().send_messages(messages)
        if messages[0].to[0] == self.dies_after:
            raise KeyboardInterrupt
        return sent


@pytest.fixture
def flaky(settings):
    settings.EMAIL_BACKEND = f"{__name__}.FlakyBackend"
    FlakyBackend.refused, FlakyBackend.dies_after = set(), ""
    return FlakyBackend


def test_a_crash_in_mid_mail_repeats_that_mail_alone_under_the_same_id(
    portfolio, pmo, executive, member, sponsor, flaky
):
    people = [executive, member, sponsor]
    definition = builders.definition(portfolio, by=pmo, recipients=people)
    flaky.dies_after = member.email
    with pytest.raises(KeyboardInterrupt):
        scheduled(definition)
    run = ReportRun.objects.get()
    assert sorted(run.deliveries.values_list("state", flat=True)) == ["sending", "sent", "waiting"]
    flaky.dies_after = ""
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    edition = run.editions.get()
    jobs.run(run.job_id)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert run.editions.get() == edition
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    by_person = {p: run.deliveries.get(recipient=p).message_id for p in people}
    assert sorted(ids) == sorted([*by_person.values(), by_person[member]])
    assert set(run.deliveries.values_list("state", flat=True)) == {DeliveryState.SENT}


def test_a_refused_mail_is_tried_again_alone(portfolio, pmo, executive, member, flaky):
    flaky.refused = {member.email}
    run = scheduled(builders.definition(portfolio, by=pmo, recipients=[executive, member]))
    assert (run.job.state, run.state) == ("queued", RunState.RUNNING)
    assert member.email in run.job.error
    flaky.refused = set()
    work_off(run.job)
    assert [message.to[0] for message in mail.outbox] == [executive.email, member.email]
    assert ReportRun.objects.get().state == RunState.DONE


def test_a_later_try_mails_nothing_to_a_closed_account(portfolio, pmo, member, flaky):
    flaky.refused = {member.email}
    run = builders.finished_run(builders.definition(portfolio, by=pmo, recipients=[member]), by=pmo)
    member.is_active = False
    member.save()
    flaky.refused = set()
    work_off(run.job)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == ("skipped", "The account is not active.")
    assert (mail.outbox, ReportRun.objects.get().state) == ([], RunState.DONE)


def test_a_report_that_reached_somebody_is_kept_even_when_its_run_failed(
    portfolio, pmo, executive, member, flaky
):
    flaky.refused = {member.email}
    report = builders.definition(portfolio, by=pmo, recipients=[executive, member])
    builders.finished_run(report, by=pmo)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent", "failed"}
    with pytest.raises(ValidationError):
        definitions.delete(report, by=pmo)


def test_a_claimed_mail_is_sent_by_nobody_else(portfolio, pmo, executive):
    definition = builders.definition(portfolio, by=pmo, recipients=[executive])
    run = ReportRun.objects.create(definition=definition, due_at=DUE, requested_by=pmo)
    production.freeze(run)
    first, second = Delivery.objects.get(), Delivery.objects.get()
    assert deliveries._claim(first) is True
    assert deliveries._claim(second) is False


def test_a_failed_preview_is_told_to_who_asked_for_it_alone(portfolio, pmo, analyst, broken_pdf):
    run = runs.preview(builders.definition(portfolio, by=pmo), by=analyst)
    job = Job.objects.get()
    work_off(job)
    work_off(job)
    chain.follow_pending()
    told = Notification.objects.filter(event__name="stakeholders.report_failed")
    assert [(row.recipient, row.url) for row in told] == [(analyst, run.get_absolute_url())]


def test_a_run_whose_work_was_cancelled_can_be_run_again(portfolio, pmo, monkeypatch):
    definition = builders.definition(portfolio, by=pmo)
    with monkeypatch.context() as patch:
        patch.setattr("core.jobs._send", lambda _job_id: None)
        run = runs.run_now(definition, by=pmo)
    assert jobs.cancel(Job.objects.get())
    run = ReportRun.objects.get()
    runs.run_again(run, by=pmo)
    assert ReportRun.objects.get().state == RunState.DONE


def test_old_previews_are_dropped_with_their_files(portfolio, pmo):
    definition = builders.definition(portfolio, by=pmo)
    kept = builders.finished_run(definition, by=pmo)
    preview = runs.preview(definition, by=pmo)
    path = Path(preview.editions.get().pdf.file.path)
    week_later = timezone.now() + timedelta(days=8)
    assert runs.drop_old_previews(timezone.now()) == 0
    assert path.exists()
    assert runs.drop_old_previews(week_later) == 1
    assert list(ReportRun.objects.all()) == [kept]
    assert not path.exists()


def test_what_an_archived_report_covers_cannot_be_deleted(pmo):
    empty = factories.portfolio("Empty")
    builders.definition(empty, by=pmo)
    with pytest.raises(ValidationError, match="has reports and is kept"):
        portfolios.delete(empty, by=pmo)


def test_a_report_deleted_before_it_was_made_leaves_no_failing_job(portfolio, pmo, monkeypatch):
    definition = builders.definition(portfolio, by=pmo)
    with monkeypatch.context() as patch:
        patch.setattr("core.jobs._send", lambda _job_id: None)
        runs.run_now(definition, by=pmo)
    definition.delete()
    job = Job.objects.get()
    work_off(job)
    assert job.state == "done"
    runs.mark_failed(job)
    assert not Notification.objects.exists()
