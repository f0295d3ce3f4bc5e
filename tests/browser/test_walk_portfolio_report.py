"""The whole main job in the browser: import, dashboard, scheduled report, two kinds of readers."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format

from core.tasks import tick
from portfolio.models import Project
from stakeholders.enums import RunState
from stakeholders.models import ReportRun
from tests import factories
from tests.browser import government_majors, walking
from tests.browser.conftest import PHONE
from tests.browser.walking import Walker, digest, plain, read_pdf, sign_in, squeezed

REAL_FILE = Path(__file__).resolve().parents[3] / "shared/data/portfolios/uk_gmpp_march_2022.csv"
PORTFOLIO, REPORT = "Government majors", "Monthly portfolio report"


@dataclass
class Cast:
    """Who walks, each in a tab of their own."""

    pmo: Walker
    executive: Walker
    external: Walker

    def __iter__(self):
        return iter((self.pmo, self.executive, self.external))


@pytest.fixture
def cast(open_page, check_axe, screenshot):
    people = (
        ("Petra Lead", "pmo_lead"),
        ("Eva Executive", "executive"),
        ("Xaver Extern", "external"),
    )
    made = [factories.user(*each) for each in people]
    return Cast(*[Walker(open_page(), check_axe, screenshot, person) for person in made])


@pytest.fixture
def report_on():
    """A report day that is recent whenever the test runs; older reports would be shown as stale."""
    return timezone.localdate() - timedelta(days=5)


@pytest.fixture
def look_at(open_page, check_axe, screenshot, sign_in_as):
    """Look at a page in dark and on a phone, where it must not scroll sideways."""

    def _look_at(person, path, what):
        for way, options in {
            "dark": {"color_scheme": "dark"},
            "phone": {"viewport": PHONE},
            "dark-phone": {"color_scheme": "dark", "viewport": PHONE},
        }.items():
            walker = Walker(open_page(**options), check_axe, screenshot, person)
            sign_in_as(walker.page, person)
            walker.visit(path, f"{what}-{way}")
            width = walker.page.evaluate("document.documentElement.scrollWidth")
            assert width <= walker.page.viewport_size["width"]

    return _look_at


def fire_the_scheduler(due, monkeypatch):
    """The tick before the due time does nothing; the one after it makes the report, once."""
    tick()
    assert ReportRun.objects.count() == 0
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "now", lambda: due + timedelta(seconds=1))
        tick()
        tick()
    run = ReportRun.objects.get()
    assert (run.state, run.due_at, run.is_late) == (RunState.DONE, due, False)
    return run


def check_archive(pmo, run):
    """The archive shows period, state, pages and hash; the run shows both deliveries."""
    edition = run.editions.order_by("-project_count").first()
    pmo.visit("/reports/archive/", "archive")
    assert pmo.rows() == [
        [
            REPORT,
            plain(date_format(timezone.localtime(run.due_at), "DATETIME_FORMAT")),
            plain(date_format(run.as_of, "DATE_FORMAT")),
            "n/a\n(nothing: first report of its series)",
            "Done",
            "Scheduled",
            "No",
            str(edition.pages),
            edition.sha256[:12],
        ]
    ]
    pmo.follow(REPORT)
    pmo.look("run")
    delivered = [(row[1], row[2], row[4]) for row in pmo.rows("Deliveries")]
    assert delivered == [("Sent", "Attachment", "not yet")] * 2


def read_report(reader, run):
    """The reader signs in, finds the report and downloads what was mailed to them; its text."""
    edition = run.deliveries.get(recipient=reader.person).edition
    sign_in(reader)
    reader.visit("/reports/mine/", "my-reports")
    ((name, _as_of, pages, _sent, opened),) = reader.rows()
    assert (name, pages, opened) == (REPORT, str(edition.pages), "New")
    path = reader.page.get_by_role("link", name=REPORT).get_attribute("href")
    status, content = reader.fetch(path)
    (mailed,) = [m.attachments for m in mail.outbox if m.to == [reader.person.email]]
    assert [(a.mimetype, digest(a.content)) for a in mailed] == [
        ("application/pdf", digest(content))
    ]
    assert (status, digest(content)) == (200, edition.pdf.sha256)
    number, text = read_pdf(content)
    assert number == edition.pages
    reader.go("/reports/mine/")
    assert reader.rows()[0][4] != "New"
    return text


def check_external_sees_only(external, granted, run, portfolio):
    """Of everything else the address is unknown, the search is silent, and no count includes it."""
    external.visit("/projects/", "projects")
    assert (external.shown_count(), external.rows()[0][0]) == (1, granted.code)
    external.visit(granted.get_absolute_url(), "project")
    external.visit(f"/search/?q={granted.code}", "search")
    assert granted.name in external.text()
    hidden = set(Project.objects.exclude(pk=granted.pk).values_list("code", flat=True))
    for path in ("/", "/inbox/", "/projects/", "/portfolios/", "/milestones/", "/reports/mine/"):
        assert external.go(path) == 200
        content = external.page.content()
        assert [code for code in hidden if code in content] == []
    for other in Project.objects.exclude(pk=granted.pk)[:6]:
        assert external.go(other.get_absolute_url()) == 404
        external.go(f"/search/?q={other.code}")
        assert "Nothing was found." in external.text()
    theirs = run.deliveries.get(recipient=external.person).edition
    for edition in run.editions.exclude(pk=theirs.pk):
        assert external.fetch(f"/reports/editions/{edition.pk}/")[0] == 404
    assert external.go(portfolio) == 404
    assert external.go("/reports/archive/") == 403
    external.visit(run.get_absolute_url(), "run")
    assert [row[1] for row in external.rows("Editions")] == ["1"]
    assert "Eva Executive" not in external.text()


def walk_from_dashboard_to_readers(cast, portfolio, look_at, monkeypatch, *, without=()):
    """Everything after the import; returns how many figures of the dashboard were followed."""
    pmo, executive, external = cast
    tick()
    pmo.visit(portfolio, "dashboard")
    how_many_red = squeezed(pmo.text(".lede b").partition(",")[0])
    followed = walking.follow_every_figure(pmo, portfolio)
    granted, *others = Project.objects.order_by("code")
    look_at(pmo.person, portfolio, "dashboard")
    pmo.visit(granted.get_absolute_url(), "project")
    look_at(pmo.person, granted.get_absolute_url(), "project")
    walking.give_access(pmo, granted.get_absolute_url(), external.person)
    readers = [executive.person, external.person]
    due = walking.define_report(pmo, REPORT, PORTFOLIO, readers, without=without)
    run = fire_the_scheduler(due, monkeypatch)
    check_archive(pmo, run)
    text = read_report(executive, run)
    assert how_many_red in text
    assert [one.code for one in (granted, *others) if one.code not in text] == []
    text = read_report(external, run)
    assert granted.code in text
    assert how_many_red not in text
    assert [one.code for one in others if one.code in text] == []
    check_external_sees_only(external, granted, run, portfolio)
    return followed


def test_from_a_file_to_the_readers(cast, look_at, report_on, monkeypatch):
    pmo = cast.pmo
    sign_in(pmo)
    portfolio = walking.create_portfolio(pmo, PORTFOLIO, "GBP")
    walking.upload(pmo, portfolio, "majors_march_2026.csv", government_majors.file())
    assert walking.proposed_fields(pmo) == government_majors.PROPOSED
    conventions = walking.choose_field(pmo, "Whole life forecast (£m)", "budget_forecast")
    assert conventions == ["millions", "GBP", "point: 1,234.56"]
    pmo.look("import-columns-chosen")
    told, unread = walking.check_import(pmo, report_on)
    assert told.startswith("7 new, 0 changed, 0 unchanged. 8 values could not be read")
    assert unread == government_majors.UNREAD
    assert Project.objects.count() == 0
    assert walking.commit_import(pmo) == (
        "2 of 7 projects are red, carrying 91 % of the budget. "
        "The cost forecast is 21.4 % (£352.9 M) over the budget."
    )
    exempt = Project.objects.get(code="DE_0301")
    assert exempt.figures.get().budget_baseline is None
    pmo.go(exempt.get_absolute_url())
    assert "withheld or exempt from publication" in pmo.page.locator("main").text_content()
    followed = walk_from_dashboard_to_readers(cast, portfolio, look_at, monkeypatch)
    assert followed > 15


@pytest.mark.skipif(not REAL_FILE.exists(), reason="the published list is not here")
def test_a_published_list_to_the_readers(cast, look_at, report_on, monkeypatch):
    pmo = cast.pmo
    sign_in(pmo)
    portfolio = walking.create_portfolio(pmo, PORTFOLIO, "GBP")
    walking.upload(pmo, portfolio, REAL_FILE.name, REAL_FILE.read_bytes())
    told, unread = walking.check_import(pmo, report_on)
    assert told.startswith("235 new, 0 changed, 0 unchanged. 151 values could not be read")
    assert len(unread) == 25
    assert walking.commit_import(pmo).startswith("27 of 235 projects are red")
    followed = walk_from_dashboard_to_readers(
        cast, portfolio, look_at, monkeypatch, without=["One page per red and amber project"]
    )
    assert followed > 15
