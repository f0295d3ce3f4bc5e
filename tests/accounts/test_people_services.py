"""Accounts, roles and groups: who may change what, and what goes on record."""

import threading

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.models import RoleAssignment, User
from accounts.roles import CAPABILITIES, Capability, Role, can, roles_of
from accounts.services import groups, people
from core.events import sentence
from core.models import Event
from tests import factories


def told():
    """The sentences of all events, in order."""
    return [sentence(event) for event in Event.objects.order_by("pk")]


def refusal(error):
    return error.value.message_dict


def test_an_account_is_created_with_its_roles_and_recorded(admin):
    person = people.create(
        by=admin,
        email=" New@Example.ORG ",
        name=" Nora New ",
        roles=[Role.SPONSOR, Role.EXECUTIVE],
        unit="Finance",
    )
    assert (person.email, person.name, person.unit) == ("new@example.org", "Nora New", "Finance")
    assert roles_of(person) == {Role.SPONSOR, Role.EXECUTIVE}
    assert told() == ["The account of Nora New was created: Executive, Sponsor"]


def test_an_address_has_one_account(admin, pmo):
    with pytest.raises(ValidationError) as error:
        people.create(by=admin, email="PETRA.lead@example.org", name="X", roles=[Role.SPONSOR])
    assert refusal(error) == {"email": ["There is an account with this address already."]}
    assert told() == []


@pytest.mark.parametrize(
    ("roles", "message"),
    [
        ([], "Choose at least one role."),
        (
            [Role.EXTERNAL, Role.TEAM_MEMBER],
            "An external stakeholder has no other role: it would open internal projects.",
        ),
    ],
)
def test_roles_that_make_no_sense_are_refused(admin, member, roles, message):
    with pytest.raises(ValidationError) as error:
        people.set_roles(member, roles, by=admin)
    assert refusal(error) == {"roles": [message]}
    assert people.assigned_roles(member) == {Role.TEAM_MEMBER}


def test_changed_roles_work_at_once_and_are_told(admin, member):
    assert not can(member, Capability.VIEW_AUDIT)
    people.set_roles(member, [Role.AUDITOR, Role.SPONSOR], by=admin)
    assert can(member, Capability.VIEW_AUDIT)
    assert told() == [
        "Ada Admin changed the roles of Mia Member: added Sponsor, Auditor, removed Team member"
    ]


def test_setting_the_same_roles_leaves_no_trace(admin, member):
    people.set_roles(member, [Role.TEAM_MEMBER], by=admin)
    assert told() == []


def test_the_pmo_lead_manages_people_but_not_administrators(pmo, member, admin):
    people.set_roles(member, [Role.PMO_ANALYST], by=pmo)
    with pytest.raises(PermissionDenied, match="gives or takes the administrator role"):
        people.set_roles(member, [Role.ADMINISTRATOR], by=pmo)
    for change in (
        lambda: people.set_roles(admin, [Role.TEAM_MEMBER], by=pmo),
        lambda: people.deactivate(admin, by=pmo),
        lambda: people.update_details(admin, {"name": "X", "unit": "", "job_title": ""}, by=pmo),
    ):
        with pytest.raises(PermissionDenied, match="changes the account of an administrator"):
            change()
    with pytest.raises(PermissionDenied, match="gives or takes the administrator role"):
        people.create(by=pmo, email="x@example.org", name="X", roles=[Role.ADMINISTRATOR])
    assert people.assigned_roles(member) == {Role.PMO_ANALYST}
    assert people.assigned_roles(admin) == {Role.ADMINISTRATOR}


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in ("administrator", "pmo_lead")]
)
def test_nobody_else_manages_people(role, member):
    outsider = factories.user("Out Sider", role)
    for change in (
        lambda: people.create(by=outsider, email="x@example.org", name="X", roles=[Role.SPONSOR]),
        lambda: people.set_roles(member, [Role.SPONSOR], by=outsider),
        lambda: people.deactivate(member, by=outsider),
        lambda: groups.create(name="G", members=[], by=outsider),
    ):
        with pytest.raises(PermissionDenied, match="Only administrators and the PMO lead"):
            change()


