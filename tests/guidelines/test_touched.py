"""Before a version takes effect, the publisher sees what it touches, and only what they may see."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guidelines.enums import VersionState
from guidelines.models import Guideline, Term
from guidelines.selectors.touched import touched
from guidelines.services import campaigns, confirmations
from tests import factories as portfolio_factories
from tests.guidelines import factories

DUE = timezone.localdate() + timedelta(days=9)
LINKS = "## Rules\n\n[a](guideline:GL-16#rules) [b](guideline:gl-16#old) [c](guideline:GL-16).\n"


@pytest.fixture
def rule(pmo):
    return factories.published("GL-16", owner=pmo)


def approved(rule, by):
    version = factories.next_draft(rule, by=by, body="## Rules\n\nNew.\n")
    return factories.in_state(version, VersionState.APPROVED)


def told(version, user):
    """Everything that the page shows, as plain values."""
    found = touched(version, user)
    return (
        [item["label"] for group in found.used_with for item in group.items],
        [(each.place.label, each.lost) for each in found.linking],
        [(each.version.number, each.confirmed, each.expected) for each in found.campaigns],
        [each.language for each in found.translations],
    )


def test_projects_texts_terms_campaigns_and_translations(rule, pmo, analyst, manager, member):
    project = portfolio_factories.project(portfolio_factories.portfolio(), manager=manager)
    portfolio_factories.figures(project, state="active")
    factories.published("GL-02", title="Reports", body=LINKS)
    Term.objects.create(name="Change", slug="change", definition="A change.", guideline=rule)
    factories.published("GL-16", language="de", translation_of=rule, title="Änderungen")
    audience = {"people": [manager.pk, member.pk]}
    campaigns.create(rule.current, by=pmo, audience=audience, due_on=DUE)
    confirmations.confirm(rule.current, by=member)

    assert told(approved(rule, analyst), pmo) == (
        ["1 open project follows this guideline"],
        [("GL-02 Reports", ["old"]), ("Change", [])],
        [(1, 1, 2)],
        ["de"],
    )


def test_what_the_publisher_may_not_see_is_not_told(rule, pmo, analyst):
    hidden = factories.published("GL-02", body=LINKS, access="restricted", owner=pmo)
    Guideline.objects.filter(pk=rule.pk).update(owner=analyst)
    version = approved(rule, analyst)
    assert told(version, pmo)[1] == [(f"GL-02 {hidden.current.title}", ["old"])]
    assert told(version, analyst)[1] == []


def test_the_page_names_them_before_publishing(rule, pmo, analyst, sign_in):
    factories.published("GL-02", title="Reports", body=LINKS)
    campaigns.create(rule.current, by=pmo, audience={"people": [pmo.pk]}, due_on=DUE)
    approved(rule, analyst)
    page = sign_in(pmo).get(reverse("guideline_publish", args=[rule.pk])).content.decode()
    for words in (
        "GL-02 Reports",
        "links to what v2 no longer has: old",
        "Confirmations of v1",
        "0 of 1 have confirmed",
    ):
        assert words in page


def test_a_first_version_touches_nothing(pmo, analyst, sign_in):
    version = factories.in_state(factories.draft("GL-17", by=analyst), VersionState.APPROVED)
    page = sign_in(pmo).get(reverse("guideline_publish", args=[version.guideline_id]))
    assert "Nothing refers to it yet" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_publish_page(
    count, rule, pmo, analyst, sign_in, django_assert_num_queries
):
    for number in range(count):
        factories.published(f"GL-2{number}", body=LINKS)
        Term.objects.create(name=f"T{number}", slug=f"t{number}", definition="A.", guideline=rule)
    campaigns.create(rule.current, by=pmo, audience={"people": [pmo.pk]}, due_on=DUE)
    approved(rule, analyst)
    client, url = sign_in(pmo), reverse("guideline_publish", args=[rule.pk])
    client.get(url)
    with django_assert_num_queries(12):
        client.get(url)
