"""The pages about people, groups and roles, seen by those who may and those who may not."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import grants
from accounts.models import User
from accounts.roles import CAPABILITIES, Capability, Role, roles_of
from accounts.services import invitations
from core import chain, search
from core.models import Event
from core.registries import list_pages, navigation
from portfolio.enums import Access
from portfolio.models.projects import VIEW_PROJECT
from tests import factories

PERSON = {"name": "Mia Member", "unit": "IT", "job_title": "", "roles": ["sponsor"]}


def text(response):
    return response.content.decode()


def rows(response):
    return [str(row) for row in response.context["rows"]]


# --- people -----------------------------------------------------------------------------


def test_people_are_listed_with_roles_and_state(sign_in, pmo, member):
    invitations.invite(by=pmo, email="n@example.org", name="Nora New", roles=[Role.EXTERNAL])
    found = rows(sign_in(pmo).get("/people/"))
    assert ["Mia Member" in found[0], "Team member" in found[0], "Active" in found[0]] == [True] * 3
    assert ["Nora New" in found[1], "External" in found[1], "Invited" in found[1]] == [True] * 3
    assert "Petra Lead" in found[2]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("role=executive", ["Eva Executive"]),
        ("role=executive&role=sponsor", ["Eva Executive", "Sam Sponsor"]),
        ("state=inactive", ["Sam Sponsor"]),
        ("unit=Finance", ["Eva Executive"]),
        ("q=EVA", ["Eva Executive"]),
        ("q=sponsor@example", ["Sam Sponsor"]),
        ("state=invited", []),
    ],
)
def test_people_are_found_by_role_state_unit_and_words(
    sign_in, pmo, executive, sponsor, query, names
):
    User.objects.filter(pk=executive.pk).update(unit="Finance")
    User.objects.filter(pk=sponsor.pk).update(is_active=False)
    found = rows(sign_in(pmo).get(f"/people/?{query}"))
    assert [name for name in ("Eva Executive", "Sam Sponsor") if name in "".join(found)] == names
    assert len(found) == len(names)


def test_people_of_a_group_are_found(sign_in, pmo, member, executive):
    group = Group.objects.create(name="Board")
    group.user_set.add(executive)
    assert len(rows(sign_in(pmo).get(f"/people/?group={group.pk}"))) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(sign_in, pmo, count):
    for number in range(count):
        factories.user(f"Person {number}", "sponsor", "executive")
    client = sign_in(pmo)
    client.get("/people/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/people/")
    assert len(queries) == LIST_QUERIES


LIST_QUERIES = 10


@pytest.mark.parametrize("role", Role.values)
def test_staff_looks_people_up_and_external_people_do_not(sign_in, role, member):
    client = sign_in(factories.user("Some One", role))
    is_staff = Capability.VIEW_INTERNAL in CAPABILITIES[Role(role)]
    assert client.get("/people/").status_code == (200 if is_staff else 403)
    assert client.get(f"/people/{member.pk}/").status_code == (200 if is_staff else 404)
    assert client.get("/roles/").status_code == (200 if is_staff else 403)


def test_an_external_person_opens_their_own_page_only(sign_in, stranger, member):
    client = sign_in(stranger)
    assert client.get(f"/people/{stranger.pk}/").status_code == 200
    assert client.get(f"/people/{member.pk}/").status_code == 404
    assert client.get(f"/people/{member.pk}/edit/").status_code == 404


def test_a_page_shows_granted_objects_only_as_far_as_the_viewer_may_see_them(
    sign_in, pmo, executive, stranger
):
    portfolio = factories.portfolio()
    hidden = factories.project(portfolio, "SECRET-1", access=Access.RESTRICTED)
    shown = factories.project(portfolio, "OPEN-1")
    for project in (hidden, shown):
        grants.grant(VIEW_PROJECT, project, stranger)
    page = f"/people/{stranger.pk}/"
    for_pmo, for_executive = text(sign_in(pmo).get(page)), text(sign_in(executive).get(page))
    assert ["SECRET-1" in for_pmo, "OPEN-1" in for_pmo] == [True, True]
    assert ["SECRET-1" in for_executive, "OPEN-1" in for_executive] == [False, True]


def test_sessions_invitation_and_history_are_for_managers_only(sign_in, pmo, executive, member):
    for_executive = sign_in(executive).get(f"/people/{member.pk}/")
    for_pmo = sign_in(pmo).get(f"/people/{member.pk}/")
    assert [key in for_executive.context for key in ("session_count", "history")] == [False, False]
    assert for_pmo.context["session_count"] == 0
    assert "Open sessions" not in text(for_executive)


@pytest.mark.parametrize("count", [1, 3])
def test_a_persons_page_takes_a_constant_number_of_queries(sign_in, pmo, member, client, count):
    for number in range(count):
        device = type(client)()
        device.force_login(member)
        device.get("/profile/")
        group = Group.objects.create(name=f"G{number}")
        member.groups.add(group)
        project = factories.project(factories.portfolio(f"P{number}"))
        grants.grant(VIEW_PROJECT, project, member)
    browser = sign_in(pmo)
    browser.get(f"/people/{member.pk}/")
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(f"/people/{member.pk}/")
    assert page.context["session_count"] == count
    assert len(queries) == PERSON_QUERIES


PERSON_QUERIES = 15


def test_a_person_is_edited(sign_in, pmo, member):
    client = sign_in(pmo)
    page = f"/people/{member.pk}/edit/"
    assert client.get(page).context["form"].initial["roles"] == ["team_member"]
    response = client.post(page, PERSON)  # without the box "May sign in"
    assert response["Location"] == f"/people/{member.pk}/"
    member = User.objects.get(pk=member.pk)
    assert (member.unit, member.is_active) == ("IT", False)
    client.post(page, {**PERSON, "is_active": "on"})
    member = User.objects.get(pk=member.pk)
    assert (member.is_active, roles_of(member)) == (True, {Role.SPONSOR})
    names = Event.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == [
        "accounts.user_changed",
        "accounts.roles_changed",
        "accounts.user_deactivated",
        "accounts.user_activated",
    ]


def test_refusals_stand_beside_their_field_and_change_nothing(sign_in, admin):
    response = sign_in(admin).post(f"/people/{admin.pk}/edit/", {**PERSON, "is_active": "on"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["roles"]
    assert "You cannot take your own administrator role" in text(response)
    assert User.objects.get(pk=admin.pk).name == "Ada Admin"


def test_who_may_not_edit_is_told_why(sign_in, pmo, admin, executive, member):
    page = f"/people/{admin.pk}/"
    client = sign_in(pmo)
    assert "Only an administrator changes the account of an administrator." in text(
        client.get(page)
    )
    refused = client.get(f"{page}edit/")
    assert refused.status_code == 403
    assert "Only an administrator changes the account of an administrator." in text(refused)
    client = sign_in(executive)
    assert client.post(f"/people/{member.pk}/edit/", PERSON).status_code == 403
    assert client.post(f"/people/{member.pk}/invitation/resend/").status_code == 403
    assert client.get("/people/invite/").status_code == 403


# --- own profile ------------------------------------------------------------------------


def test_the_profile_changes_language_time_and_appearance(sign_in, member):
    data = {
        "name": "Mia M.",
        "job_title": "Developer",
        "language": "de",
        "time_zone": "America/New_York",
        "theme": "dark",
        "roles": ["administrator"],
        "email": "other@example.org",
        "unit": "Elsewhere",
    }
    client = sign_in(member)
    assert client.post("/profile/", data)["Location"] == "/profile/"
    person = User.objects.get(pk=member.pk)
    assert (person.name, person.language, person.time_zone, person.theme) == (
        "Mia M.",
        "de",
        "America/New_York",
        "dark",
    )
    assert (person.email, person.unit, roles_of(person)) == (
        "mia.member@example.org",
        "",
        {Role.TEAM_MEMBER},
    )
    page = text(client.get("/profile/"))
    assert '<html lang="de" data-theme="dark">' in page
    assert Event.objects.get().data["fields"] == "name, job_title, language, time_zone, theme"


def test_a_wrong_time_zone_is_refused(sign_in, member):
    data = {"name": "Mia", "language": "en", "time_zone": "Mars/Base", "theme": "auto"}
    response = sign_in(member).post("/profile/", data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["time_zone"]


@pytest.mark.parametrize(
    ("back", "location"),
    [("/people/?q=x", "/people/?q=x"), ("//evil.example", "/profile/"), ("", "/profile/")],
)
def test_the_menu_switches_and_stays(sign_in, member, back, location):
    client = sign_in(member)
    response = client.post("/profile/preferences/", {"theme": "dark", "next": back})
    assert response["Location"] == location
    client.post("/profile/preferences/", {"language": "de"})
    client.post("/profile/preferences/", {"language": "xx", "theme": "pink"})
    person = User.objects.get(pk=member.pk)
    assert (person.theme, person.language) == ("dark", "de")


def test_the_menu_takes_posts_only(sign_in, member):
    assert sign_in(member).get("/profile/preferences/").status_code == 405


# --- groups and roles -------------------------------------------------------------------


def test_a_group_is_made_changed_and_deleted_in_the_browser(sign_in, pmo, member, executive):
    client = sign_in(pmo)
    response = client.post("/groups/new/", {"name": "Board", "members": [member.pk]})
    group = Group.objects.get()
    assert response["Location"] == f"/groups/{group.pk}/"
    assert "Mia Member" in text(client.get(response["Location"]))
    client.post(f"/groups/{group.pk}/edit/", {"name": "Board 2", "members": [executive.pk]})
    assert rows(client.get("/groups/"))[0].count("Board 2") == 1
    assert list(group.user_set.all()) == [executive]
    clash = client.post("/groups/new/", {"name": "board 2"})
    assert (clash.status_code, list(clash.context["form"].errors)) == (422, ["name"])
    client.post(f"/groups/{group.pk}/delete/")
    assert Group.objects.count() == 0


def test_inactive_members_stay_when_a_group_is_edited(sign_in, pmo, member):
    group = Group.objects.create(name="Board")
    group.user_set.add(member)
    User.objects.filter(pk=member.pk).update(is_active=False)
    data = {"name": "Board", "members": [member.pk]}
    assert sign_in(pmo).post(f"/groups/{group.pk}/edit/", data).status_code == 302
    assert list(group.user_set.all()) == [member]


@pytest.mark.parametrize("count", [1, 3])
def test_the_group_page_takes_a_constant_number_of_queries(sign_in, pmo, count):
    group = Group.objects.create(name="Board")
    for number in range(count):
        group.user_set.add(factories.user(f"Person {number}", "sponsor"))
        grants.grant(VIEW_PROJECT, factories.project(factories.portfolio(f"P{number}")), group)
    client = sign_in(pmo)
    client.get(f"/groups/{group.pk}/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/groups/{group.pk}/")
    assert len(queries) == GROUP_QUERIES


GROUP_QUERIES = 10


def test_groups_are_for_those_who_deal_with_access(sign_in, executive, auditor):
    group = Group.objects.create(name="Board")
    assert sign_in(executive).get("/groups/").status_code == 403
    assert sign_in(executive).get(f"/groups/{group.pk}/").status_code == 403
    client = sign_in(auditor)
    assert client.get(f"/groups/{group.pk}/").status_code == 200
    assert client.post(f"/groups/{group.pk}/delete/").status_code == 403
    assert client.get("/groups/new/").status_code == 403


def test_the_roles_page_prints_the_table_that_decides(sign_in, member, pmo):
    response = sign_in(member).get("/roles/")
    printed = {
        (row["label"], head["label"]): cell
        for row in response.context["rows"]
        for head, cell in zip(response.context["heads"], row["cells"], strict=True)
    }
    assert printed == {
        (capability.label, role.label): capability in CAPABILITIES[role]
        for capability in Capability
        for role in Role
    }
    assert text(response).count('<span class="sr">yes</span>') == sum(
        map(len, CAPABILITIES.values())
    )
    counts = {head["role"]: head["count"] for head in response.context["heads"]}
    assert (counts[Role.PMO_LEAD], counts[Role.TEAM_MEMBER], counts[Role.SPONSOR]) == (1, 1, 0)


def test_the_side_bar_offers_what_the_person_may_open(executive, auditor, stranger):
    def offered(user):
        ours = [item for item in navigation if item.key.startswith("accounts.")]
        return [item.url_name for item in ours if item.is_visible(user)]

    assert offered(executive) == ["people"]
    assert offered(auditor) == ["people", "groups", "roles"]
    assert offered(stranger) == []


# --- search, lists, command line --------------------------------------------------------


def test_people_are_found_by_staff_after_they_were_invited(pmo, executive, stranger):
    invitations.invite(
        by=pmo, email="zoe@example.org", name="Zoë Ämter", unit="Audit", roles=[Role.EXTERNAL]
    )
    chain.follow_pending()
    person = User.objects.get(email="zoe@example.org")
    for words in ("amter", "zoe audit"):
        (group,) = search.find(executive, words, source="accounts.user")
        assert [(entry.title, entry.url) for entry in group.entries] == [
            ("Zoë Ämter", f"/people/{person.pk}/")
        ]
    assert search.find(stranger, "amter") == []


def test_the_lists_can_keep_views():
    keys = {entry.key: entry.url_name for entry in list_pages}
    assert (keys["accounts.people"], keys["accounts.groups"]) == ("people", "groups")


def test_the_first_administrator_comes_from_the_command_line(db, monkeypatch, capsys):
    monkeypatch.setenv("ADMIN_PASSWORD", "seven quiet foxes dig")
    call_command("create_admin", email="Root@Example.org", name="Rita Root", language="de")
    person = User.objects.get()
    assert (person.email, person.language, roles_of(person)) == (
        "root@example.org",
        "de",
        {Role.ADMINISTRATOR},
    )
    assert person.check_password("seven quiet foxes dig")
    assert person.is_superuser is False
    assert "root@example.org can sign in as administrator." in capsys.readouterr().out
    with pytest.raises(CommandError, match="an account with this address"):
        call_command("create_admin", email="root@example.org", name="Rita Root")


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [
        ("root@example.org", "short", "too short"),
        ("no address", "seven quiet foxes dig", "valid email address"),
    ],
)
def test_the_command_refuses_what_the_portal_refuses(db, monkeypatch, email, password, message):
    monkeypatch.setenv("ADMIN_PASSWORD", password)
    with pytest.raises(CommandError, match=message):
        call_command("create_admin", email=email, name="Rita Root")
    assert User.objects.count() == 0
