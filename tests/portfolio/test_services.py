"""Services of portfolios, programmes, projects and milestones: rules, events, versions."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError

from accounts.grants import grant
from core import chain
from core.models import Event, Notification
from core.versions import history
from portfolio.enums import Access, MemberRole
from portfolio.models import Milestone, Portfolio, Programme, Project
from portfolio.models.projects import VIEW_PROJECT
from portfolio.selectors.changes import versions_of
from portfolio.services import milestones, portfolios, programmes, projects
from tests import factories


@pytest.fixture
def city(db):
    return factories.portfolio("Digital city", currency="GBP")


@pytest.fixture
def tram(city, manager, sponsor):
    return factories.project(city, "TRM-07", manager=manager, sponsor=sponsor)


def events():
    return list(Event.objects.order_by("pk").values_list("name", "object_label"))


def errors_of(call, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return getattr(caught.value, "message_dict", caught.value.messages)


def test_a_portfolio_is_created_changed_and_kept_in_versions(pmo):
    portfolio = portfolios.create(name="Harbour", currency="EUR", by=pmo)
    portfolios.update(portfolio, name="Harbours", by=pmo)
    portfolios.update(portfolio, name="Harbours", by=pmo)
    assert events() == [
        ("portfolio.portfolio_created", "Harbour"),
        ("portfolio.portfolio_changed", "Harbours"),
    ]
    told = [(v.revision.user, v.revision.comment, v.field_dict["name"]) for v in history(portfolio)]
    assert told == [(pmo, "Changed", "Harbours"), (pmo, "Created", "Harbour")]
    assert Event.objects.last().data == {
        "changes": {"name": ["Harbour", "Harbours"]},
        "url": f"/portfolios/{portfolio.pk}/",
    }


def test_portfolio_rules(city, pmo):
    assert errors_of(portfolios.create, name="Digital city", currency="euro", by=pmo) == {
        "name": ["There is a portfolio of this name already."],
        "currency": [
            "Ensure this value has at most 3 characters (it has 4).",
            "Give the currency as three letters, for example EUR.",
        ],
    }
    assert errors_of(portfolios.create, by=pmo) == {"name": ["A portfolio needs a name."]}
    assert errors_of(portfolios.create, name="x", report_every_days=0, by=pmo) == {
        "report_every_days": ["Ensure this value is greater than or equal to 1."]
    }


def test_only_an_empty_portfolio_can_be_deleted(tram, pmo):
    text = "Only an empty portfolio can be deleted. Move its projects first."
    assert errors_of(portfolios.delete, tram.portfolio, by=pmo) == [text]
    projects.delete(tram, by=pmo)
    portfolios.delete(Portfolio.objects.get(), by=pmo)
    assert not Portfolio.objects.exists()
    assert events()[-1] == ("portfolio.portfolio_deleted", "Digital city")


def test_programmes(tram, pmo):
    programme = programmes.create(tram.portfolio, name="Mobility", by=pmo)
    assert errors_of(programmes.create, tram.portfolio, name="Mobility", by=pmo) == {
        "name": ["This portfolio has a programme of this name already."]
    }
    programmes.update(programme, name="Moving", by=pmo)
    projects.update(tram, programme=programme, by=pmo)
    text = "Only an empty programme can be deleted. Move its projects first."
    assert errors_of(programmes.delete, programme, by=pmo) == [text]
    projects.update(tram, programme=None, by=pmo)
    programmes.delete(programme, by=pmo)
    assert not Programme.objects.exists()


def test_a_project_starts_with_figures_and_the_portfolios_currency(city, manager, pmo):
    project = projects.create(
        city,
        code="NEW-01",
        name="New",
        manager=manager,
        first_figures={"budget_baseline": D(5), "state": "active"},
        report_on=date(2026, 10, 1),
        by=pmo,
    )
    row = project.figures.get()
    assert (project.currency, row.report_on, row.state, row.budget_baseline, row.rag_overall) == (
        "GBP",
        date(2026, 10, 1),
        "active",
        D(5),
        "grey",
    )
    chain.follow_pending()
    assert list(Notification.objects.values_list("recipient", "event__name")) == [
        (manager.pk, "portfolio.project_created")
    ]


def test_project_rules(tram, pmo, sponsor):
    other = factories.programme(factories.portfolio("Other"))
    assert errors_of(
        projects.create, tram.portfolio, code="TRM-07", currency="€", programme=other, by=pmo
    ) == {
        "name": ["A project needs a name."],
        "code": ["This portfolio has a project of this code already."],
        "currency": ["Give the currency as three letters, for example EUR."],
        "programme": ["This programme belongs to another portfolio."],
    }
    assert errors_of(projects.update, tram, manager=sponsor, by=pmo) == {
        "sponsor": ["The sponsor cannot be the project manager."]
    }


def test_who_assures_a_project_does_not_manage_it(tram, pmo, member, manager):
    assert errors_of(projects.add_member, tram, manager, role=MemberRole.ASSURANCE, by=pmo) == {
        "role": ["The project manager cannot assure their own project."]
    }
    projects.add_member(tram, member, role=MemberRole.ASSURANCE, by=pmo)
    assert errors_of(projects.update, tram, manager=member, by=pmo) == {
        "manager": ["This person assures the project and cannot manage it."]
    }


def test_an_unknown_field_is_a_programming_error(tram, pmo):
    with pytest.raises(TypeError, match="colour"):
        projects.update(tram, colour="red", by=pmo)


def test_many_projects_at_once(city, pmo, django_assert_max_num_queries):
    rows = [{"code": f"P-{n}", "name": f"Project {n}", "manager": pmo} for n in range(60)]
    with django_assert_max_num_queries(14):
        made = projects.create_many(city, rows, by=pmo)
    assert [project.code for project in made] == [row["code"] for row in rows]
    twice = [{"code": "Q", "name": "a"}, {"code": "Q", "name": "b"}]
    assert errors_of(projects.create_many, city, twice, by=pmo) == {
        "code": ["This portfolio has a project of this code already."]
    }


def test_moving_leaves_the_programme_and_tells_the_people(tram, pmo, manager, sponsor):
    projects.update(tram, programme=factories.programme(tram.portfolio), by=pmo)
    other = factories.portfolio("Other")
    projects.move(tram, to=other, by=pmo)
    tram.refresh_from_db()
    assert (tram.portfolio, tram.programme) == (other, None)
    chain.follow_pending()
    moved = Notification.objects.filter(event__name="portfolio.project_moved")
    assert set(moved.values_list("recipient", flat=True)) == {manager.pk, sponsor.pk}


def test_moving_onto_a_taken_code_is_refused(tram, pmo):
    other = factories.portfolio("Other")
    factories.project(other, "TRM-07")
    assert errors_of(projects.move, tram, to=other, by=pmo) == {
        "code": ["This portfolio has a project of this code already."]
    }
    assert Project.objects.get(pk=tram.pk).portfolio.name == "Digital city"


def test_access(tram, pmo, executive, member):
    projects.set_access(tram, Access.RESTRICTED, by=pmo)
    projects.add_member(tram, member, by=pmo)
    seen = [Project.objects.visible_to(user).count() for user in (executive, member)]
    assert seen == [0, 1]
    projects.remove_member(tram, member, by=pmo)
    projects.remove_member(tram, member, by=pmo)
    assert Project.objects.visible_to(member).count() == 0
    assert [name for name, _label in events()] == [
        "portfolio.access_changed",
        "portfolio.member_added",
        "portfolio.member_removed",
    ]
    assert errors_of(projects.set_access, tram, "secret", by=pmo) == {
        "access": ["Choose who may read the project."]
    }


def test_milestones(tram, pmo):
    day = date(2026, 12, 18)
    gate = milestones.add(tram, name="Gate 3", baseline_on=day, by=pmo)
    assert errors_of(milestones.add, tram, name="Gate 3", by=pmo) == {
        "name": ["This project has a milestone of this name already."],
        "forecast_on": ["A milestone needs a date."],
    }
    milestones.update(gate, forecast_on=date(2027, 1, 5), by=pmo)
    milestones.update(gate, forecast_on=date(2027, 1, 5), by=pmo)
    both = [(tram, {"name": "Gate 3", "actual_on": day}), (tram, {"name": "Gate 4"})]
    milestones.put_many(both, by=pmo)
    assert Event.objects.last().data["milestone"] == "Gate 3, Gate 4"
    found = Milestone.objects.order_by("name").values_list("name", "baseline_on", "actual_on")
    assert list(found) == [("Gate 3", None, day), ("Gate 4", None, None)]
    gate.refresh_from_db()
    milestones.delete(gate, by=pmo)
    assert [name for name, _label in events()] == [
        "portfolio.milestone_added",
        "portfolio.milestone_changed",
        "portfolio.milestone_changed",
        "portfolio.milestone_deleted",
    ]


def test_a_change_writes_only_what_it_changes(city, tram, pmo):
    """Who opened the form before the project was restricted must not open it again."""
    seen_before = Project.objects.get(pk=tram.pk)
    projects.set_access(tram, Access.RESTRICTED, by=pmo)
    projects.update(seen_before, name="Tram control", by=pmo)
    kept = Project.objects.get(pk=tram.pk)
    assert (kept.access, kept.name) == (Access.RESTRICTED, "Tram control")


def test_moving_a_project_keeps_what_others_changed(city, tram, pmo):
    seen_before = Project.objects.get(pk=tram.pk)
    projects.update(tram, name="Tram control", by=pmo)
    projects.move(seen_before, to=factories.portfolio("Harbour"), by=pmo)
    kept = Project.objects.select_related("portfolio").get(pk=tram.pk)
    assert (kept.name, kept.portfolio.name) == ("Tram control", "Harbour")


def test_an_external_member_hears_of_a_project_only_with_a_grant(city, pmo, stranger):
    closed = factories.project(city, "SEC-1", access=Access.RESTRICTED)
    projects.add_member(closed, stranger, by=pmo)
    projects.update(closed, manager=stranger, by=pmo)
    chain.follow_pending()
    assert not Notification.objects.exists()
    grant(VIEW_PROJECT, closed, to=stranger)
    projects.set_access(closed, Access.INTERNAL, by=pmo)
    chain.follow_pending()
    told = Notification.objects.values_list("recipient", "event__name")
    assert list(told) == [(stranger.pk, "portfolio.access_changed")]


def test_versions_keep_their_numbers_when_there_are_more_than_a_page_shows(tram, pmo):
    for number in range(1, 24):
        projects.update(tram, objective=f"Objective {number}", by=pmo)
    shown = versions_of(tram)
    assert [version.number for version in shown] == list(range(23, 3, -1))
    assert [change.after for change in shown[0].changes] == ["Objective 23"]
