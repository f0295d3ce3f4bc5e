"""Grants on single objects: list and detail agree for every role, in one constant query."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts import grants
from accounts.forms.access import GrantForm, holder_key
from accounts.models import User
from accounts.roles import Role
from accounts.services import grants as services
from accounts.services import groups
from accounts.views.access import access_panel, grant_access, revoke_access
from core.events import sentence
from core.models import Event
from portfolio.enums import Access
from portfolio.models import Portfolio, Project
from portfolio.models.portfolios import VIEW_PORTFOLIO
from portfolio.models.projects import VIEW_PROJECT
from tests import factories

ROOT = Path(__file__).resolve().parent.parent.parent
SEE_ALL = {"administrator", "pmo_lead"}
INTERNAL = {"internal", "internal-elsewhere"}
RESTRICTED = {"restricted", "restricted-elsewhere"}


@pytest.fixture
def world(db):
    """Two portfolios with an internal and a restricted project each."""
    home, elsewhere = factories.portfolio("Home"), factories.portfolio("Elsewhere")
    for portfolio, suffix in ((home, ""), (elsewhere, "-elsewhere")):
        factories.project(portfolio, f"internal{suffix}")
        factories.project(portfolio, f"restricted{suffix}", access=Access.RESTRICTED)
    return home


def project(code):
    return Project.objects.get(code=code)


def in_list(user):
    return set(Project.objects.visible_to(user).values_list("code", flat=True))


def in_detail(user):
    """What opens one by one, as a project's page loads it."""
    visible = Project.objects.visible_to(user)
    return {p.code for p in Project.objects.all() if visible.filter(pk=p.pk).exists()}


def expected(role, granted):
    if role in SEE_ALL:
        return INTERNAL | RESTRICTED
    return granted if role == "external" else INTERNAL | granted


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("by_group", [False, True], ids=["person", "group"])
def test_list_and_detail_agree_for_every_role(world, role, by_group):
    person = factories.user("Some One", role)
    holder = person
    if by_group:
        holder = Group.objects.create(name="Guests")
        person.groups.add(holder)

    def sees():
        again = User.objects.get(pk=person.pk)
        assert in_list(again) == in_detail(again)
        return in_list(again)

    assert sees() == expected(role, set())
    grants.grant(VIEW_PROJECT, project("restricted"), holder)
    assert sees() == expected(role, {"restricted"})
    grants.grant(VIEW_PORTFOLIO, world, holder)
    assert sees() == expected(role, {"restricted", "internal"})
    grants.revoke(VIEW_PROJECT, project("restricted"), holder)
    assert sees() == expected(role, {"internal"})

    User.objects.filter(pk=person.pk).update(is_superuser=True)
    assert sees() == expected(role, {"internal"})
    User.objects.filter(pk=person.pk).update(is_superuser=False, is_active=False)
    assert sees() == set()


@pytest.mark.parametrize("role", Role.values)
def test_portfolios_follow_the_same_rule(world, role):
    person = factories.user("Some One", role)
    names = {"Home", "Elsewhere"}
    assert set(Portfolio.objects.visible_to(person).values_list("name", flat=True)) == (
        set() if role == "external" else names
    )
    grants.grant(VIEW_PORTFOLIO, world, person)
    assert set(Portfolio.objects.visible_to(person).values_list("name", flat=True)) == (
        {"Home"} if role == "external" else names
    )


def test_a_superuser_without_roles_sees_nothing(world):
    person = factories.user("Root", is_superuser=True)
    assert in_list(person) == in_detail(person) == set()
    assert not grants.is_granted(person, VIEW_PROJECT, project("internal"))


def test_a_global_permission_opens_nothing(world, stranger):
    permission = Permission.objects.get(codename=VIEW_PROJECT)
    stranger.user_permissions.add(permission)
    group = Group.objects.create(name="Everything")
    group.permissions.add(permission)
    stranger.groups.add(group)
    assert in_list(stranger) == in_detail(stranger) == set()
    assert not grants.is_granted(stranger, VIEW_PROJECT, project("internal"))


def test_a_grant_asks_guardian_and_agrees_with_the_list(world, stranger):
    for code in ("internal", "restricted"):
        target = project(code)
        assert not grants.is_granted(stranger, VIEW_PROJECT, target)
        grants.grant(VIEW_PROJECT, target, stranger)
        assert grants.is_granted(stranger, VIEW_PROJECT, target)
    stranger.is_active = False
    assert not grants.is_granted(stranger, VIEW_PROJECT, project("internal"))


def test_leaving_the_group_and_deleting_it_end_the_access(world, admin, stranger):
    group = groups.create(name="Guests", members=[stranger], by=admin)
    grants.grant(VIEW_PROJECT, project("restricted"), group)
    assert in_list(stranger) == {"restricted"}
    groups.update(group, name="Guests", members=[], by=admin)
    assert in_list(stranger) == set()
    groups.update(group, name="Guests", members=[stranger], by=admin)
    groups.delete(group, by=admin)
    assert in_list(stranger) == set()


def test_deleting_the_object_leaves_no_grant_behind(world, stranger):
    target = project("restricted")
    grants.grant(VIEW_PROJECT, target, stranger)
    target.delete()
    assert {ids.count() for _model, ids in grants.granted_to(stranger)} == {0}


