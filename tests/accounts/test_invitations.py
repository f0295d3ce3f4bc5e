"""From the invitation to the first sign-in, and every way in which a link can be worthless."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import Invitation, User
from accounts.roles import Role, roles_of
from accounts.services import invitations, people
from core.events import sentence
from core.models import Event

PASSWORD = "seven quiet foxes dig"
FORM = {
    "email": "nora@example.org",
    "name": "Nora New",
    "unit": "Finance",
    "roles": ["external"],
    "language": "en",
}


def invite(by, **changes):
    values = {**FORM, **changes}
    return invitations.invite(by=by, **{**values, "roles": [Role(r) for r in values["roles"]]})


def accept(client, token, password=PASSWORD, repeated=PASSWORD):
    return client.post(f"/invitation/{token}/", {"password": password, "repeated": repeated})


def state_of(person):
    return User.objects.get_queryset().with_state().get(pk=person.pk).state


def test_the_whole_way_in(client, pmo, mailoutbox):
    client.force_login(pmo)
    response = client.post("/people/invite/", FORM)
    person = User.objects.get(email="nora@example.org")
    assert response["Location"] == f"/people/{person.pk}/"
    assert (state_of(person), person.has_usable_password()) == ("invited", False)
    client.logout()

    mail = mailoutbox[0]
    assert (mail.to, mail.subject) == (["nora@example.org"], "Your invitation to PMO Portal")
    assert "Petra Lead has invited you to PMO Portal." in mail.body
    link = re.search(r"http://127\.0\.0\.1:8000(/invitation/\S+)", mail.body)[1]
    assert "Welcome, Nora New" in client.get(link).content.decode()

    response = client.post(link, {"password": PASSWORD, "repeated": PASSWORD})
    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(person.pk)
    person = User.objects.get(pk=person.pk)
    assert (state_of(person), roles_of(person)) == ("active", {Role.EXTERNAL})
    assert [sentence(event) for event in Event.objects.order_by("pk")] == [
        "The account of Nora New was created: External stakeholder",
        "Petra Lead invited Nora New",
        "Nora New accepted the invitation",
    ]


def test_only_a_hash_of_the_link_is_kept(pmo):
    issued = invite(pmo)
    kept = str(list(Invitation.objects.values())) + str(list(Event.objects.values()))
    assert issued.token not in kept


def test_a_link_works_once(client, pmo):
    issued = invite(pmo)
    accept(client, issued.token)
    client.logout()
    response = accept(client, issued.token, "another fine password", "another fine password")
    assert response.status_code == 410
    assert "was used already" in response.content.decode()
    assert User.objects.get(email=FORM["email"]).check_password(PASSWORD)


def test_two_who_open_the_link_at_once_cannot_both_use_it(pmo):
    issued = invite(pmo)
    first, second = invitations.find(issued.token), invitations.find(issued.token)
    invitations.accept(first, password=PASSWORD)
    with pytest.raises(ValidationError, match="cannot be used any more"):
        invitations.accept(second, password="another fine password")
    assert User.objects.get(email=FORM["email"]).check_password(PASSWORD)


def test_an_expired_link_says_so_and_a_new_one_works(client, pmo):
    issued = invite(pmo)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    person = issued.invitation.user
    response = accept(client, issued.token)
    assert response.status_code == 410
    assert "This invitation has expired" in response.content.decode()
    assert state_of(person) == "expired"
    again = invitations.resend(person, by=pmo)
    assert state_of(person) == "invited"
    assert accept(client, again.token).status_code == 302


def test_sending_again_makes_the_old_link_worthless(client, pmo):
    issued = invite(pmo)
    invitations.resend(issued.invitation.user, by=pmo)
    response = client.get(f"/invitation/{issued.token}/")
    assert response.status_code == 410
    assert "This invitation was revoked" in response.content.decode()


def test_a_revoked_link_does_not_work(client, pmo):
    issued = invite(pmo)
    person = issued.invitation.user
    client.force_login(pmo)
    client.post(f"/people/{person.pk}/invitation/revoke/")
    client.logout()
    assert accept(client, issued.token).status_code == 410
    assert state_of(person) == "inactive"
    with pytest.raises(ValidationError, match="no open invitation"):
        invitations.revoke(person, by=pmo)


def test_an_unknown_link_tells_nothing(client, db):
    response = client.get("/invitation/not-a-token/")
    assert response.status_code == 410
    assert "This invitation is not known" in response.content.decode()


@pytest.mark.parametrize(
    ("password", "repeated", "field"),
    [
        ("short", "short", "__all__"),
        (PASSWORD, "something else", "repeated"),
        ("nora@example.org", "nora@example.org", "__all__"),
        ("", "", "password"),
    ],
)
def test_a_poor_password_leaves_the_link_open(client, pmo, password, repeated, field):
    issued = invite(pmo)
    response = accept(client, issued.token, password, repeated)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert accept(client, issued.token).status_code == 302


def test_an_invited_person_can_neither_sign_in_nor_reset_a_password(client, pmo, mailoutbox):
    invite(pmo)
    mailoutbox.clear()
    client.post("/accounts/password/reset/", {"email": FORM["email"]})
    assert mailoutbox == []


def test_someone_with_an_account_cannot_be_invited_again(client, pmo, member):
    client.force_login(pmo)
    response = client.post("/people/invite/", {**FORM, "email": member.email.upper()})
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "email": ["There is an account with this address already."]
    }
    with pytest.raises(ValidationError, match="has an account already"):
        invitations.resend(member, by=pmo)


def test_a_deactivated_person_is_not_let_in_by_an_invitation(pmo, member):
    people.deactivate(member, by=pmo)
    with pytest.raises(ValidationError, match="has an account already"):
        invitations.resend(member, by=pmo)


def test_the_pmo_lead_is_not_offered_the_administrator_role(client, pmo):
    client.force_login(pmo)
    page = client.get("/people/invite/").content.decode()
    assert 'value="pmo_lead"' in page
    assert 'value="administrator"' not in page
    response = client.post("/people/invite/", {**FORM, "roles": ["administrator"]})
    assert response.status_code == 422
    assert not User.objects.filter(email=FORM["email"]).exists()


def test_the_mail_is_written_in_the_chosen_language(pmo, mailoutbox):
    invite(pmo, language="de")
    with translation.override("de"):
        expected = gettext("If you did not expect this mail, you need not do anything.")
    assert expected in mailoutbox[0].body


def test_a_mail_server_that_is_down_is_told_and_the_invitation_can_be_sent_again(
    client, pmo, settings, mailoutbox
):
    client.force_login(pmo)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    response = client.post("/people/invite/", FORM, follow=True)
    assert "did not take the mail to nora@example.org" in response.content.decode()
    settings.EMAIL_BACKEND = backend
    person = User.objects.get(email=FORM["email"])
    client.post(f"/people/{person.pk}/invitation/resend/")
    assert [mail.to for mail in mailoutbox] == [["nora@example.org"]]


def test_an_odd_name_does_not_break_the_mail(pmo, mailoutbox):
    invite(pmo, name="<b>Zoë</b> & Co")
    assert "Hello <b>Zoë</b> & Co," in mailoutbox[0].body
