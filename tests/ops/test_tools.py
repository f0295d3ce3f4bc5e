"""Translations, template rules, test summary and locked requirements."""

import re
from collections import Counter
from importlib import metadata
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import messages
from tools.checks import inline_code
from tools.services import _can_create_databases
from tools.suite import Outcome, read_report

ROOT = Path(__file__).resolve().parents[2]
GERMAN = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
pytestmark = pytest.mark.pure

TEMPLATE = """
    <h1 class="it's">{% translate "Projects" %}</h1>
  <p>{% blocktranslate count number=total trimmed %}
    {{ number }} project
    {% plural %}
    {{ number }} projects
    {% endblocktranslate %}</p>
{# a note #}{% include "x.html" with label=_("Owner") %}{{ value|default:_("none yet") }}
      {% translate "May" context "month" %}
"""


@pytest.fixture
def sources(tmp_path, monkeypatch) -> Path:
    """A small project of one app with a template and a module."""
    app = tmp_path / "shop"
    app.mkdir()
    (app / "__init__.py").touch()
    (app / "page.html").write_text(TEMPLATE)
    (app / "views.py").write_text(
        "from x import gettext as _, ngettext\n"
        "TITLE = _('Save %(name)s') % {'name': 1}\n"
        "MANY = ngettext('%(n)s row', '%(n)s rows', 2)\n"
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    return tmp_path


def test_strings_of_templates_and_modules_are_found(sources):
    found = {(m.id, m.context, m.locations[0][0]) for m in messages.template() if m.id}
    page, views = "shop/page.html", "shop/views.py"
    assert found == {
        ("Projects", None, page),
        (("%(number)s project", "%(number)s projects"), None, page),
        ("Owner", None, page),
        ("none yet", None, page),
        ("May", "month", page),
        ("Save %(name)s", None, views),
        (("%(n)s row", "%(n)s rows"), None, views),
    }


def translated(sources: Path, text: str) -> Path:
    path = sources / "locale" / "de" / "LC_MESSAGES" / "django.po"
    catalog = Catalog(locale="de")
    catalog.add("Save %(name)s", text)
    catalog.add("No longer used", "Weg damit")
    path.parent.mkdir(parents=True)
    messages.update(path, catalog)
    return path


def test_gaps_and_broken_placeholders_are_named(sources):
    path = translated(sources, "%(nam)s sichern")
    gaps = messages.problems(path, messages.template())
    assert len([gap for gap in gaps if "Save" in gap]) == 1
    assert "not translated: 'Projects'" in gaps
    assert len(gaps) == 7


def test_update_keeps_translations_and_drops_what_is_gone(sources):
    path = translated(sources, "%(name)s sichern")
    messages.update(path, messages.template())
    first = path.read_text()
    assert "%(name)s sichern" in first
    assert "Weg damit" not in first
    messages.update(path, messages.template())
    assert path.read_text() == first, "a second extraction changes nothing"


def test_compiled_catalogues_hold_the_translations(sources):
    path = translated(sources, "%(name)s sichern")
    messages.compile_all(sources)
    with path.with_suffix(".mo").open("rb") as file:
        catalog = read_mo(file)
    assert {m.id: m.string for m in catalog if m.id} == {
        "No longer used": "Weg damit",
        "Save %(name)s": "%(name)s sichern",
    }


def test_german_is_complete():
    assert messages.problems(GERMAN, messages.template()) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<p class="a">fine</p>', []),
        ('<script src="{% static "x.js" %}" defer></script>', []),
        ('<script id="d" type="application/json">{}</script>', []),
        ("{# style='x' #}\n<p data-style=x>", []),
        ('\n<p style="color:red">', ["line 2: an inline style"]),
        ("<style>p{}</style>", ["line 1: an inline style"]),
        ("<script>run()</script>", ["line 1: an inline script"]),
        ('<a onclick="x()">', ["line 1: an event attribute"]),
        ('<a hx-on:click="x()">', ["line 1: an event attribute"]),
        ('<a href="javascript:x()">', ["line 1: a javascript: address"]),
    ],
)
def test_inline_code_in_templates(text, expected):
    assert inline_code(text) == expected


def test_the_report_of_a_round(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite><testcase/><testcase/><testcase><failure/></testcase>"
        '<testcase><error/></testcase><testcase><skipped message="no browser"/></testcase>'
        "</testsuite></testsuites>"
    )
    counts, reasons = read_report(report)
    assert counts == Counter(passed=2, failed=2, skipped=1)
    assert reasons == Counter({"no browser": 1})
    outcome = Outcome("SQLite", is_green=False, counts=counts, skipped=reasons, seconds=1.4)
    assert outcome.sentence() == "SQLite: 2 passed, 2 failed, 1 skipped in 1 s"


def test_a_round_without_report_has_no_result(tmp_path):
    counts, reasons = read_report(tmp_path / "none.xml")
    outcome = Outcome("SQLite", is_green=False, counts=counts, skipped=reasons, seconds=0)
    assert outcome.sentence() == "SQLite: no result in 0 s"


def test_a_server_that_is_not_there_is_not_used():
    assert not _can_create_databases("postgres://127.0.0.1:1/postgres")


def locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.M))


@pytest.mark.parametrize("version", ["3.11.0", "3.11.2", "3.12.3", "3.13.5"])
def test_the_lock_serves_every_python_we_promise(version):
    """A marker such as `python < 3.11.3` must not ask for what a newer Python left out."""
    everything = locked("base.txt") | locked("dev.txt")
    environ = {"python_version": version.rpartition(".")[0], "python_full_version": version}
    wanted = {
        canonicalize_name(requirement.name)
        for name in everything
        for line in metadata.requires(name) or []
        if (requirement := Requirement(line)).marker is None
        or requirement.marker.evaluate(environ | {"extra": ""})
    }
    assert wanted - set(everything) == set()


def test_the_lock_has_hashes_and_no_address():
    for name in ("base.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text()
        pins = re.split(r"^(?=[a-z0-9._-]+==)", text, flags=re.M)[1:]
        assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []
        assert re.findall(r"^(?:-i|-f|--(?:index|extra|find|trusted)\S*).*", text, re.M) == []
        assert re.findall(r"https?://|file://", text) == []
