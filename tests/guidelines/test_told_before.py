"""What somebody was told of a guideline before it was restricted names it no more."""

import pytest
from django.urls import reverse

from accounts.grants import grant
from core import chain
from guidelines.models import Guideline
from guidelines.services import reading
from tests.guidelines import factories

WORD = "Zwetschge"


@pytest.fixture
def told(pmo, member):
    """The answer to the member's comment, told while the guideline was open."""
    rule = factories.published(f"{WORD}-1", title=f"{WORD} rules", owner=pmo)
    said = reading.give_feedback(rule.current, by=member, is_helpful=False, comment="Why?")
    reading.answer_feedback(said, by=pmo, answer=f"Because of the {WORD}.")
    chain.follow_pending()
    return rule


def shown(client):
    """Whether home and inbox have the word."""
    return [
        WORD.lower() in client.get(reverse(name)).content.decode().lower()
        for name in ("home", "inbox")
    ]


def test_a_restricted_guideline_is_a_bare_fact_until_it_is_opened(told, member, sign_in):
    client, told_of = sign_in(member), member.notifications.get()
    assert shown(client) == [True, True]

    Guideline.objects.filter(pk=told.pk).update(access="restricted")
    assert shown(client) == [False, False]
    assert "a restricted object" in client.get(reverse("inbox")).content.decode()
    answer = client.post(reverse("notification_read", args=[told_of.pk]))
    assert answer.url == reverse("inbox")

    grant("view_guideline", told, member)
    assert shown(client)[1]
    answer = client.post(reverse("notification_read", args=[told_of.pk]))
    assert answer.url.startswith(told.get_absolute_url())
