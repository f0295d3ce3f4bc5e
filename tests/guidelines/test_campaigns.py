"""Campaigns: who is asked, opening once, ending, asking again after a material change."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.grants import grant
from accounts.models import RoleAssignment, User
from accounts.roles import Role
from core import chain
from core.models import Event, Notification
from guidelines.enums import CampaignState, RequestState
from guidelines.events.confirming import still_asked
from guidelines.models import Campaign, ConfirmationRequest, Guideline
from guidelines.selectors.audiences import asked, preview
from guidelines.selectors.readers import readers_of
from guidelines.services import campaigns, confirmations, exceptions
from tests import factories as people
from tests.guidelines import factories

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=14)
MANAGERS = {"roles": ["project_manager"]}


def begin(version, by, audience=None, **values):
    values = {"due_on": DUE, **values}
    return campaigns.create(version, by=by, audience=audience or MANAGERS, **values)


def states(campaign):
    rows = campaign.requests.order_by("person__name").values_list("person__name", "state")
    return dict(rows)


def told(person, name):
    chain.follow_pending()
    return Notification.objects.filter(recipient=person, event__name=f"guidelines.{name}").count()


@pytest.fixture
def rule(pmo):
    return factories.published("GL-16", owner=pmo)


@pytest.mark.django_db
@pytest.mark.parametrize("access", ["company", "restricted"])
@pytest.mark.parametrize("chapter_access", ["company", "restricted"])
def test_readers_are_those_to_whom_it_is_visible(access, chapter_access):
    """One rule, written twice: for all people of a guideline, for all guidelines of a person."""
    everyone = [people.user(f"{role} one", role) for role in Role.values]
    owner, granted, in_group, of_chapter, in_chapter_group, gone = (
        people.user(name, "external") for name in ("Owner", "Granted", "Group", "Chap", "Cg", "Go")
    )
    inside = factories.chapter(access=chapter_access)
    guideline = factories.published("GL-1", owner=owner, access=access, inside=inside)
    groups = [Group.objects.create(name=name) for name in ("readers", "chapter readers")]
    in_group.groups.add(groups[0])
    in_chapter_group.groups.add(groups[1])
    grant("view_guideline", guideline, granted)
    grant("view_guideline", guideline, groups[0])
    grant("view_chapter", inside, of_chapter)
    grant("view_chapter", inside, groups[1])
    grant("view_guideline", guideline, gone)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    expected = {
        user.name
        for user in User.objects.filter(is_active=True)
        if Guideline.objects.visible_to(user).filter(pk=guideline.pk).exists()
    }
    assert {user.name for user in readers_of(guideline)} == expected
    assert {"Owner", "Granted", "Group", "Chap", "Cg"} <= expected
    assert len(everyone) == len(Role.values)


def test_opening_asks_once_with_reason_and_unit(rule, pmo, manager, member):
    User.objects.filter(pk=manager.pk).update(unit="Roads")
    campaign = begin(rule.current, pmo, {"roles": ["project_manager"], "people": [member.pk]})
    rows = campaign.requests.order_by("pk").values_list("person__name", "unit", "why", "state")
    assert list(rows) == [
        ("Max Manager", "Roads", "role:project_manager", "open"),
        ("Mia Member", "", "named", "open"),
    ]
    assert campaigns.open_now(campaign, by=pmo) == 0
    assert campaigns.ask_newcomers(campaign) == 0
    assert [told(user, "confirmation_asked") for user in (manager, member, pmo)] == [1, 1, 0]


def test_who_may_not_read_it_is_not_asked(pmo, manager, stranger):
    rule = factories.published("GL-1", owner=pmo, access="restricted")
    grant("view_guideline", rule, manager)
    other = people.user("Other Manager", "project_manager")
    found = asked(rule.current, {**MANAGERS, "people": [stranger.pk]})
    assert (found.people, found.unable) == (
        {manager.pk: "role:project_manager"},
        frozenset({other.pk, stranger.pk}),
    )
    shown = preview(rule.current, {**MANAGERS, "people": [stranger.pk]})
    assert ([(each.label, each.people) for each in shown.reasons], shown.unable) == (
        [("Project manager", [manager])],
        [other, stranger],
    )
    with pytest.raises(ValidationError, match="None of these people"):
        begin(rule.current, pmo, {"people": [stranger.pk]})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"audience": {"roles": []}}, "Say who is asked."),
        ({"due_on": TODAY - timedelta(days=1)}, "The day is over"),
    ],
)
def test_what_a_campaign_needs(rule, pmo, manager, values, message):
    with pytest.raises(ValidationError, match=message):
        campaigns.create(rule.current, by=pmo, **{"audience": MANAGERS, "due_on": DUE, **values})
    assert not Campaign.objects.exists()


def test_one_campaign_at_a_time_and_none_for_a_draft(rule, pmo, manager):
    begin(rule.current, pmo)
    with pytest.raises(ValidationError, match="running already"):
        begin(rule.current, pmo)
    with pytest.raises(ValidationError, match="Only a version in force"):
        begin(factories.draft("GL-2"), pmo)


def test_who_confirmed_before_needs_not_be_asked(rule, pmo, manager, member):
    confirmations.confirm(rule.current, by=manager)
    campaign = begin(rule.current, pmo, {"people": [manager.pk, member.pk]})
    assert states(campaign) == {"Mia Member": "open"}
    shown = preview(rule.current, {"people": [manager.pk, member.pk]})
    assert (shown.count, shown.confirmed) == (1, [manager])


def test_newcomers_are_asked_leavers_dropped_and_who_returns_is_asked_again(rule, pmo, manager):
    campaign = begin(rule.current, pmo)
    late = people.user("Late Comer", "project_manager")
    assert (campaigns.ask_newcomers(campaign), campaigns.drop_leavers(campaign)) == (1, 0)
    User.objects.filter(pk=late.pk).update(is_active=False)
    assert campaigns.drop_leavers(campaign) == 1
    assert states(campaign) == {"Late Comer": "dropped", "Max Manager": "open"}
    User.objects.filter(pk=late.pk).update(is_active=True)
    assert campaigns.ask_newcomers(campaign) == 1
    assert states(campaign) == {"Late Comer": "open", "Max Manager": "open"}


def test_losing_the_right_to_read_ends_being_asked(pmo, manager):
    rule = factories.published("GL-1", owner=pmo)
    campaign = begin(rule.current, pmo)
    Guideline.objects.filter(pk=rule.pk).update(access="restricted")
    campaign = Campaign.objects.get(pk=campaign.pk)
    assert campaigns.drop_leavers(campaign) == 1
    assert states(campaign) == {"Max Manager": "dropped"}


def test_a_lost_role_alone_does_not_take_a_person_out(rule, pmo, manager):
    campaign = begin(rule.current, pmo)
    RoleAssignment.objects.filter(user=manager).update(role=Role.TEAM_MEMBER)
    assert campaigns.drop_leavers(campaign) == 0


def test_reminding_by_hand_once_a_day(rule, pmo, manager, member):
    campaign = begin(rule.current, pmo, {"people": [manager.pk, member.pk]})
    with pytest.raises(ValidationError, match="written to within a day"):
        campaigns.remind_by_hand(campaign, by=pmo)
    ConfirmationRequest.objects.update(asked_at=timezone.now() - timedelta(days=2))
    confirmations.confirm(rule.current, by=member)
    assert campaigns.remind_by_hand(campaign, by=pmo) == 1
    assert [told(user, "confirmation_reminded") for user in (manager, member)] == [1, 0]
    with pytest.raises(ValidationError, match="Try again tomorrow"):
        campaigns.remind_by_hand(campaign, by=pmo)


def test_a_reminder_that_is_told_late_spares_who_confirmed_in_between(rule, pmo, manager):
    campaign = begin(rule.current, pmo)
    ConfirmationRequest.objects.update(asked_at=timezone.now() - timedelta(days=2))
    campaigns.remind(campaign)
    confirmations.confirm(rule.current, by=manager)
    assert told(manager, "confirmation_reminded") == 0


def test_an_exception_needs_a_reason_and_can_be_undone(rule, pmo, manager):
    campaign = begin(rule.current, pmo)
    request = campaign.requests.get()
    with pytest.raises(ValidationError, match="at least 10 letters"):
        exceptions.excuse(request, by=pmo, reason="  ill   ")
    exceptions.excuse(request, by=pmo, reason="On parental leave.")
    assert (request.state, request.excused_by) == (RequestState.EXEMPT, pmo)
    ConfirmationRequest.objects.update(asked_at=timezone.now() - timedelta(days=2))
    assert campaigns.remind(campaign) == 0
    with pytest.raises(ValidationError, match="changed in the meantime"):
        exceptions.excuse(request, by=pmo, reason="On parental leave.")
    exceptions.ask_again(request, by=pmo)
    assert (request.state, request.excused_reason, request.excused_at) == ("open", "", None)
    names = Event.objects.filter(name__startswith="guidelines.confirmation_exc")
    assert list(names.order_by("pk").values_list("name", flat=True)) == [
        "guidelines.confirmation_excused",
        "guidelines.confirmation_exception_undone",
    ]
    campaigns.close(campaign, by=pmo, reason="Done.")
    with pytest.raises(ValidationError, match="not open"):
        exceptions.ask_again(request, by=pmo)


def test_ending_keeps_what_was_confirmed(rule, pmo, manager, member):
    campaign = begin(rule.current, pmo, {"people": [manager.pk, member.pk]})
    confirmations.confirm(rule.current, by=member)
    campaigns.close(campaign, by=pmo, reason=" Enough. ")
    assert (campaign.state, campaign.closed_reason) == (CampaignState.CLOSED, "Enough.")
    assert states(campaign) == {"Max Manager": "dropped", "Mia Member": "confirmed"}
    with pytest.raises(ValidationError, match="closed already"):
        campaigns.close(campaign, by=pmo)


def test_a_material_change_asks_the_same_people_again(rule, pmo, manager, member):
    first = begin(rule.current, pmo, {"people": [manager.pk, member.pk]}, message="Please.")
    confirmations.confirm(rule.current, by=member)
    newer = factories.next_draft(rule, body="## Rules\n\nNew.\n")
    factories.publish(newer)
    second = campaigns.renew(newer, by=pmo)
    assert (second.follows, second.message, second.due_on) == (first, "Please.", DUE)
    first.refresh_from_db()
    assert (first.state, first.closed_reason) == ("closed", "Version 2 replaced it.")
    assert states(first) == {"Max Manager": "dropped", "Mia Member": "confirmed"}
    assert states(second) == {"Max Manager": "open", "Mia Member": "open"}


def test_renewing_puts_former_audiences_together(rule, pmo, manager, member):
    assert campaigns.renew(rule.current, by=pmo) is None
    campaigns.close(begin(rule.current, pmo, {"people": [manager.pk]}), by=pmo)
    begin(rule.current, pmo, {"people": [manager.pk, member.pk], "roles": ["sponsor"]})
    newer = factories.next_draft(rule, body="## Rules\n\nNew.\n")
    factories.publish(newer)
    second = campaigns.renew(newer, by=pmo)
    assert second.audience == {
        "sources": [],
        "roles": ["sponsor"],
        "groups": [],
        "people": [manager.pk, member.pk],
    }


@pytest.mark.django_db
def test_two_thousand_people_in_few_queries(pmo, django_assert_max_num_queries):
    users = User.objects.bulk_create(
        [User(email=f"p{n}@example.org", name=f"Person {n}", unit=f"U{n % 9}") for n in range(2000)]
    )
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(user=user, role="project_manager") for user in users]
    )
    rule = factories.published("GL-1", owner=pmo)
    with django_assert_max_num_queries(60):
        campaign = begin(rule.current, pmo)
    assert campaign.requests.count() == 2000
    event = Event.objects.get(name="guidelines.confirmation_asked")
    with django_assert_max_num_queries(2):
        assert len(set(still_asked(event))) == 2000
