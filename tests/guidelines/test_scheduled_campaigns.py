"""What becomes of a planned campaign when the publication that it waits for is taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guidelines.enums import CampaignState, VersionState
from guidelines.models import GuidelineVersion
from guidelines.services import campaigns, drafts, publishing, reviewing
from tests.guidelines import factories

pytestmark = pytest.mark.django_db
SAID = {"is_material": True, "change_note": "New.", "transition": "at_once", "ask_again": True}


@pytest.fixture
def scheduled(pmo, analyst, manager):
    """A second version that takes effect in three days, and asks who was asked for the first."""
    today = timezone.localdate()
    first = factories.published("GL-16", owner=pmo).current
    due_on = today + timedelta(days=5)
    campaigns.create(first, by=pmo, audience={"people": [manager.pk]}, due_on=due_on)
    draft = factories.next_draft(first.guideline, by=analyst)
    version = factories.in_state(draft, VersionState.APPROVED)
    publishing.publish(version, by=pmo, effective_on=today + timedelta(days=3), **SAID)
    return version


def states(version):
    return list(version.campaigns.order_by("pk").values_list("state", "closed_reason"))


TAKEN_BACK = (CampaignState.CLOSED, "Publication taken back")


def test_it_ends_with_the_publication_and_is_planned_anew(scheduled, pmo):
    assert states(scheduled) == [(CampaignState.PLANNED, "")]
    publishing.unschedule(scheduled, by=pmo)
    assert states(scheduled) == [TAKEN_BACK]
    publishing.publish(scheduled, by=pmo, **SAID)
    assert states(scheduled) == [TAKEN_BACK, (CampaignState.OPEN, "")]


def test_it_does_not_hold_a_draft_that_is_thrown_away(scheduled, pmo, analyst):
    reviewing.withdraw(scheduled, by=pmo, reason="Not yet.")
    assert states(scheduled) == [TAKEN_BACK]
    drafts.discard(scheduled, by=analyst)
    assert not GuidelineVersion.objects.filter(number=2).exists()