@pytest.mark.parametrize("count", [1, 3])
def test_seeing_projects_takes_two_queries_however_many_grants(world, stranger, count):
    for number in range(count):
        grants.grant(VIEW_PROJECT, factories.project(world, f"X{number}"), stranger)
        group = Group.objects.create(name=f"G{number}")
        stranger.groups.add(group)
        grants.grant(VIEW_PROJECT, factories.project(world, f"Y{number}"), group)
    again = User.objects.get(pk=stranger.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(in_list(again)) == 2 * count
    assert len(queries) == 2  # the roles, once per request, and the list


def test_giving_and_taking_is_recorded_and_the_person_is_told(world, admin, stranger):
    target = project("restricted")
    assert services.grant(VIEW_PROJECT, target, stranger, by=admin)
    assert not services.grant(VIEW_PROJECT, target, stranger, by=admin)
    assert services.revoke(VIEW_PROJECT, target, stranger, by=admin)
    assert not services.revoke(VIEW_PROJECT, target, stranger, by=admin)
    events = list(Event.objects.order_by("pk"))
    assert [sentence(event) for event in events] == [
        f"Ada Admin gave Xaver Extern access to {target}",
        f"Ada Admin took access to {target} from Xaver Extern",
    ]
    assert (events[0].model, events[0].object_id) == ("portfolio.project", target.pk)


def test_a_grant_to_a_group_is_told_to_its_members(world, admin, stranger, member):
    from core.registries import event_types

    group = groups.create(name="Guests", members=[stranger, member], by=admin)
    services.grant(VIEW_PROJECT, project("restricted"), group, by=admin)
    event = Event.objects.get(name="accounts.access_granted")
    audience = event_types["accounts.access_granted"].audience(event)
    assert set(audience) == {stranger.pk, member.pk}


# --- the panel that pages embed ---------------------------------------------------------


def post(user, **data):
    from django.contrib.messages.storage.fallback import FallbackStorage

    request = RequestFactory().post("/", data)
    request.user, request.session = user, {}
    request._messages = FallbackStorage(request)
    return request


def test_the_panel_lists_holders_and_offers_the_others(world, admin, stranger, member):
    target = project("restricted")
    gone = factories.user("Gerd Gone", "external", is_active=False)
    group = groups.create(name="Guests", members=[stranger], by=admin)
    services.grant(VIEW_PROJECT, target, group, by=admin)
    services.grant(VIEW_PROJECT, target, member, by=admin)
    panel = access_panel(target, VIEW_PROJECT, add_url="/add/", remove_url="/remove/")
    assert [row.label for row in panel.people] == ["Mia Member"]
    assert [(row.label, row.holder.member_count) for row in panel.groups] == [("Guests", 1)]
    offered = [
        key for _label, options in panel.form.fields["holder"].choices[1:] for key, _ in options
    ]
    assert offered == [holder_key(admin), holder_key(stranger)]
    assert holder_key(gone) not in offered


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_takes_five_queries_however_many_holders(world, admin, count):
    target = project("restricted")
    for number in range(count):
        grants.grant(VIEW_PROJECT, target, factories.user(f"P {number}", "external"))
        grants.grant(VIEW_PROJECT, target, Group.objects.create(name=f"G{number}"))
    from django.template.loader import render_to_string

    with CaptureQueriesContext(connection) as queries:
        panel = access_panel(target, VIEW_PROJECT, add_url="/add/", remove_url="/remove/")
        html = render_to_string("accounts/access_panel.html", {"access_panel": panel})
    assert html.count("<li>") == 2 * count
    assert len(queries) == 4


def test_access_is_given_and_taken_through_the_panel(world, admin, stranger):
    target = project("restricted")
    form = grant_access(post(admin, holder=holder_key(stranger)), target, VIEW_PROJECT)
    assert form.errors == {}
    assert in_list(stranger) == {"restricted"}
    revoke_access(post(admin, holder=holder_key(stranger)), target, VIEW_PROJECT)
    assert in_list(stranger) == set()


@pytest.mark.parametrize(
    "key", ["", "person:999999", "group:x", "person:", "nonsense", "person:-1"]
)
def test_nonsense_is_refused(world, admin, key):
    target = project("restricted")
    form = grant_access(post(admin, holder=key), target, VIEW_PROJECT)
    assert list(form.errors) == ["holder"]
    revoke_access(post(admin, holder=key), target, VIEW_PROJECT)
    assert Event.objects.count() == 0


def test_a_panel_that_may_not_change_says_why_and_offers_nothing(world, stranger):
    target = project("restricted")
    services.grant(VIEW_PROJECT, target, stranger, by=None)
    panel = access_panel(
        target, VIEW_PROJECT, add_url="/add/", remove_url="/remove/", why_not="Not your project."
    )
    from django.template.loader import render_to_string

    html = render_to_string("accounts/access_panel.html", {"access_panel": panel})
    assert "Not your project." in html
    assert "<form" not in html
    assert "Xaver Extern" in html


def test_an_already_granted_person_is_not_offered_again(world, admin, stranger):
    target = project("restricted")
    services.grant(VIEW_PROJECT, target, stranger, by=admin)
    form = GrantForm({"holder": holder_key(stranger)}, obj=target, codename=VIEW_PROJECT)
    assert list(form.errors) == ["holder"]


@pytest.mark.pure
def test_no_code_asks_for_rights_past_the_roles_and_the_door():
    """`has_perm` and `is_superuser` would let superusers and global permissions in."""
    found = []
    for app in ("accounts", "core", "guidelines", "templates_lib", "portfolio", "stakeholders"):
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                lines = path.read_text().splitlines()
                found += [
                    f"{path.name}: {line.strip()}"
                    for line in lines
                    if re.search(r"\.has_perms?\(|\.is_superuser|\.is_staff", line)
                ]
    assert found == []


def test_nobody_but_an_account_reads_as_a_person():
    from django.contrib.auth.models import AnonymousUser

    from accounts.signed_in import person_of

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        person_of(request)
