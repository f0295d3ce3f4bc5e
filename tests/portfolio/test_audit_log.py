"""The audit log names no project that its reader may not open."""

import csv
import io

import pytest

from core import events
from core.registries import event_types
from tests import factories


@pytest.fixture
def log(pmo, manager):
    """One event of an open project and two of a restricted one."""
    home = factories.portfolio("City")
    data = {"person": "Zoe Insider", "url": "/projects/1/"}
    tram = factories.project(home, "T-1", name="Tram")
    raven = factories.project(home, "R-1", name="Raven", access="restricted")
    events.record("portfolio.member_added", tram, by=pmo, data=data)
    events.record("portfolio.member_added", raven, by=pmo, data=data)
    events.record("portfolio.project_changed", raven, by=pmo)
    return raven


SHOWN = "/audit/?model=portfolio.project"


def exported(client):
    response = client.get(f"{SHOWN}&export=csv")
    rows = csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig")))
    return [(row["What happened"], row["Object"]) for row in rows]


def test_a_restricted_project_has_no_name_for_who_may_not_read_it(sign_in, auditor, log):
    client = sign_in(auditor)
    page = client.get(SHOWN).content.decode()
    assert "Raven" not in page
    assert page.count('href="/projects/1/"') == 1
    assert exported(client) == [
        ("Petra Lead changed the project a restricted object.", "a restricted object"),
        ("Petra Lead added … to the team of a restricted object.", "a restricted object"),
        ("Petra Lead added Zoe Insider to the team of T-1 Tram.", "T-1 Tram"),
    ]


def test_a_hidden_name_cannot_be_found_by_filtering(sign_in, auditor, admin, log):
    assert "No entries" in sign_in(auditor).get(f"{SHOWN}&object=Raven").content.decode()
    assert "R-1 Raven" in sign_in(admin).get(f"{SHOWN}&object=Raven").content.decode()


def test_a_deleted_project_stays_hidden_and_is_named_to_who_reads_all(sign_in, auditor, admin, log):
    log.delete()
    assert "Raven" not in sign_in(auditor).get(SHOWN).content.decode()
    assert "R-1 Raven" in sign_in(admin).get(SHOWN).content.decode()


def test_a_member_of_the_project_reads_its_name(sign_in, auditor, log):
    log.sponsor = auditor
    log.save()
    assert "R-1 Raven" in sign_in(auditor).get(SHOWN).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_log(sign_in, auditor, log, count, django_assert_num_queries):
    for number in range(count):
        events.record("portfolio.project_changed", log, data={"n": number})
    client = sign_in(auditor)
    client.get(SHOWN)
    with django_assert_num_queries(7):
        client.get(SHOWN)


def test_kinds_have_words(sign_in, auditor, log):
    page = sign_in(auditor).get("/audit/?kind=portfolio.member_added&c=kind").content.decode()
    label = "… added … to the team of …"
    assert f'<option value="portfolio.member_added" selected>{label}</option>' in page
    assert f"Kind: {label}" in page


def test_every_kind_of_event_has_its_own_words():
    labels = [each.label for each in event_types if not each.key.startswith("tests.")]
    assert sorted(set(labels)) == sorted(labels)
    assert all("%" not in label and "_" not in label for label in labels)
