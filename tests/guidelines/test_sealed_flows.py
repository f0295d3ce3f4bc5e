"""What happens to guidelines in a whole life, with the database's own guard over what is sealed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from guidelines import sealing
from guidelines.enums import VersionState
from guidelines.models import Confirmation, GuidelineVersion
from guidelines.services import (
    campaign_rounds,
    campaigns,
    confirmations,
    drafts,
    publishing,
    retiring,
    structure,
    translations,
)
from tests.guidelines import factories

pytestmark = pytest.mark.django_db
SAID = {"is_material": True, "change_note": "New.", "transition": "at_once"}


@pytest.fixture(autouse=True)
def guard(db):
    """The triggers, which end with the test's transaction."""
    sealing.install(connection)


def publish(draft, by, **values):
    return publishing.publish(
        factories.in_state(draft, VersionState.APPROVED), by=by, **{**SAID, **values}
    )


def refused(act):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        act()


def test_a_whole_life(pmo, analyst, manager):
    first = publish(factories.draft("GL-1", by=analyst, owner=analyst), pmo)
    guideline = first.guideline
    due_on = timezone.localdate() + timedelta(days=9)
    campaigns.create(first, by=pmo, audience={"people": [manager.pk]}, due_on=due_on)
    confirmations.confirm(first, by=manager)
    translation = publish(translations.start(guideline, "de", by=analyst), pmo).guideline
    structure.update_guideline(guideline, by=pmo, code="GL-2", owner=pmo)
    structure.move_guideline(guideline, factories.chapter("Elsewhere"), by=pmo)
    second = publish(factories.next_draft(guideline, by=analyst, title="Two"), pmo, ask_again=True)
    campaign_rounds.run()
    confirmations.confirm(second, by=manager)
    translations.follow(drafts.start(translation, by=analyst), by=analyst)
    retiring.retire(guideline, by=pmo, reason="Nobody needs it.")
    third = publish(retiring.restore(guideline, by=pmo), pmo)
    states = guideline.versions.order_by("number").values_list("state", flat=True)
    assert list(states) == [VersionState.SUPERSEDED, VersionState.RETIRED, VersionState.PUBLISHED]
    guideline.refresh_from_db()
    assert (guideline.current, guideline.retired_on) == (third, None)


def test_what_is_sealed_stays(pmo, manager):
    version = publish(factories.draft("GL-1", by=pmo), pmo)
    confirmations.confirm(version, by=manager)
    mine = GuidelineVersion.objects.filter(pk=version.pk)
    for values in ({"body": "x"}, {"number": 9}, {"state": "draft"}, {"published_by": None}):
        refused(lambda values=values: mine.update(**values))
    refused(lambda: Confirmation.objects.update(number=9))
    refused(lambda: Confirmation.objects.all().delete())
    mine.update(state=VersionState.SUPERSEDED)
    refused(lambda: mine.update(state=VersionState.PUBLISHED))