def test_nobody_takes_their_own_administrator_role(admin):
    factories.user("Bob Backup", "administrator")
    with pytest.raises(ValidationError) as error:
        people.set_roles(admin, [Role.TEAM_MEMBER], by=admin)
    assert refusal(error) == {
        "roles": ["You cannot take your own administrator role. Ask another administrator."]
    }
    with pytest.raises(ValidationError) as error:
        people.deactivate(admin, by=admin)
    assert refusal(error) == {"is_active": ["You cannot deactivate your own account."]}


def test_one_administrator_remains(admin):
    gone = factories.user("Bob Gone", "administrator", is_active=False)
    for change, field in (
        (lambda: people.set_roles(admin, [Role.TEAM_MEMBER], by=None), "roles"),
        (lambda: people.deactivate(admin, by=None), "is_active"),
    ):
        with pytest.raises(ValidationError) as error:
            change()
        assert refusal(error) == {field: ["At least one administrator must remain."]}
    gone.is_active = True
    gone.save()
    people.deactivate(admin, by=gone)
    assert list(User.objects.get_queryset().holding(Role.ADMINISTRATOR)) == [gone]


def test_deactivating_ends_every_session(admin, member, client):
    client.force_login(member)
    assert client.get("/profile/").status_code == 200
    people.deactivate(member, by=admin)
    assert client.get("/profile/").status_code == 302
    event = Event.objects.get(name="accounts.user_deactivated")
    assert event.data == {"sessions": 1}
    assert member.usersession_set.count() == 0
    people.activate(member, by=admin)
    assert client.get("/profile/").status_code == 302


def test_a_person_who_never_joined_cannot_simply_be_activated(admin):
    person = people.create(
        by=admin, email="x@example.org", name="X", roles=[Role.SPONSOR], is_active=False
    )
    with pytest.raises(ValidationError, match="Send the invitation again"):
        people.activate(person, by=admin)


def test_a_group_is_created_changed_and_deleted_on_record(pmo, member, sponsor, manager):
    group = groups.create(name=" Steering ", members=[member], by=pmo)
    groups.update(group, name="Steering board", members=[sponsor, manager], by=pmo)
    groups.update(group, name="Steering board", members=[manager, sponsor], by=pmo)
    assert set(group.user_set.all()) == {sponsor, manager}
    groups.delete(group, by=pmo)
    assert Group.objects.count() == 0
    assert [
        (event.name, event.object_label, event.data) for event in Event.objects.order_by("pk")
    ] == [
        ("accounts.group_created", "Steering", {"members": [member.pk]}),
        (
            "accounts.group_changed",
            "Steering board",
            {
                "old_name": "Steering",
                "added": sorted([sponsor.pk, manager.pk]),
                "removed": [member.pk],
            },
        ),
        (
            "accounts.group_deleted",
            "Steering board",
            {"members": sorted([sponsor.pk, manager.pk])},
        ),
    ]


def test_group_names_are_unique_whatever_their_case(pmo):
    groups.create(name="Board", members=[], by=pmo)
    with pytest.raises(ValidationError) as error:
        groups.create(name="BOARD", members=[], by=pmo)
    assert refusal(error) == {"name": ["There is a group with this name already."]}


def test_every_role_has_a_row_in_the_matrix_and_the_administrator_may_everything():
    assert set(CAPABILITIES) == set(Role)
    assert CAPABILITIES[Role.ADMINISTRATOR] == set(Capability)
    assert CAPABILITIES[Role.EXTERNAL] == {Capability.VIEW_REPORTS}


def test_an_inactive_person_has_no_role(member):
    member.is_active = False
    assert roles_of(member) == frozenset()
    assert RoleAssignment.objects.filter(user=member).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_two_administrators_cannot_remove_each_other_at_once():
    ada = factories.user("Ada Admin", "administrator")
    bob = factories.user("Bob Backup", "administrator")
    start, outcomes = threading.Barrier(2), []

    def remove(person, by):
        roles_of(by)  # read as a request does, before the other one is done
        start.wait()
        try:
            people.set_roles(person, [Role.TEAM_MEMBER], by=by)
            outcomes.append("done")
        except ValidationError as refused:
            outcomes.append(refused.message_dict["roles"][0])
        finally:
            connection.close()

    pairs = [(User.objects.get(pk=ada.pk), bob), (User.objects.get(pk=bob.pk), ada)]
    threads = [threading.Thread(target=remove, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["At least one administrator must remain.", "done"]
    assert RoleAssignment.objects.filter(role=Role.ADMINISTRATOR).count() == 1
