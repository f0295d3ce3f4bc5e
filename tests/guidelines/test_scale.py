"""More guidelines, people, comments and terms cost no more questions to the database."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import grants
from core import search
from guidelines.models import (
    Campaign,
    Favourite,
    Guideline,
    RecentView,
    ReviewComment,
    Reviewer,
    Term,
)
from guidelines.services import campaigns
from tests import factories as people
from tests.guidelines import factories

LISTS = [
    "guideline_library",
    "guideline_list",
    "guideline_workbench",
    "guideline_ageing",
    "broken_links",
    "guideline_feedback",
    "campaigns",
    "my_confirmations",
    "glossary",
    "home",
]
PAGES = [
    "guideline",
    "guideline_review",
    "guideline_versions",
    "guideline_compare",
    "guideline_properties",
]


def fill(numbers, *, lead, reader):
    """One of everything for each number: in force, restricted, in review, asked for, kept."""
    group, _is_new = Group.objects.get_or_create(name="Readers")
    reader.groups.add(group)
    for n in numbers:
        shelf = factories.chapter(f"Chapter {n}")
        Term.objects.create(name=f"plum{n}", slug=f"plum{n}", definition="A fruit.", language="en")
        body = f"## Rules\n\nA plum{n}. See [it](guideline:A-{n}) and [that](guideline:GONE-{n}).\n"
        now = factories.published(f"A-{n}", inside=shelf, owner=lead, body=body)
        hidden = factories.published(f"H-{n}", inside=shelf, access="restricted")
        grants.grant("view_guideline", hidden, (reader, group)[n % 2])
        _review(factories.next_draft(now, by=None, body=f"{body}More.\n"), n, lead)
        Favourite.objects.create(guideline=now, person=reader)
        RecentView.objects.create(guideline=hidden, person=reader, viewed_at=timezone.now())
        _ask(hidden, lead, reader)
    search.rebuild("guidelines.guideline")


def _review(version, number, lead):
    reviewer = people.user(f"Reviewer {number}", "pmo_analyst")
    factories.in_state(version, "in_review")
    for each in (reviewer, lead):
        Reviewer.objects.create(version=version, person=each)
    for quote in ("", f"plum{number}", "gone"):
        ReviewComment.objects.create(version=version, author=reviewer, body="Why?", quote=quote)


def _ask(guideline, lead, reader):
    campaigns.create(
        guideline.current,
        by=lead,
        audience={"people": [reader.pk, lead.pk]},
        due_on=timezone.localdate() + timedelta(days=9),
    )


def questions(client, url):
    """How many questions a page asks that was seen and whose texts are kept; None if refused."""
    if client.get(url).status_code != 200:
        return None
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
        if answer.streaming:
            b"".join(answer.streaming_content)
    return len(asked)


def signed_in(someone):
    client = Client()
    client.force_login(someone)
    return client


def of_everybody(clients, pages):
    return {
        (number, name): questions(client, url)
        for number, client in enumerate(clients)
        for name, url in pages.items()
    }


def test_many_cost_as_many_questions_as_one(pmo, member):
    project = people.project(people.portfolio(), method="Scrum")
    fill([0], lead=pmo, reader=member)
    shown = Guideline.objects.get(code="A-0").pk
    pages = {
        **{name: reverse(name, args=[shown]) for name in PAGES},
        **{name: reverse(name) for name in LISTS},
        "campaign": Campaign.objects.get().get_absolute_url(),
        "table": f"{reverse('guideline_list')}?export=csv",
        "search": f"{reverse('search')}?q=plum",
        "suggestions": f"{reverse('search_suggest')}?q=plum",
        "project": reverse("project_guidelines", args=[project.pk]),
    }
    clients = [signed_in(pmo), signed_in(member)]
    alone = of_everybody(clients, pages)
    assert (
        sorted(name for (number, name), asked in alone.items() if number == 0 and not asked) == []
    )
    fill(range(1, 3), lead=pmo, reader=member)
    few = of_everybody(clients, pages)
    fill(range(3, 12), lead=pmo, reader=member)
    assert (few, of_everybody(clients, pages)) == (alone, alone)
