"""Campaigns by the clock: opening, ending, reminders each once, escalation."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core import chain
from core.models import Event, Notification
from guidelines.models import Campaign, ConfirmationRequest
from guidelines.services import campaign_rounds, campaigns, confirmations, publishing, retiring
from tests import factories as people
from tests.guidelines import factories

TODAY = timezone.localdate()
DUE = date(2026, 12, 31)


@pytest.fixture
def rule(pmo):
    return factories.published("GL-16", owner=pmo)


def begin(version, by, *asked, due_on=None):
    audience = {"people": [person.pk for person in asked]}
    due_on = due_on or campaigns.first_due(version)
    return campaigns.create(version, by=by, audience=audience, due_on=due_on)


def days(campaign, number):
    return campaign.due_on + timedelta(days=number)


def look_after(today):
    """The day's round as if everybody had been written to long ago."""
    past = timezone.now() - timedelta(days=2)
    ConfirmationRequest.objects.update(asked_at=past, reminded_at=None)
    campaign_rounds.look_after(today)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("days_after", "step"),
    [
        (-8, ""),
        (-7, "before"),
        (-1, "before"),
        (0, "due"),
        (6, "due"),
        (7, "late_1"),
        (20, "late_2"),
    ],
)
def test_steps_of_the_reminders(days_after, step):
    assert campaign_rounds.step_of(DUE, DUE + timedelta(days=days_after)) == step


def test_each_reminder_is_sent_once(rule, pmo, manager):
    campaign = begin(rule.current, pmo, manager)
    counts = []
    for number in range(-9, 17):
        look_after(days(campaign, number))
        look_after(days(campaign, number))
        counts.append((number, campaign.requests.get().reminders))
    changes = [
        number
        for (number, now), (_n, before) in zip(counts[1:], counts, strict=False)
        if now > before
    ]
    assert changes == [-7, 0, 7, 14]


def test_a_missed_day_is_made_up_with_the_newest_step_alone(rule, pmo, manager):
    campaign = begin(rule.current, pmo, manager)
    look_after(days(campaign, 15))
    assert campaign.requests.get().reminders == 1


def test_who_was_just_asked_is_not_reminded(rule, pmo, manager):
    campaign = begin(rule.current, pmo, manager, due_on=TODAY)
    campaign_rounds.look_after(TODAY)
    assert campaign.requests.get().reminders == 0


def test_those_who_keep_it_hear_once_who_is_late(rule, manager, member, analyst):
    campaign = begin(rule.current, analyst, manager, member)
    confirmations.confirm(rule.current, by=member)
    for number in (6, 7, 8, 14):
        look_after(days(campaign, number))
    event = Event.objects.get(name="guidelines.confirmation_escalated")
    assert (event.data["names"], event.data["count"]) == ("Max Manager", 1)
    assert event.data["url"] == campaign.get_absolute_url()
    chain.follow_pending()
    heard = Notification.objects.filter(event=event).order_by("recipient__name")
    assert [each.recipient.name for each in heard] == ["Anna Lyst", "Petra Lead"]


def test_the_round_asks_newcomers_and_drops_leavers(rule, pmo, manager):
    campaign = campaigns.create(
        rule.current,
        by=pmo,
        audience={"roles": ["project_manager"]},
        due_on=campaigns.first_due(rule.current),
    )
    new = people.user("New Manager", "project_manager")
    manager.is_active = False
    manager.save(update_fields=["is_active"])
    campaign_rounds.look_after(TODAY)
    rows = campaign.requests.order_by("person__name").values_list("person__name", "state")
    assert list(rows) == [("Max Manager", "dropped"), (new.name, "open")]


def test_a_planned_campaign_opens_with_its_version_and_ends_the_former(rule, pmo, manager):
    first = begin(rule.current, pmo, manager)
    version = factories.in_state(factories.next_draft(rule, body="## Rules\n\nNew.\n"), "approved")
    day = TODAY + timedelta(days=3)
    publishing.publish(
        version,
        by=pmo,
        is_material=True,
        change_note="New.",
        transition="at_once",
        effective_on=day,
    )
    second = campaigns.renew(version, by=pmo)
    assert (second.state, second.due_on) == ("planned", day + timedelta(days=14))
    assert (campaign_rounds.open_due(), second.requests.count()) == (0, 0)
    publishing.publish_due(day)
    assert campaign_rounds.open_due() == 1
    assert campaign_rounds.open_due() == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.requests.count()) == ("closed", "open", 1)


def test_a_due_day_that_passed_before_opening_moves(rule, pmo, manager):
    campaign = begin(rule.current, pmo, manager)
    Campaign.objects.update(state="planned", due_on=TODAY - timedelta(days=1))
    ConfirmationRequest.objects.all().delete()
    campaign_rounds.open_due()
    campaign.refresh_from_db()
    assert (campaign.state, campaign.due_on) == ("open", TODAY + timedelta(days=14))


@pytest.mark.parametrize(("is_material", "state"), [(True, "closed"), (False, "open")])
def test_only_a_material_change_ends_a_campaign(rule, pmo, manager, is_material, state):
    campaign = begin(rule.current, pmo, manager)
    factories.publish(
        factories.next_draft(rule, body="## Rules\n\nNew.\n", is_material=is_material)
    )
    campaign_rounds.end_replaced()
    campaign.refresh_from_db()
    assert campaign.state == state


def test_retiring_ends_a_campaign(rule, pmo, manager):
    campaign = begin(rule.current, pmo, manager)
    retiring.retire(rule, by=pmo, reason="Nobody follows it.")
    campaign_rounds.end_replaced()
    campaign.refresh_from_db()
    assert (campaign.state, campaign.closed_reason) == ("closed", "The guideline was retired.")


def test_one_that_fails_holds_up_no_other(pmo, manager, monkeypatch):
    rules = [factories.published(code, owner=pmo) for code in ("GL-1", "GL-2")]
    bad, good = (begin(rule.current, pmo, manager) for rule in rules)
    Campaign.objects.filter(pk=bad.pk).update(audience={"roles": ["nobody"], "people": "x"})
    campaign_rounds.look_after(TODAY)
    looked = Campaign.objects.order_by("pk").values_list("looked_after_on", flat=True)
    assert (good.pk > bad.pk, list(looked)) == (True, [None, TODAY])
