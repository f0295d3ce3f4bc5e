"""Who is offered where people are chosen, and why a person is asked, in the reader's words."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.grants import grant
from guidelines.forms.campaigns import CampaignForm
from guidelines.forms.reviewing import ReviewerForm, SubmitForm
from guidelines.forms.structure import PropertiesForm
from guidelines.selectors.audiences import asked_as, in_words, preview
from tests.guidelines import factories

pytestmark = pytest.mark.django_db


def names(field):
    return [person.name for person in field.queryset]


def test_external_people_neither_review_nor_own(stranger, pmo, member):
    guideline = factories.published("GL-1", owner=pmo)
    internal = ["Mia Member", "Petra Lead"]
    form = SubmitForm(proposals=[], writers=set(), needed=1)
    assert names(form.fields["others"]) == internal
    assert names(ReviewerForm(without=set()).fields["person"]) == internal
    assert names(PropertiesForm(obj=guideline, may_give=True).fields["owner"]) == internal

    guideline.owner = stranger
    owners = names(PropertiesForm(obj=guideline, may_give=True).fields["owner"])
    assert owners == [*internal, stranger.name]


def test_campaigns_ask_no_external_role(pmo):
    version = factories.published("GL-1").current
    form = CampaignForm(None, version=version, former=None)
    offered = [value for value, _label in form.fields["roles"].choices]
    assert "external" not in offered
    assert "project_manager" in offered


def test_a_reason_stands_in_the_readers_language():
    said = ["role:project_manager", "group:Board", "named", "role:gone", "Projektleitung"]
    assert [asked_as(why) for why in said] == [
        "Project manager",
        "Board",
        "named",
        "gone",
        "Projektleitung",
    ]
    with translation.override("de"):
        assert asked_as("role:project_manager") == "Projektleitung"


def test_a_role_that_is_gone_stops_nothing(manager):
    version = factories.published("GL-1").current
    audience = {"roles": ["gone", "project_manager"]}
    assert in_words(audience) == ["gone", "Project manager"]
    assert [reason.label for reason in preview(version, audience).reasons] == ["Project manager"]


def test_the_library_offers_the_glossary_to_who_may_open_it(stranger, sign_in):
    client = sign_in(stranger)
    address = f'href="{reverse("glossary")}"'
    assert address not in client.get(reverse("guideline_library")).content.decode()
    grant("view_guideline", factories.published("GL-1"), stranger)
    assert address in client.get(reverse("guideline_library")).content.decode()
