"""Publishing: one version in force, on its day, links checked, sections kept."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.models import Event
from guidelines.enums import VersionState
from guidelines.models import GuidelineSection, GuidelineVersion
from guidelines.services import drafts, publishing, retiring
from tests.guidelines import factories

pytestmark = pytest.mark.django_db


def approved(code="GL-16", *, by=None, **values):
    return factories.in_state(factories.draft(code, by=by, **values), VersionState.APPROVED)


def publish(version, by, **values):
    said = {"is_material": True, "change_note": "First edition.", "transition": "at_once", **values}
    return publishing.publish(version, by=by, **said)


def test_in_force_at_once(pmo):
    version = publish(approved(), pmo)
    guideline = version.guideline
    today = timezone.localdate()
    assert version.state == VersionState.PUBLISHED
    assert (version.effective_on, version.published_by) == (today, pmo)
    assert guideline.current == version
    assert guideline.next_review_on.year == today.year + 2
    sections = guideline.sections.order_by("position").values_list("anchor", "title", "is_current")
    assert list(sections) == [("summary", "Summary", True), ("rules", "Rules", True)]


def test_the_next_version_ends_the_former_and_keeps_anchors(pmo):
    first = publish(approved(), pmo)
    guideline = first.guideline
    second = factories.next_draft(guideline, by=pmo, body="## Rules\n\nNew.\n\n## Steps\n\nOne.\n")
    publish(factories.in_state(second, VersionState.APPROVED), pmo, change_note="Steps.")
    first.refresh_from_db()
    assert (first.state, first.ended_on) == (VersionState.SUPERSEDED, timezone.localdate())
    rows = GuidelineSection.objects.order_by("anchor").values_list("anchor", "is_current")
    assert list(rows) == [("rules", True), ("steps", True), ("summary", False)]


def test_on_a_later_day(pmo):
    day = timezone.localdate() + timedelta(days=3)
    version = publish(approved(), pmo, effective_on=day)
    assert (version.state, version.published_by) == (VersionState.APPROVED, pmo)
    assert publishing.publish_due() == 0
    assert publishing.publish_due(day) == 1
    assert publishing.publish_due(day) == 0
    version.refresh_from_db()
    assert (version.state, version.effective_on) == (VersionState.PUBLISHED, day)


def test_shipped(pmo):
    draft = factories.draft("GL-1")
    publishing.publish_shipped(draft, by=None)
    assert draft.guideline.current == draft
    assert Event.objects.filter(name="guidelines.published_shipped").exists()


def test_retire_and_restore(pmo):
    guideline = publish(approved(), pmo).guideline
    retiring.retire(guideline, by=pmo, reason="Nobody needs it.")
    assert guideline.retired_on == timezone.localdate()
    draft = retiring.restore(guideline, by=pmo)
    publish(factories.in_state(draft, VersionState.APPROVED), pmo)
    guideline.refresh_from_db()
    assert (guideline.retired_on, guideline.current) == (None, draft)


def test_broken_links_stop_it(pmo):
    body = "## Rules\n\nSee [x](guideline:GL-99), [own](guideline:GL-16#rules) and [y](#gone).\n"
    with pytest.raises(ValidationError) as raised:
        publish(approved(body=body), pmo)
    assert list(raised.value.message_dict) == ["despite_broken_links"]
    version = publish(GuidelineVersion.objects.get(), pmo, despite_broken_links=True)
    assert version.state == VersionState.PUBLISHED
    assert "GL-99" in Event.objects.get(name="guidelines.broken_links_accepted").data["links"]
