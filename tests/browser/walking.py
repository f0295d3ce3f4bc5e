"""The steps of the walk through the portal, each as a person takes it in the browser."""

import hashlib
import io
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pikepdf
from django.utils import timezone

from tests import factories
from tests.core.pdf.reading import page_runs

COUNTED = re.compile(r"of ([\d,]+) entr")


class Walker:
    """One person's tab; pages on the way are held against axe and kept as pictures."""

    def __init__(self, page, check_axe, screenshot, person):
        self.page, self.person = page, person
        self._check_axe, self._screenshot = check_axe, screenshot

    def go(self, path):
        """Open an address; returns the status of the answer."""
        return self.page.goto(path).status

    def look(self, what):
        """Keep a picture and hold the page against axe.

        Hiding the caret would leave style attributes in the page, which htmx copies and the
        policy then refuses.
        """
        name = f"{self.person.name.split()[0].lower()}-{what}"
        self._screenshot(self.page, name, caret="initial")
        self._check_axe(self.page)

    def visit(self, path, what):
        """Open a page that must be there, and look at it."""
        assert self.go(path) == 200, path
        self.look(what)

    def path(self):
        return urlsplit(self.page.url).path

    def heading(self):
        return self.page.locator("h1").inner_text()

    def text(self, selector="main"):
        """What the first of these shows, with plain spaces."""
        return plain(self.page.locator(selector).first.inner_text())

    def field(self, name):
        return self.page.locator(f"[name={name}]")

    def press(self, name, within="main"):
        self.page.locator(within).get_by_role("button", name=name, exact=True).click()

    def follow(self, name, within="main"):
        self.page.locator(within).get_by_role("link", name=name, exact=True).first.click()

    def rows(self, title=""):
        """The cells of the first table, or of that in the card of this title, as texts."""
        cells = "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
        place = self.page.locator("section", has=self.page.locator("h2", has_text=title))
        table = (place if title else self.page).locator("tbody").first
        rows = table.locator("tr").evaluate_all(cells)
        return [[plain(text) for text in row] for row in rows]

    def shown_count(self):
        """How many entries the list on the page says it has."""
        told = self.text(".list-count")
        found = COUNTED.search(told)
        assert found or told == "No entries", told
        return int(found[1].replace(",", "")) if found else 0

    def fetch(self, path):
        """Download as this person: status and content."""
        answer = self.page.request.get(path)
        return answer.status, answer.body()


def plain(text):
    """With plain spaces for those that hold numbers and units together."""
    return text.replace("\xa0", " ").replace("\u202f", " ")


def sign_in(walker):
    """Through the real form, from the page that asked for it."""
    walker.visit("/", "sign-in")
    assert walker.heading() == "Sign in"
    walker.field("login").fill(walker.person.email)
    walker.field("password").fill(factories.PASSWORD)
    walker.press("Sign in")
    walker.page.wait_for_url("**/")
    walker.look("home")


def create_portfolio(walker, name, currency):
    """A new portfolio; returns its address."""
    walker.visit("/portfolios/", "portfolios")
    walker.follow("New portfolio")
    walker.field("name").fill(name)
    walker.field("currency").fill(currency)
    walker.look("new-portfolio")
    walker.press("Save")
    walker.page.wait_for_url(re.compile(r"/portfolios/\d+/$"))
    walker.look("empty-portfolio")
    return walker.path()


def upload(walker, portfolio, name, content):
    """Give a file to the portfolio; ends on the page of its columns."""
    walker.go(portfolio)
    walker.follow("Import")
    walker.look("imports")
    walker.follow("Import a file")
    walker.look("import-upload")
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    walker.field("file").set_input_files(file)
    walker.press("Upload and continue")
    walker.page.wait_for_url("**/mapping/")
    walker.look("import-columns")


def proposed_fields(walker):
    """Which field is proposed for each column that is used."""
    used = """rows => rows.map(row => [row.cells[0].firstChild.textContent.trim(),
        row.querySelector("select").selectedOptions[0]]).filter(pair => pair[1].value)
        .map(pair => [pair[0], pair[1].textContent.trim()])"""
    return dict(walker.page.locator(".import-columns tbody tr").evaluate_all(used))


