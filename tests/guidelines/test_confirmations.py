"""Confirmations: for oneself, for the version in force, kept for good."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core.models import Event
from guidelines import sealing
from guidelines.models import Confirmation, TextBlock
from guidelines.selectors.pages import text_sha256
from guidelines.services import campaigns, confirmations, exceptions, retiring
from tests.guidelines import factories

DUE = timezone.localdate() + timedelta(days=14)


@pytest.fixture
def rule(pmo):
    return factories.published("GL-16", owner=pmo, title="Change control")


@pytest.fixture
def sealed(db):
    """The triggers, which tests go without otherwise."""
    sealing.install(connection)
    yield
    sealing.remove(connection)


def begin(version, by, *asked):
    audience = {"people": [person.pk for person in asked]}
    return campaigns.create(version, by=by, audience=audience, due_on=DUE)


def test_what_is_kept(rule, member):
    made = confirmations.confirm(rule.current, by=member)
    assert (made.guideline, made.version, made.person) == (rule, rule.current, member)
    assert (made.person_name, made.person_email) == ("Mia Member", "mia.member@example.org")
    assert (made.code, made.number) == ("GL-16", 1)
    assert made.statement == "I have read and understood GL-16 Change control, version 1."
    assert made.text_sha256 == text_sha256(rule.current)
    assert timezone.now() - made.confirmed_at < timedelta(minutes=1)


def test_twice_is_once(rule, pmo, member):
    campaign = begin(rule.current, pmo, member)
    first = confirmations.confirm(rule.current, by=member)
    assert confirmations.confirm(rule.current, by=member) == first
    assert campaign.requests.get().state == "confirmed"
    assert Event.objects.filter(name="guidelines.confirmed").count() == 1


@pytest.mark.parametrize("change", ["update", "delete"])
def test_no_confirmation_is_changed_or_deleted(sealed, rule, member, change):
    made = Confirmation.objects.filter(pk=confirmations.confirm(rule.current, by=member).pk)
    steps = {"update": lambda: made.update(person_name="Else"), "delete": made.delete}
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        steps[change]()
    assert made.get().person_name == "Mia Member"


def test_only_the_version_in_force(rule, member, pmo):
    old = rule.current
    factories.publish(factories.next_draft(rule, body="## Rules\n\nNew.\n"))
    for version in (old, factories.draft("GL-2")):
        with pytest.raises(ValidationError, match="Only the version in force"):
            confirmations.confirm(version, by=member)
    retiring.retire(rule, by=pmo, reason="Nobody follows it.")
    with pytest.raises(ValidationError, match="Only the version in force"):
        confirmations.confirm(rule.current, by=member)


def test_a_text_that_changed_meanwhile_is_not_confirmed(member):
    block = TextBlock.objects.create(
        key="limits", title="Limits", body="10 %", released_at=timezone.now()
    )
    rule = factories.published("GL-1", body="## Rules\n\n[[block:limits]]\n")
    seen = text_sha256(rule.current)
    TextBlock.objects.filter(pk=block.pk).update(body="5 %")
    with pytest.raises(ValidationError, match="changed while you read it"):
        confirmations.confirm(rule.current, by=member, seen=seen)
    now = text_sha256(rule.current)
    assert confirmations.confirm(rule.current, by=member, seen=now).text_sha256 == now != seen


def test_who_was_excused_may_confirm_all_the_same(rule, pmo, member):
    campaign = begin(rule.current, pmo, member)
    exceptions.excuse(campaign.requests.get(), by=pmo, reason="On parental leave.")
    confirmations.confirm(rule.current, by=member)
    assert campaign.requests.get().state == "confirmed"


def test_a_minor_change_keeps_confirmations_and_requests(rule, pmo, member, manager):
    campaign = begin(rule.current, pmo, member, manager)
    confirmations.confirm(rule.current, by=member)
    minor = factories.next_draft(rule, body="## Rules\n\nWording.\n", is_material=False)
    factories.publish(minor)
    assert begin(minor, pmo, member, manager).requests.get().person == manager
    campaign.refresh_from_db()
    assert campaign.state == "closed"


def test_confirming_after_a_minor_change_answers_the_former_request(rule, pmo, member):
    campaign = begin(rule.current, pmo, member)
    newer = factories.next_draft(rule, body="## Rules\n\nWord.\n", is_material=False)
    factories.publish(newer)
    confirmations.confirm(newer, by=member)
    assert campaign.requests.get().state == "confirmed"


def test_a_material_change_does_not_answer_the_former_request(rule, pmo, member):
    campaign = begin(rule.current, pmo, member)
    newer = factories.next_draft(rule, body="## Rules\n\nNew.\n", is_material=True)
    factories.publish(newer)
    confirmations.confirm(newer, by=member)
    assert campaign.requests.get().state == "open"


@pytest.mark.skipif(
    settings.IS_SQLITE, reason="the test database of SQLite lives in memory: one writer only"
)
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_confirmation(rule, pmo, member):
    campaign = begin(rule.current, pmo, member)
    barrier, problems = threading.Barrier(2), []

    def click():
        barrier.wait()
        try:
            confirmations.confirm(type(rule.current).objects.get(pk=rule.current.pk), by=member)
        except (ValidationError, DatabaseError) as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert Confirmation.objects.count() == 1
    assert campaign.requests.get().state == "confirmed"
    assert Event.objects.filter(name="guidelines.confirmed").count() == 1
