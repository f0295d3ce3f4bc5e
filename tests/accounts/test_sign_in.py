"""Signing in, failing to, and passwords: the flows a person goes through in the browser."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts.services import people, sign_in
from core import chain
from core.events import sentence
from core.models import Event, Notification
from tests import factories
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"
LOCKED = "for 5 minutes"
NEW_PASSWORD = "seven quiet foxes dig"


def sign_in_with(client, email, password, **headers):
    return client.post(LOGIN, {"login": email, "password": password}, headers=headers)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def told(name):
    return [sentence(event) for event in Event.objects.filter(name=name).order_by("pk")]


def test_the_right_password_signs_in_whatever_the_case_of_the_address(client, member):
    response = sign_in_with(client, "MIA.Member@example.org", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_signed_in(client)
    assert told("accounts.signed_in") == ["Mia Member signed in"]


def test_a_foreign_address_is_no_way_back(client, member):
    data = {"login": member.email, "password": PASSWORD, "next": "https://evil.example/x"}
    assert client.post(LOGIN, data)["Location"] == "/"


def test_a_wrong_password_says_nothing_about_the_account(client, member):
    known = sign_in_with(client, member.email, "wrong")
    unknown = sign_in_with(client, "nobody@example.org", "wrong")
    for response in (known, unknown):
        assert response.context["form"].errors == {
            "__all__": ["E-mail address or password is wrong."]
        }
    assert told("accounts.sign_in_failed") == [
        "A sign-in as mia.member@example.org failed",
        "A sign-in as nobody@example.org failed",
    ]


def test_five_failures_lock_the_name_for_five_minutes(client, member, admin, later):
    for _attempt in range(4):
        sign_in_with(client, member.email, "wrong")
    later(200)
    sign_in_with(client, member.email.upper(), "wrong")
    later(299)  # the first failure is long past, the lock is not
    refused = sign_in_with(client, member.email, PASSWORD)
    assert LOCKED in str(refused.context["form"].errors)
    assert not is_signed_in(client)
    later(2)
    sign_in_with(client, member.email, PASSWORD)
    assert is_signed_in(client)


def test_the_lock_holds_from_every_address_and_spares_other_names(client, member, manager):
    for _attempt in range(5):
        sign_in_with(client, member.email, "wrong")
    elsewhere = client.post(
        LOGIN, {"login": member.email, "password": PASSWORD}, REMOTE_ADDR="10.9.8.7"
    )
    assert LOCKED in elsewhere.content.decode()
    sign_in_with(client, manager.email, PASSWORD)
    assert is_signed_in(client)


def test_the_lock_outlives_what_others_put_into_the_cache(db):
    for _attempt in range(sign_in.LIMIT):
        sign_in.failed("mia@example.org")
    for number in range(900):
        cache.set(f"other-{number}", number)
    assert sign_in.is_locked("mia@example.org")


def test_the_lock_is_told_once_without_any_password(client, member, admin):
    for number in range(7):
        sign_in_with(client, member.email, f"secret-{number}")
    assert told("accounts.sign_in_locked") == [
        "mia.member@example.org was locked for 5 minutes after too many failed sign-ins"
    ]
    assert len(told("accounts.sign_in_failed")) == 5
    assert "secret" not in str(list(Event.objects.values()))
    chain.follow_pending()
    assert list(Notification.objects.values_list("recipient", flat=True)) == [admin.pk]


def test_a_success_in_between_does_not_open_more_attempts(client, member):
    for _attempt in range(4):
        sign_in_with(client, member.email, "wrong")
    sign_in_with(client, member.email, PASSWORD)
    client.logout()
    sign_in_with(client, member.email, "wrong")
    refused = sign_in_with(client, member.email, PASSWORD)
    assert LOCKED in refused.content.decode()


def test_the_lock_speaks_the_language_of_the_browser(client, member):
    headers = {"accept-language": "de"}
    for _attempt in range(5):
        sign_in_with(client, member.email, "wrong", **headers)
    response = sign_in_with(client, member.email, PASSWORD, **headers)
    with translation.override("de"):
        expected = gettext(
            "Too many failed sign-ins. For your protection this address is locked "
            "for 5 minutes; after that, try again or reset your password."
        )
    page = response.content.decode()
    assert expected in page
    assert 'lang="de"' in page


def test_many_attempts_from_one_address_are_slowed_down(client, db):
    statuses = [
        sign_in_with(client, f"p{number}@example.org", "wrong").status_code for number in range(61)
    ]
    assert statuses == [200] * 60 + [429]


def test_an_inactive_account_cannot_sign_in(client, member):
    member.is_active = False
    member.save()
    assert sign_in_with(client, member.email, PASSWORD)["Location"] == "/accounts/inactive/"
    assert not is_signed_in(client)
    assert client.get("/accounts/inactive/").status_code == 200


def test_signing_out_takes_a_post(client, member):
    client.force_login(member)
    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


def ask_for_reset(client, email):
    response = client.post("/accounts/password/reset/", {"email": email}, follow=True)
    return response.content.decode()


def link_in(mail):
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.body)[1]


def test_a_reset_answers_the_same_for_unknown_addresses_and_sends_them_nothing(
    client, member, mailoutbox
):
    token = re.compile(r'X-CSRFToken": "\w+"')
    known = token.sub("", ask_for_reset(client, member.email))
    unknown = token.sub("", ask_for_reset(client, "nobody@example.org"))
    assert known == unknown
    assert [mail.to for mail in mailoutbox] == [[member.email]]


def test_a_reset_link_sets_a_new_password_once_and_opens_a_locked_name(client, member, mailoutbox):
    for _attempt in range(5):
        sign_in_with(client, member.email, "wrong")
    ask_for_reset(client, member.email)
    assert mailoutbox[0].subject == "Reset your password for PMO Portal"
    link = link_in(mailoutbox[0])
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    data = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(address, data)
    assert told("accounts.password_reset") == ["Mia Member reset their password by mail"]
    assert mailoutbox[1].subject == "Your password for PMO Portal was changed"
    again = client.get(link, follow=True).content.decode()
    assert "This link does not work" in again
    member.refresh_from_db()
    assert member.check_password(NEW_PASSWORD)


def test_a_name_is_open_again_after_a_reset(client, member, mailoutbox):
    for _attempt in range(5):
        sign_in_with(client, member.email, "wrong")
    ask_for_reset(client, member.email)
    address = client.get(link_in(mailoutbox[0]), follow=True).redirect_chain[-1][0]
    client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    sign_in_with(client, member.email, NEW_PASSWORD)
    assert is_signed_in(client)


def test_mails_speak_the_recipients_language_and_never_the_requests_host(
    client, member, mailoutbox, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "http://127.0.0.1:8000"
    member.language = "de"
    member.save()
    client.post("/accounts/password/reset/", {"email": member.email}, headers={"host": "evil.test"})
    assert "evil.test" not in mailoutbox[0].body
    with translation.override("de"):
        expected = gettext(
            "If it was not you, you need not do anything: your password stays as it is."
        )
    assert expected in mailoutbox[0].body


def test_a_deactivated_person_gets_no_reset_mail(client, admin, member, mailoutbox):
    people.deactivate(member, by=admin)
    ask_for_reset(client, member.email)
    assert mailoutbox == []


def test_changing_the_password_needs_the_old_one_and_is_recorded(client, member, mailoutbox):
    client.force_login(member)
    page = "/accounts/password/change/"
    data = {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert "oldpassword" in client.post(page, data).context["form"].errors
    response = client.post(page, {**data, "oldpassword": PASSWORD})
    assert response["Location"] == "/profile/"
    assert is_signed_in(client)
    assert told("accounts.password_changed") == ["Mia Member changed their password"]
    assert [mail.to for mail in mailoutbox] == [[member.email]]


@pytest.mark.parametrize("password", ["short-word", "123456789012345", "mia.member@example.org"])
def test_weak_passwords_are_refused(client, member, password):
    client.force_login(member)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = client.post("/accounts/password/change/", data)
    assert "password1" in response.context["form"].errors


def test_the_session_list_ends_all_other_sessions(client, member):
    client.force_login(member)
    client.get("/profile/")
    other = type(client)()
    other.force_login(member)
    other.get("/profile/", headers={"user-agent": "Phone"})
    page = client.get("/accounts/sessions/")
    assert [session.user_agent for session in page.context["sessions"]] == ["", "Phone"]
    client.post("/accounts/sessions/")
    assert other.get("/profile/").status_code == 302
    assert client.get("/profile/").status_code == 200


def test_a_session_is_noted_once_in_five_minutes(client, member, later):
    client.force_login(member)

    def statements():
        with CaptureQueriesContext(connection) as queries:
            client.get("/profile/", headers={"user-agent": "Browser"})
        return [query["sql"] for query in queries if "usersession" in query["sql"]]

    assert any(sql.startswith(("INSERT", "UPDATE")) for sql in statements())
    assert not any(sql.startswith(("INSERT", "UPDATE")) for sql in statements())
    later(301)
    assert any(sql.startswith("UPDATE") for sql in statements())
    assert member.usersession_set.get().user_agent == "Browser"


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_reauthenticate",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_login_code",
        "account_set_password",
    ],
)
def test_what_the_portal_does_not_use_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_sign_up_is_nowhere_to_be_found(client, db):
    assert client.get("/accounts/signup/").status_code in (302, 404)
    assert "signup" not in client.get(LOGIN).content.decode()
    assert factories.User.objects.count() == 0
