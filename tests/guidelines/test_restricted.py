"""What a person may not see has left no trace anywhere: one word, looked for on every page."""

from datetime import timedelta

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from accounts.grants import grant
from core import chain, search
from core.registries import search_sources, used_by
from guidelines.models import Campaign, ConfirmationRequest, Guideline, Term
from guidelines.selectors import pages
from guidelines.selectors.library import at_hand, library
from guidelines.services import reading
from tests import factories as portfolio_factories
from tests.guidelines import factories

WORD = "Zwetschge"
HELD_IN = ("guideline", "chapter")


def secret_guideline(held_in, owner):
    inside = factories.chapter(f"{WORD} chapter" if held_in == "chapter" else "Control")
    if held_in == "chapter":
        inside.access = "restricted"
        inside.save()
    return factories.published(
        f"{WORD}-1",
        title=f"{WORD} rules",
        body=f"## {WORD} section\n\nOn {WORD}.\n",
        tags=[WORD],
        owner=owner,
        inside=inside,
        access="restricted" if held_in == "guideline" else "company",
    )


@pytest.fixture(params=HELD_IN)
def secret(request, pmo, member):
    """A guideline that the member once could read, and that everything points at."""
    guideline = secret_guideline(request.param, pmo)
    reading.note_view(guideline, by=member)
    reading.set_favourite(guideline, by=member, is_on=True)
    reading.set_watch(guideline, by=member, is_on=True)
    reading.give_feedback(guideline.current, by=member, is_helpful=False, comment=f"{WORD}?")
    campaign = Campaign.objects.create(
        version=guideline.current, state="open", due_on=timezone.localdate() + timedelta(days=9)
    )
    ConfirmationRequest.objects.create(campaign=campaign, person=member, asked_at=timezone.now())
    Term.objects.create(name="Plum", slug="plum", definition="A fruit.", guideline=guideline)
    guideline.sections.create(anchor=f"{WORD.lower()}-section", title=f"{WORD} section")
    search.refresh("guidelines.guideline", [guideline.pk])
    chain.follow_pending()
    return guideline


@pytest.fixture
def open_one(secret):
    """A guideline for all staff whose text links to the secret one, and uses the term."""
    link = f"[{WORD} in words](guideline:{WORD}-1#{WORD.lower()}-section)"
    source = factories.published("GL-01", body=f"## Rules\n\nThe plum. See {link}.\n")
    source.replaced_by = secret
    source.save()
    return source


def addresses(*args):
    """Every address of the portal that takes these arguments, by name."""
    found = {}
    for name in get_resolver().reverse_dict:
        if isinstance(name, str):
            try:
                found[name] = reverse(name, args=args)
            except NoReverseMatch:
                continue
    return found


def showing(client, urls):
    """Names of those whose answer to a GET has the word in its text, headers or address."""
    shown = []
    for name, url in urls.items():
        answer = client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = f"{body.decode(errors='replace')} {answer.headers}"
        if WORD.lower() in text.lower():
            shown.append(name)
    return shown


@pytest.mark.parametrize("role", ["team_member", "pmo_analyst", "external"])
def test_no_page_has_the_word(role, secret, open_one, sign_in):
    someone = portfolio_factories.user("Some One", role)
    project = portfolio_factories.project(portfolio_factories.portfolio(), method="Scrum")
    client = sign_in(someone)
    assert showing(client, addresses()) == []
    for each in (open_one, open_one.chapter.handbook, project):
        assert showing(client, addresses(each.pk)) == [], each


def test_the_report_tells_of_the_link_and_not_where_it_leads(secret, open_one, analyst, sign_in):
    page = sign_in(analyst).get(reverse("broken_links")).content.decode()
    told = "The link “(not available to you)” leads nowhere."
    assert (told in page, WORD in page) == (True, False)


def test_no_page_has_the_word_for_who_once_could_read_it(secret, open_one, member, sign_in):
    client = sign_in(member)
    assert showing(client, addresses()) == []
    assert showing(client, addresses(open_one.pk)) == []


def test_no_page_of_it_opens(secret, member, analyst, sign_in):
    names = [name for name in addresses(secret.pk) if name.startswith("guideline")]
    assert "guideline" in names
    for person in (member, analyst):
        client = sign_in(person)
        for name in names:
            url = reverse(name, args=[secret.pk])
            is_of_guideline = f"/guidelines/{secret.pk}/" in url
            answers = {client.get(url).status_code, client.post(url).status_code}
            assert not is_of_guideline or answers <= {404, 405}, (name, answers)


def test_lists_counts_and_search_know_nothing_of_it(secret, open_one, member, analyst):
    for person in (member, analyst):
        found = library(person)
        codes = [
            row.code for shelf in found.handbooks for each in shelf.chapters for row in each.rows
        ]
        assert (codes, found.total, found.tags) == (["GL-01"], 1, [])
        assert at_hand(person) == ([], [])
        ids = search_sources["guidelines.guideline"].visible_ids(person)
        assert not Guideline.objects.filter(pk__in=ids, pk=secret.pk).exists()


def test_a_link_to_it_is_neutral(secret, open_one, member, pmo):
    texts = [pages.html_for(open_one.current, person) for person in (member, pmo)]
    assert ["(not available to you)" in text for text in texts] == [True, False]
    assert [WORD in text for text in texts] == [False, True]


def test_what_follows_it_is_not_told(secret, member):
    assert [entry.key for entry in used_by if entry.model == "guidelines.guideline"]
    reading.give_feedback(secret.current, by=None or secret.owner, is_helpful=True, comment="Hm.")
    answered = secret.current.feedback.get(person=member)
    before = member.notifications.count()
    reading.answer_feedback(answered, by=secret.owner, answer=WORD)
    chain.follow_pending()
    assert member.notifications.count() == before


def test_a_grant_opens_it_everywhere(secret, member, sign_in):
    grant("view_guideline", secret, member)
    client = sign_in(member)
    assert client.get(reverse("guideline", args=[secret.pk])).status_code == 200
    page = client.get(reverse("guideline_library")).content.decode()
    assert f"{WORD} rules" in page
    assert [row.pk for row in library(member).favourites] == [secret.pk]
