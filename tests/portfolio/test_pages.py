"""Pages of portfolios, programmes and projects as people meet them."""

import re
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.grants import grant
from core import chain, formatting, search
from portfolio import home
from portfolio.enums import Access
from portfolio.filters import filtered
from portfolio.models import Membership, Milestone, Portfolio, Programme, Project
from portfolio.models.projects import VIEW_PROJECT
from portfolio.services import figures, milestones, projects
from tests import factories
from tests.portfolio.forms import form_of

TODAY = timezone.localdate()
FILLED = {"code": "NEW-1", "name": "New", "currency": "EUR", "access": "internal"}


@pytest.fixture
def city(db):
    return factories.portfolio("Digital city")


@pytest.fixture
def tram(city, manager, sponsor):
    project = factories.project(
        city, "TRM-07", name="Tram control", manager=manager, sponsor=sponsor
    )
    values = {
        "state": "active",
        "phase": "Executing",
        "rag_overall": "amber",
        "rag_cost": "green",
        "budget_baseline": D("9400000"),
        "budget_forecast": D("11300000"),
        "finish_baseline": date(2026, 11, 14),
        "finish_forecast": date(2026, 12, 18),
        "narrative": "Supplier is late.",
        "spent": None,
        "reasons": {"spent": "Exempt under Section 43"},
    }
    figures.report(project, TODAY - timedelta(days=10), values, by=manager)
    return project


def test_the_cockpit_says_what_is_known_and_why_the_rest_is_not(tram, sign_in, executive):
    page = sign_in(executive).get(reverse("project", args=[tram.pk])).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\xa0", " ")
    for expected in (
        "Supplier is late.",
        "9,400,000 €",
        "1,900,000 € 20.2 %",
        "+34 days",
        "n/a : Exempt under Section 43",
        "figures say red",
        "Only the project manager and the PMO can change this project.",
    ):
        assert expected in text, expected


def test_dates_are_stacked_with_their_labels_on_a_phone(tram, sign_in, executive):
    page = sign_in(executive).get(reverse("project", args=[tram.pk])).content.decode()
    assert re.findall(r'data-label="(\w+)"', page) == ["Baseline", "Forecast", "Actual", "Slip"] * 2


def test_health_needs_ratings(tram, sign_in, executive):
    client, url = sign_in(executive), reverse("project", args=[tram.pk])
    assert "fewer than four dimensions are rated" in client.get(url).content.decode()
    rated = {f"rag_{name}": "amber" for name in ("schedule", "cost", "scope", "risk")}
    figures.report(tram, TODAY, rated, by=None)
    page = client.get(url).content.decode()
    assert ("50.0" in page, "fewer than four" in page) == (True, False)


def test_a_stale_status_is_shown_grey_with_its_date(tram, sign_in, executive):
    client = sign_in(executive)
    later = (TODAY + timedelta(days=60)).isoformat()
    page = client.get(reverse("project", args=[tram.pk]), {"day": later})
    assert page.context["row"].rag_shown == "grey"
    assert "is too old" in page.content.decode()


def test_a_project_without_figures_has_a_page(city, sign_in, executive):
    bare = factories.project(city, "BARE")
    client = sign_in(executive)
    names = ("project", "project_figures", "project_team", "project_history")
    answers = {name: client.get(reverse(name, args=[bare.pk])).status_code for name in names}
    assert answers == dict.fromkeys(names, 200)


@pytest.mark.parametrize("name", ["project", "project_figures", "project_team", "project_history"])
def test_a_restricted_project_is_not_there_for_others(name, tram, sign_in, executive, manager):
    projects.set_access(tram, Access.RESTRICTED, by=manager)
    url = reverse(name, args=[tram.pk])
    assert [sign_in(user).get(url).status_code for user in (executive, manager)] == [404, 200]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("project", 9), ("project_figures", 7), ("project_team", 13), ("project_history", 13)],
)
def test_query_counts_of_the_tabs(
    count, name, queries, tram, sponsor, sign_in, pmo, django_assert_num_queries
):
    projects.update(tram, manager=sponsor, sponsor=None, by=pmo)
    for number in range(count):
        milestones.add(tram, name=f"Gate {number}", baseline_on=TODAY, by=None)
        person = factories.user(f"Member {number}", "team_member")
        projects.add_member(tram, person, by=None)
        projects.update(tram, manager=person, objective=f"Version {number}", by=pmo)
        grant(VIEW_PROJECT, tram, to=person)
        figures.report(tram, TODAY - timedelta(days=number), {"rag_overall": "red"}, by=None)
    client, url = sign_in(pmo), reverse(name, args=[tram.pk])
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("portfolio_list", 7), ("milestone_list", 9)])
def test_query_counts_of_the_lists(count, name, queries, sign_in, pmo, django_assert_num_queries):
    for number in range(count):
        project = factories.project(factories.portfolio(f"Portfolio {number}", owner=pmo))
        factories.figures(project, TODAY)
        milestones.add(project, name="Gate", baseline_on=TODAY, by=None)
    client = sign_in(pmo)
    client.get(reverse(name))
    with django_assert_num_queries(queries):
        client.get(reverse(name))


