"""Publishing: one version in force, on its day, links checked, sections kept."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.models import Event
from guidelines.enums import VersionState
from guidelines.events.audiences import readers
from guidelines.models import GuidelineSection, GuidelineVersion
from guidelines.selectors.backlinks import backlinks
from guidelines.services import publishing, retiring
from tests.guidelines import factories

pytestmark = pytest.mark.django_db


def approved(code="GL-16", *, by=None, **values):
    return factories.in_state(factories.draft(code, by=by, **values), VersionState.APPROVED)


def in_force(pmo, code="GL-16", **values):
    return publish(approved(code, **values), pmo).guideline


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


def test_a_version_takes_effect_once_however_many_workers_try(pmo):
    day = timezone.localdate() + timedelta(days=1)
    version = publish(approved(), pmo, effective_on=day)
    stale = GuidelineVersion.objects.select_related("guideline", "published_by").get(pk=version.pk)
    assert publishing.publish_due(day) == 1
    assert publishing._take_effect(stale) is False
    assert Event.objects.filter(name="guidelines.came_into_force").count() == 1


def test_a_scheduled_version_is_taken_back(pmo):
    day = timezone.localdate() + timedelta(days=3)
    version = publish(approved(), pmo, effective_on=day)
    publishing.unschedule(version, by=pmo)
    assert (version.state, version.effective_on) == (VersionState.APPROVED, None)
    assert publishing.publish_due(day) == 0
    with pytest.raises(ValidationError):
        publishing.unschedule(version, by=pmo)


def test_the_version_in_force_stays_until_the_next_takes_effect(pmo):
    guideline = in_force(pmo)
    first, day = guideline.current, timezone.localdate() + timedelta(days=3)
    second = factories.in_state(factories.next_draft(guideline, by=pmo), VersionState.APPROVED)
    publish(second, pmo, effective_on=day, change_note="More.")
    guideline.refresh_from_db()
    assert guideline.current == first
    publishing.publish_due(day)
    guideline.refresh_from_db()
    first.refresh_from_db()
    assert guideline.current == second
    assert (first.state, first.ended_on) == (VersionState.SUPERSEDED, day)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"effective_on": date(2020, 1, 1)}, "effective_on"),
        ({"transition": "whenever"}, "transition"),
    ],
)
def test_what_publishing_refuses(pmo, values, field):
    version = approved()
    with pytest.raises(ValidationError) as raised:
        publish(version, pmo, **values)
    assert list(raised.value.message_dict) == [field]
    version.refresh_from_db()
    assert (version.state, version.effective_on) == (VersionState.APPROVED, None)


def test_a_later_version_says_what_changed(pmo):
    second = factories.next_draft(in_force(pmo), by=pmo)
    with pytest.raises(ValidationError) as raised:
        publish(factories.in_state(second, VersionState.APPROVED), pmo, change_note=" ")
    assert list(raised.value.message_dict) == ["change_note"]


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_nothing_is_published_without_approval(pmo, state):
    version = factories.in_state(factories.draft("GL-1"), state)
    with pytest.raises(ValidationError):
        publish(version, pmo)


def test_an_import_may_have_been_in_force_before_and_says_why(pmo):
    draft = factories.draft("GL-1", review_months=12)
    with pytest.raises(ValidationError):
        publishing.publish_imported(draft, by=pmo, reason="")
    day = date(2026, 1, 31)
    publishing.publish_imported(draft, by=pmo, reason="From the wiki.", effective_on=day)
    assert draft.guideline.next_review_on == date(2027, 1, 31)
    event = Event.objects.get(name="guidelines.published_imported")
    assert event.data["reason"] == "From the wiki."
    second = factories.next_draft(draft.guideline, by=pmo)
    with pytest.raises(ValidationError):
        publishing.publish_imported(second, by=pmo, reason="Again.", effective_on=day)


def test_links_of_two_new_guidelines_and_of_a_text_to_itself(pmo):
    body = "## Rules {#rules}\n\nSee [above](#rules) and [me](guideline:GL-2#rules).\n"
    in_force(pmo, "GL-2", body=body)
    in_force(pmo, "GL-1", body="## Rules\n\nSee [x](guideline:GL-2#rules).\n")
    with pytest.raises(ValidationError):
        in_force(pmo, "GL-3", body="## Rules\n\nSee [x](guideline:GL-2#gone).\n")


def test_owner_watchers_and_favourites_hear_of_a_new_version(pmo, manager, member, stranger):
    guideline = in_force(pmo, owner=manager)
    for person in (member, stranger):
        guideline.watches.create(person=person)
    guideline.favourites.create(person=member)
    event = Event.objects.get(name="guidelines.published")
    assert set(readers(event)) == {manager.pk, member.pk}


def test_retiring_names_what_replaces_it_and_waits_for_work(pmo):
    old, new = in_force(pmo, "GL-1"), in_force(pmo, "GL-2")
    with pytest.raises(ValidationError) as raised:
        retiring.retire(old, by=pmo, reason="", replaced_by=old)
    assert sorted(raised.value.message_dict) == ["reason", "replaced_by"]
    draft = factories.in_state(factories.next_draft(old, by=pmo), VersionState.IN_REVIEW)
    with pytest.raises(ValidationError, match="in review or approved"):
        retiring.retire(old, by=pmo, reason="Gone.")
    factories.in_state(draft, VersionState.DRAFT)
    retiring.retire(old, by=pmo, reason="Gone.", replaced_by=new)
    assert (old.current.state, old.replaced_by) == (VersionState.RETIRED, new)
    with pytest.raises(ValidationError):
        retiring.retire(old, by=pmo, reason="Again.")


def test_what_refers_to_a_guideline(pmo, member, analyst):
    wanted = in_force(pmo, "GL-1")
    in_force(pmo, "GL-2", body="## Rules\n\nSee [x](guideline:GL-1#rules).\n")
    in_force(pmo, "GL-10", body="## Rules\n\nA.\n")
    in_force(pmo, "GL-3", body="## Rules\n\nSee [x](guideline:GL-10).\n")
    assert [each.label for each in backlinks(wanted, member)] == ["GL-2 Change control"]
