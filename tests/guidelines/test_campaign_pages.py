"""The pages of campaigns and confirmations: who opens them, and what they do."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts.grants import grant
from accounts.models import User
from core import jobs
from core.models import Event, Job
from core.registries import home_tiles
from guidelines.enums import VersionState
from guidelines.models import Campaign, CampaignEvidence, Confirmation, ConfirmationRequest
from guidelines.selectors.pages import text_sha256
from guidelines.services import campaigns, confirmations, exceptions
from tests import factories as people
from tests.core.pdf.reading import page_runs
from tests.guidelines import factories

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=14)
REASON = "On parental leave."


@pytest.fixture
def rule(pmo):
    return factories.published("GL-16", owner=pmo, title="Change control")


@pytest.fixture
def campaign(rule, pmo, manager, member, sponsor):
    """Three people asked: Max is open, Mia has confirmed, Sam is excused."""
    audience = {"people": [manager.pk, member.pk, sponsor.pk]}
    made = campaigns.create(rule.current, by=pmo, audience=audience, due_on=DUE)
    confirmations.confirm(rule.current, by=member)
    exceptions.excuse(made.requests.get(person=sponsor), by=pmo, reason=REASON)
    return made


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


def csv_lines(client, campaign, query):
    answer = client.get(f"{reverse('campaign', args=[campaign.pk])}?{query}&export=csv")
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def request_of(campaign, person):
    return campaign.requests.get(person=person)


def test_asking_shows_who_would_be_asked_before_it_asks(
    rule, pmo, manager, member, stranger, sign_in
):
    Group.objects.create(name="Board")
    client = sign_in(pmo)
    said = {
        "roles": ["project_manager"],
        "people": "mia member\nxaver.extern@example.org",
        "due_on": DUE.isoformat(),
        "message": "Please.",
    }
    shown = post(client, "campaign_new", rule.current.pk, **said, show="1")
    text = shown.content.decode()
    assert (shown.status_code, Campaign.objects.count()) == (200, 0)
    assert "2 people would be asked" in text
    assert "Project manager: 1" in text
    assert "1 person is left out" in text
    answer = post(client, "campaign_new", rule.current.pk, **said, ask="1")
    made = Campaign.objects.get()
    assert (answer.status_code, answer.url) == (302, made.get_absolute_url())
    assert (made.message, made.due_on, made.opened_by) == ("Please.", DUE, pmo)
    assert set(made.requests.values_list("person", flat=True)) == {manager.pk, member.pk}
    again = client.get(reverse("campaign_new", args=[rule.current.pk]))
    assert (again.status_code, again.url) == (302, made.get_absolute_url())


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"due_on": DUE.isoformat()}, "Say who is asked."),
        ({"roles": "sponsor", "due_on": "2020-01-01"}, "The day is over"),
        ({"people": "Nobody Known", "due_on": DUE.isoformat()}, "Nobody of this name"),
        ({"people": "Twin One", "due_on": DUE.isoformat()}, "Several people have this name"),
    ],
)
def test_what_the_form_refuses(rule, pmo, sponsor, sign_in, said, message):
    for number in (1, 2):
        people.user("Twin One", "sponsor", email=f"twin{number}@example.org")
    answer = post(sign_in(pmo), "campaign_new", rule.current.pk, **said, ask="1")
    assert (answer.status_code, message in answer.content.decode()) == (422, True)
    assert not Campaign.objects.exists()


def test_the_next_version_is_filled_in_as_the_former_one(campaign, rule, pmo, manager, sign_in):
    newer = factories.next_draft(rule, body="## Rules\n\nNew.\n")
    factories.publish(newer)
    text = page(sign_in(pmo), "campaign_new", newer.pk)
    assert "Filled in as for v1" in text
    assert manager.email in text


def test_a_scheduled_version_is_asked_for_on_its_day(rule, pmo, manager, sign_in):
    newer = factories.in_state(factories.next_draft(rule, body="## Rules\n\nNew.\n"), "approved")
    newer.effective_on, newer.published_by = TODAY + timedelta(days=5), pmo
    newer.save(update_fields=["effective_on", "published_by"])
    client = sign_in(pmo)
    assert "People are asked on that day." in page(client, "campaign_new", newer.pk)
    due = (TODAY + timedelta(days=19)).isoformat()
    said = {"roles": ["project_manager"], "due_on": due}
    post(client, "campaign_new", newer.pk, **said, ask="1")
    made = Campaign.objects.get()
    assert (made.state, made.requests.count(), newer.state) == (
        "planned",
        0,
        VersionState.APPROVED,
    )
    assert "Nobody is asked yet" in page(client, "campaign", made.pk)


def test_the_campaign_counts_and_names(campaign, pmo, sign_in):
    text = page(sign_in(pmo), "campaign", campaign.pk)
    assert "1 of 2" in text
    for name in ("Max Manager", "Mia Member", "Sam Sponsor"):
        assert name in text
    assert REASON in text  # in the history
    filtered = csv_lines(sign_in(pmo), campaign, "answer=confirmed&answer=exempt&cols=name,answer")
    assert filtered == [
        '"Name","State"',
        '"Mia Member","Confirmed"',
        '"Sam Sponsor","Exempt"',
    ]


def test_open_people_are_late_after_the_day(campaign, pmo, sign_in):
    Campaign.objects.update(due_on=TODAY - timedelta(days=3))
    found = csv_lines(sign_in(pmo), campaign, "answer=late&cols=name,answer,days_late")
    assert found == ['"Name","State","Days late"', '"Max Manager","Late",3']


def test_names_cannot_become_formulas(campaign, manager, pmo, sign_in):
    manager.name = "=1+1"
    manager.save(update_fields=["name"])
    assert csv_lines(sign_in(pmo), campaign, "answer=open&cols=name") == ['"Name"', '"\'=1+1"']


def test_excusing_and_asking_again(campaign, pmo, manager, sign_in):
    client, asked = sign_in(pmo), request_of(campaign, manager)
    assert post(client, "campaign_person", asked.pk, reason="short").status_code == 422
    assert post(client, "campaign_person", asked.pk, reason=REASON).status_code == 302
    assert request_of(campaign, manager).state == "exempt"
    assert REASON in page(client, "campaign_person", asked.pk)
    assert post(client, "campaign_person_again", asked.pk).status_code == 302
    assert request_of(campaign, manager).state == "open"


def test_reminding_by_hand_is_offered_once_a_day(campaign, pmo, sign_in):
    ConfirmationRequest.objects.update(asked_at=timezone.now() - timedelta(days=2))
    client = sign_in(pmo)
    answer = client.post(reverse("campaign_remind", args=[campaign.pk]), follow=True)
    assert "1 person was reminded." in answer.content.decode()
    answer = client.post(reverse("campaign_remind", args=[campaign.pk]), follow=True)
    assert "Try again tomorrow" in answer.content.decode()


def test_ending(campaign, pmo, sign_in):
    client = sign_in(pmo)
    assert "1 of 2 people have confirmed." in page(client, "campaign_close", campaign.pk)
    assert post(client, "campaign_close", campaign.pk, reason="Enough.").status_code == 302
    campaign.refresh_from_db()
    assert (campaign.state, campaign.closed_reason) == ("closed", "Enough.")
    assert post(client, "campaign_close", campaign.pk).status_code == 422


def test_the_evidence_names_everybody(campaign, pmo, member, auditor, sign_in):
    answer = post(sign_in(auditor), "campaign_evidence", campaign.pk)
    assert (answer.status_code, answer.url[:6]) == (302, "/jobs/")
    jobs.run(Job.objects.get(kind="guidelines.evidence").pk)
    kept = CampaignEvidence.objects.get()
    served = sign_in(auditor).get(reverse("campaign_evidence_file", args=[kept.pk]))
    with pikepdf.open(BytesIO(b"".join(served.streaming_content))) as pdf:
        runs = [run for each in pdf.pages for _font, _number, run in page_runs(each)]
    text = " ".join(" ".join(runs).split())
    for words in (
        "1 of 2 people who were asked have confirmed",
        "I have read and understood GL-16 Change control, version 1.",
        text_sha256(campaign.version),
        "Mia Member",
        "mia.member@example.org",
        "Sam Sponsor",
        REASON,
        "Max Manager",
        f"Page 1 of {kept.pages}",
    ):
        assert words in text, words
    names = Event.objects.filter(name="guidelines.confirmation_evidence_made")
    assert [each.data["sha256"] for each in names] == [kept.pdf.sha256]
    assert kept.pdf.name in page(sign_in(pmo), "campaign", campaign.pk)


def test_a_restricted_guideline_keeps_its_campaign_to_its_readers(pmo, member, auditor, sign_in):
    secret = factories.published("GL-99", owner=pmo, title="Zwetschge", access="restricted")
    grant("view_guideline", secret, member)
    made = campaigns.create(secret.current, by=pmo, audience={"people": [member.pk]}, due_on=DUE)
    asked = made.requests.get()
    for someone in (auditor, people.user("Anna Two", "pmo_analyst")):
        client = sign_in(someone)
        assert "Zwetschge" not in page(client, "campaigns")
        for name, pk in (
            ("campaign", made.pk),
            ("campaign_person", asked.pk),
            ("campaign_new", secret.current.pk),
            ("campaign_close", made.pk),
        ):
            assert client.get(reverse(name, args=[pk])).status_code == 404, name
        assert post(client, "version_confirm", secret.current.pk).status_code == 404
        assert post(client, "campaign_evidence", made.pk).status_code == 404
    assert "Zwetschge" in page(sign_in(member), "my_confirmations")


def test_a_grant_to_publish_opens_the_campaigns_of_that_guideline_alone(
    rule, pmo, manager, sign_in
):
    other = factories.published("GL-17", owner=pmo)
    for each in (rule, other):
        campaigns.create(each.current, by=pmo, audience={"people": [manager.pk]}, due_on=DUE)
    keeper = people.user("Kim Keeper", "team_member")
    assert sign_in(keeper).get(reverse("campaigns")).status_code == 403
    grant("publish_guideline", rule, keeper)
    text = page(sign_in(keeper), "campaigns")
    assert ("GL-16" in text, "GL-17" in text) == (True, False)


def test_confirming_on_the_page(campaign, rule, manager, sign_in):
    client = sign_in(manager)
    text = page(client, "guideline", rule.pk)
    assert "Please read v1 and confirm it by" in text
    assert "1 of 2 people have done so." in text
    assert not Confirmation.objects.filter(person=manager).exists()  # reading is no confirmation
    sha256 = text_sha256(rule.current)
    answer = post(client, "version_confirm", rule.current.pk, seen=sha256)
    assert (answer.status_code, answer.url) == (302, f"/guidelines/{rule.pk}/#confirmation")
    assert "You confirmed v1 on" in page(client, "guideline", rule.pk)
    stale = post(client, "version_confirm", rule.current.pk, seen="0" * 64)
    assert (stale.status_code, Confirmation.objects.filter(person=manager).count()) == (302, 1)


def test_the_card_after_minor_and_material_changes(campaign, rule, member, sign_in):
    client = sign_in(member)
    factories.publish(factories.next_draft(rule, body="## Rules\n\nWord.\n", is_material=False))
    assert "v2 was a minor change, so this still counts." in page(client, "guideline", rule.pk)
    assert "Still counts" in page(client, "my_confirmations")
    rule.refresh_from_db()
    factories.publish(factories.next_draft(rule, body="## Rules\n\nNew.\n", is_material=True))
    assert "v3 brought a material change" in page(client, "guideline", rule.pk)
    assert "v3 is in force" in page(client, "my_confirmations")


def test_nobody_has_to_be_asked_and_who_is_excused_reads_why(
    campaign, rule, sponsor, analyst, sign_in
):
    assert "Confirm without being asked" in page(sign_in(analyst), "guideline", rule.pk)
    assert REASON in page(sign_in(sponsor), "guideline", rule.pk)
    assert REASON in page(sign_in(sponsor), "my_confirmations")


def test_home_names_what_is_to_be_confirmed(campaign, manager, member):
    tile = home_tiles["guidelines.to_confirm"]
    assert (tile.build(manager).title, tile.build(member)) == ("To confirm (1)", None)
    campaigns.close(campaign, by=None)
    assert tile.build(manager) is None


@pytest.mark.parametrize("count", [3, 300])
def test_query_counts_do_not_grow(count, rule, pmo, sign_in, django_assert_num_queries):
    asked = User.objects.bulk_create(
        [User(email=f"p{n}@example.org", name=f"P {n}", unit=f"U{n}") for n in range(count)]
    )
    for user in asked:
        grant("view_guideline", rule, user)
    made = campaigns.create(
        rule.current, by=pmo, audience={"people": [user.pk for user in asked]}, due_on=DUE
    )
    Campaign.objects.update(due_on=TODAY - timedelta(days=1))
    client = sign_in(pmo)
    for name, args, queries in (("campaigns", (), 7), ("campaign", (made.pk,), 15)):
        url = reverse(name, args=args)
        client.get(url)
        with django_assert_num_queries(queries):
            client.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_my_confirmations(count, pmo, member, sign_in, django_assert_num_queries):
    for number in range(count):
        rule = factories.published(f"GL-{number}", owner=pmo)
        other = factories.published(f"GL-1{number}", owner=pmo)
        campaigns.create(rule.current, by=pmo, audience={"people": [member.pk]}, due_on=DUE)
        confirmations.confirm(other.current, by=member)
    client, url = sign_in(member), reverse("my_confirmations")
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)