def test_creating_a_project(city, sign_in, pmo):
    client, url = sign_in(pmo), reverse("project_create", args=[city.pk])
    answer = client.post(
        url, {**FILLED, "state": "active", "phase": "Planning", "budget_baseline": "5000"}
    )
    project = Project.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/projects/{project.pk}/")
    row = project.figures.get()
    assert (row.state, row.phase, row.budget_baseline) == ("active", "Planning", 5000)


def test_errors_stand_beside_their_fields(tram, sign_in, pmo):
    url = reverse("project_create", args=[tram.portfolio_id])
    answer = sign_in(pmo).post(url, {**FILLED, "code": "TRM-07", "state": "active"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "code": ["This portfolio has a project of this code already."]
    }


def test_saving_an_unchanged_form_changes_nothing(tram, sign_in, pmo):
    client, url = sign_in(pmo), reverse("project_edit", args=[tram.pk])
    before = tram.updated_at
    assert client.post(url, form_of(client, url)).status_code == 302
    tram.refresh_from_db()
    assert tram.updated_at == before


def test_another_projects_manager_may_not_edit(tram, sign_in):
    other = factories.user("Other Manager", "project_manager")
    answer = sign_in(other).get(reverse("project_edit", args=[tram.pk]))
    assert answer.status_code == 403
    assert "Only the project manager and the PMO" in answer.content.decode()


def test_the_team(tram, sign_in, manager, member):
    client = sign_in(manager)
    add = reverse("project_member_add", args=[tram.pk])
    assert client.post(add, {"user": member.pk, "role": "lead"}).status_code == 302
    assert list(Membership.objects.values_list("user", "role")) == [(member.pk, "lead")]
    assert client.post(add, {"user": manager.pk, "role": "assurance"}).status_code == 422
    remove = reverse("project_member_remove", args=[tram.pk, member.pk])
    assert [client.post(remove).status_code for _ in range(2)] == [302, 404]


def test_access_by_grant(tram, sign_in, pmo, stranger, client):
    page = reverse("project", args=[tram.pk])
    assert sign_in(stranger).get(page).status_code == 404
    sign_in(pmo).post(
        reverse("project_grant_add", args=[tram.pk]), {"holder": f"person:{stranger.pk}"}
    )
    client.force_login(stranger)
    assert client.get(page).status_code == 200
    assert client.get(reverse("project_history", args=[tram.pk])).status_code == 403


def test_history_names_people_and_values(tram, sign_in, pmo, member):
    projects.update(tram, manager=member, by=pmo)
    figures.report(tram, TODAY - timedelta(days=10), {"spent": D("4.5")}, by=pmo)
    page = sign_in(pmo).get(reverse("project_history", args=[tram.pk]))
    told = [
        (each.sentence, [(str(c.label), str(c.before), str(c.after)) for c in each.changes])
        for each in page.context["events"]
    ]
    day = formatting.day(TODAY - timedelta(days=10))
    assert told[:2] == [
        (
            f"Petra Lead corrected the figures of TRM-07 Tram control for {day}.",
            [("spent", "", "4.5"), ("reasons", "spent: Exempt under Section 43", "")],
        ),
        (
            "Petra Lead changed the project TRM-07 Tram control.",
            [("project manager", "Max Manager", "Mia Member")],
        ),
    ]


def test_portfolios_and_programmes_are_kept_by_the_pmo(sign_in, pmo):
    client = sign_in(pmo)
    client.post(
        reverse("portfolio_create"), {"name": "Port", "currency": "EUR", "report_every_days": 31}
    )
    port = Portfolio.objects.get()
    client.post(reverse("programme_create", args=[port.pk]), {"name": "Quays"})
    quays = Programme.objects.get()
    again = client.post(reverse("programme_create", args=[port.pk]), {"name": "Quays"})
    assert again.status_code == 422
    client.post(reverse("programme_edit", args=[quays.pk]), {"name": "Docks"})
    assert Programme.objects.get().name == "Docks"
    client.post(reverse("programme_delete", args=[quays.pk]))
    client.post(reverse("portfolio_delete", args=[port.pk]))
    assert not Portfolio.objects.exists()


def test_a_portfolio_with_projects_is_not_deleted(tram, sign_in, pmo):
    answer = sign_in(pmo).post(reverse("portfolio_delete", args=[tram.portfolio_id]), follow=True)
    assert "Only an empty portfolio can be deleted." in answer.content.decode()
    assert Portfolio.objects.count() == 1


def test_milestones(tram, sign_in, manager):
    client = sign_in(manager)
    client.post(
        reverse("milestone_add", args=[tram.pk]), {"name": "Gate 3", "baseline_on": "2026-12-18"}
    )
    gate = Milestone.objects.get()
    edit = reverse("milestone_edit", args=[gate.pk])
    client.post(edit, {"name": "Gate 3", "baseline_on": "2026-12-18", "forecast_on": "2027-01-02"})
    assert client.post(edit, {"name": "Gate 3"}).status_code == 422
    page = client.get(reverse("milestone_list")).content.decode()
    assert "Gate 3" in page
    assert ">15<" in page
    client.post(reverse("milestone_delete", args=[gate.pk]))
    assert not Milestone.objects.exists()


def test_home_tiles(tram, manager, executive, stranger, member):
    assert [row["project__code"] for row in home.my_projects(manager).context["rows"]] == ["TRM-07"]
    assert home.reports_due(manager) is None
    figures.withdraw(tram.figures.all(), by=None)
    figures.report(tram, TODAY - timedelta(days=40), {"state": "active"}, by=None)
    assert [row["project__code"] for row in home.reports_due(manager).context["rows"]] == ["TRM-07"]
    (card,) = home.portfolios(executive).context["cards"]
    assert (card.total, card.by_status) == (1, [("grey", 1)])
    assert [home.portfolios(stranger), home.portfolios(member), home.my_projects(member)] == [
        None
    ] * 3


def test_search_finds_only_what_may_be_seen(tram, pmo, executive, stranger):
    projects.update(tram, objective="Öffentlicher Nahverkehr", access="restricted", by=pmo)
    chain.follow_pending()
    found = {user: len(search.find(user, "offentlich tram")) for user in (pmo, executive, stranger)}
    assert found == {pmo: 1, executive: 0, stranger: 0}
    grant(VIEW_PROJECT, tram, stranger)
    assert len(search.find(stranger, "nahverkehr")) == 1


def test_a_saved_view_names_the_same_projects_as_its_list(tram, executive):
    other = factories.project(tram.portfolio, "E-2", name="e-File", manager=tram.manager)
    for project, status in ((tram, "red"), (other, "red")):
        figures.report(project, TODAY, {"rag_overall": status}, by=None)
    mine = f"portfolio={tram.portfolio_id}"
    queries = ("rag=red", "rag=red&q=tram", "rag=green", f"{mine}&q=e-f", "portfolio=999999")
    found = {
        query: list(filtered(executive, TODAY, query).values_list("project__code", flat=True))
        for query in queries
    }
    assert [sorted(codes) for codes in found.values()] == [
        ["E-2", "TRM-07"],
        ["TRM-07"],
        [],
        ["E-2"],
        [],
    ]


def test_the_list_exports_what_it_shows(tram, sign_in, executive):
    url = reverse("project_list") + "?rag=amber&cols=code,name,spent&export=csv"
    answer = sign_in(executive).get(url)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1:] == ['"TRM-07","Tram control","","EUR"']


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31", "2026-02-31"])
def test_a_day_that_no_report_can_have_counts_as_not_asked_for(tram, sign_in, executive, day):
    client, asked = sign_in(executive), {"day": day, "compare": day, "movement": "worse"}
    pages = {"project_list": [], "portfolio": [tram.portfolio_id], "project": [tram.pk]}
    statuses = {
        name: client.get(reverse(name, args=args), asked).status_code
        for name, args in pages.items()
    }
    assert statuses == dict.fromkeys(pages, 200)
    milestones.add(tram, name="Go-live", forecast_on=TODAY, by=executive)
    page = client.get(reverse("milestone_list"), {"ahead": day})
    assert (page.status_code, "Go-live" in page.content.decode()) == (200, day == "2026-02-31")


def test_who_may_not_see_the_portfolio_gets_no_link_to_it(tram, sign_in, stranger, executive):
    grant(VIEW_PROJECT, tram, to=stranger)
    tram.programme = factories.programme(tram.portfolio)
    tram.save()
    url = reverse("project", args=[tram.pk])
    ways = {f'href="/portfolios/{tram.portfolio_id}/"', f'href="/programmes/{tram.programme_id}/"'}
    pages = [sign_in(person).get(url).content.decode() for person in (stranger, executive)]
    assert [{way for way in ways if way in page} for page in pages] == [set(), ways]


def test_a_silent_portfolio_says_since_when(tram, sign_in, executive):
    client = sign_in(executive)
    address = reverse("portfolio", args=[tram.portfolio_id])
    tram.figures.all().delete()
    factories.figures(tram, date(2022, 3, 31))
    shown = client.get(address).content.decode()
    assert f"the figures are of {formatting.day(date(2022, 3, 31))}" in shown
    asked = client.get(address, {"day": "2022-03-31"}).content.decode()
    assert "the figures are of" not in asked