def choose_field(walker, header, field):
    """Let a column fill this field; returns the conventions that are then proposed for it."""
    row = walker.page.locator(".import-columns tbody tr", has_text=header)
    with walker.page.expect_response(lambda answer: answer.request.method == "POST"):
        row.get_by_role("combobox", name=f"Field: {header}").select_option(field)
    rules = row.locator(".import-rules select")
    rules.first.wait_for()
    return rules.evaluate_all("all => all.map(one => one.selectedOptions[0].textContent)")


def check_import(walker, report_on):
    """Compare with the portfolio; ends on the preview. Returns its sentence and what was unread."""
    walker.field("report_date").fill(report_on.isoformat())
    walker.press("Check")
    walker.page.wait_for_url("**/preview/")
    walker.look("import-preview")
    told = walker.text(".lede")
    walker.page.locator("a[href='?show=problems']").first.click()
    walker.page.wait_for_url("**?show=problems")
    walker.look("import-problems")
    return told, walker.rows()


def commit_import(walker):
    """Write what was previewed, see the protocol, and open the dashboard of the report's day."""
    walker.press("Import now")
    walker.page.wait_for_url(re.compile(r"/jobs/\d+/$"))
    walker.look("import-job")
    walker.follow("Open the result")
    walker.look("import-protocol")
    assert walker.text(".page-status").startswith("Imported")
    walker.follow("Open the dashboard")
    return walker.text(".lede")


def follow_every_figure(walker, path):
    """Hold each number of a dashboard against the list behind it; returns how many there were.

    Shares and sums of money lead to their projects too, but count none.
    """
    walker.go(path)
    links = walker.page.locator("main a[href^='/projects/?'], main a[href^='/milestones/?']")
    told = links.evaluate_all(
        "all => all.map(a => [a.getAttribute('href'), (a.querySelector('title') ?? a).textContent])"
    )
    figures = {}
    for href, text in told:
        number = re.search(r"(?<![\d.,£€$])\d[\d,]*(?![\d.,]*\s?[%\d])", text)
        if number:
            figures.setdefault(href, set()).add(int(number[0].replace(",", "")))
    for href, numbers in figures.items():
        walker.go(href)
        assert (href, numbers) == (href, {walker.shown_count()})
    return len(figures)


def give_access(walker, project_path, person):
    """Give an external person access to one project, on its team page."""
    walker.go(f"{project_path}team/")
    walker.page.locator("#access").get_by_label("Person or group").select_option(
        f"person:{person.pk}"
    )
    walker.press("Give access", "#access")
    assert person.name in walker.text("#access ul")


def define_report(walker, name, portfolio, readers, *, without=()):
    """A report that is due once, at the next full minute; returns its due time."""
    due = (timezone.now() + timedelta(seconds=75)).replace(second=0, microsecond=0)
    walker.visit("/reports/", "reports")
    walker.follow("New report")
    walker.field("name").fill(name)
    walker.field("portfolio").select_option(label=portfolio)
    for section in without:
        walker.page.get_by_label(section, exact=True).uncheck()
    for reader in readers:
        label = re.compile(rf"^{re.escape(reader.name)}( \(external\))?$")
        walker.page.get_by_role("checkbox", name=label).check()
    walker.page.get_by_label("Once, at a given date and time").check()
    walker.field("once_at").fill(f"{timezone.localtime(due):%Y-%m-%dT%H:%M}")
    walker.look("new-report")
    walker.press("Save")
    walker.page.wait_for_url(re.compile(r"/reports/\d+/$"))
    walker.look("report")
    return due


def digest(content):
    return hashlib.sha256(content).hexdigest()


def read_pdf(content):
    """Number of pages and all text of a PDF, without its spaces."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        texts = [text for page in pdf.pages for _kind, _number, text in page_runs(page)]
        return len(pdf.pages), squeezed("".join(texts))


def squeezed(text):
    """Without spaces, which a PDF sets by position."""
    return "".join(text.split())
