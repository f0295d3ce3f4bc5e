"""Guidelines and the projects they apply to."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.registries import audiences, used_by
from portfolio.selectors.guidelines import applicable
from portfolio.selectors.projects import current_row
from tests import factories
from tests.guidelines import factories as guides

TODAY = timezone.localdate()


@pytest.fixture
def city(db):
    return factories.portfolio("Digital city")


def running(city, code, method="Scrum", project_class="B", **fields):
    project = factories.project(city, code, method=method, **fields)
    factories.figures(project, TODAY, project_class=project_class, state="active")
    return project


@pytest.fixture
def tram(city, manager):
    return running(city, "TRM-07", manager=manager)


def why(project, user):
    found = applicable(user, project, current_row(user, project, TODAY))
    return (
        [(each.row.code, each.why) for each in found.certain],
        [(each.row.code, each.why) for each in found.possible],
        found.others,
    )


def test_a_project_sees_what_applies_to_it_and_why(city, tram, member):
    guides.published("GL-01")
    guides.published("GL-02", methods=["scrum", "hybrid"], classes=["B", "C"])
    guides.published("GL-03", methods=["waterfall"])
    guides.published("GL-04", project_kinds=["Road works"])
    guides.published("GL-05", access="restricted")
    guides.draft("GL-06")
    assert why(tram, member) == (
        [("GL-01", "for all projects"), ("GL-02", "method = Scrum, class = B")],
        [("GL-04", "the project's kind is not set")],
        1,
    )
    bare = factories.project(city, "BARE", method="Our own way", category="road works")
    assert why(bare, member) == (
        [("GL-01", "for all projects"), ("GL-04", "kind = road works")],
        [
            ("GL-02", "the project's method is not known, the project's class is not set"),
            ("GL-03", "the project's method is not known"),
        ],
        0,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_tab(count, tram, member, sign_in, django_assert_num_queries):
    for number in range(count):
        guides.published(f"GL-0{number}", methods=["scrum"])
    client, url = sign_in(member), reverse("project_guidelines", args=[tram.pk])
    assert "method = Scrum" in client.get(url).content.decode()
    with django_assert_num_queries(12):
        client.get(url)


def test_a_guideline_counts_the_open_projects_that_its_reader_may_see(city, tram, member, pmo):
    rule = guides.published("GL-16", methods=["scrum", "hybrid"], classes=["B"])
    running(city, "SAFE", method="agile + Wasserfall")
    running(city, "OTHER", method="PRINCE2")
    running(city, "BIG", project_class="C")
    running(city, "HIDDEN", access="restricted")
    closed = factories.project(city, "OLD", method="Scrum")
    factories.figures(closed, TODAY, project_class="B", state="closed")
    entry = used_by["portfolio.projects"]
    labels = [[item["label"] for item in entry.build(rule, user)] for user in (member, pmo)]
    assert labels == [
        ["2 open projects follow this guideline"],
        ["3 open projects follow this guideline"],
    ]


def test_the_count_leads_to_these_projects(city, tram, member, sign_in):
    rule = guides.published("GL-16", methods=["scrum"])
    running(city, "OTHER", method="PRINCE2")
    [item] = used_by["portfolio.projects"].build(rule, member)
    client = sign_in(member)
    page = client.get(item["url"]).content.decode()
    assert ("TRM-07" in page, "OTHER" in page, "GL-16" in page) == (True, False, True)
    rule.access = "restricted"
    rule.save()
    assert "TRM-07" not in client.get(item["url"]).content.decode()


def test_managers_of_the_projects_are_an_audience(city, tram, manager, pmo):
    running(city, "OTHER", method="PRINCE2", manager=pmo)
    running(city, "NOBODY")
    rule = guides.published("GL-16", methods=["scrum"])
    assert set(audiences["portfolio.managers"].members(rule.current)) == {manager.pk}
