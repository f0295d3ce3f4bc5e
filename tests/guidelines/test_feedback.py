"""What readers say of a guideline, and who answers."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import chain
from core.models import Notification
from guidelines.models import Feedback
from guidelines.services import reading
from tests.guidelines import factories


@pytest.fixture
def rule(manager):
    return factories.published("GL-16", owner=manager)


def told(person):
    chain.follow_pending()
    rows = Notification.objects.filter(recipient=person).order_by("pk")
    return [(row.event.name, row.event.data["comment"]) for row in rows.select_related("event")]


def test_a_comment_reaches_the_owner_and_the_answer_the_reader(rule, manager, member, sign_in):
    url = reverse("guideline_feedback_give", args=[rule.pk])
    answer = sign_in(member).post(url, {"is_helpful": "no", "comment": "Which board?"})
    assert (answer.status_code, answer.url) == (302, f"/guidelines/{rule.pk}/#feedback")
    given = Feedback.objects.get()
    assert (given.version, given.person, given.is_helpful) == (rule.current, member, False)
    assert told(manager) == [("guidelines.feedback_given", "Which board?")]
    client = sign_in(manager)
    assert "Which board?" in client.get(reverse("guideline_feedback")).content.decode()
    url = reverse("guideline_feedback_answer", args=[given.pk])
    assert client.post(url, {"answer": ""}).status_code == 422
    assert client.post(url, {"answer": "The change board."}).status_code == 302
    given.refresh_from_db()
    assert (given.answer, given.answered_by) == ("The change board.", manager)
    assert told(member) == [("guidelines.feedback_answered", "Which board?")]
    page = sign_in(member).get(reverse("guideline", args=[rule.pk])).content.decode()
    assert "Max Manager answered:" in page
    assert "The change board." in page


def test_changing_ones_mind_replaces_what_was_said(rule, member, manager):
    first = reading.give_feedback(rule.current, by=member, is_helpful=False, comment="Unclear.")
    reading.answer_feedback(first, by=manager, answer="Better now?")
    reading.give_feedback(rule.current, by=member, is_helpful=True, comment="Unclear.")
    kept = Feedback.objects.get()
    assert (kept.is_helpful, kept.comment, kept.answer) == (True, "Unclear.", "Better now?")
    reading.give_feedback(rule.current, by=member, is_helpful=True, comment="")
    kept.refresh_from_db()
    assert (kept.comment, kept.answer, kept.answered_by) == ("", "", None)


def test_saying_the_same_twice_is_said_once(rule, member, manager):
    for _time in range(2):
        reading.give_feedback(rule.current, by=member, is_helpful=True, comment="Good.")
    assert told(manager) == [("guidelines.feedback_given", "Good.")]


def test_helpful_without_a_comment_disturbs_nobody(rule, member, manager):
    reading.give_feedback(rule.current, by=member, is_helpful=True)
    assert told(manager) == []


def test_feedback_must_say_which(rule, member, sign_in):
    with pytest.raises(ValidationError) as refusal:
        reading.give_feedback(rule.current, by=member, is_helpful=None)
    assert set(refusal.value.message_dict) == {"is_helpful"}
    url = reverse("guideline_feedback_give", args=[rule.pk])
    client = sign_in(member)
    page = client.post(url, {"comment": "Hello"})
    assert (page.status_code, "Hello" in page.content.decode()) == (422, True)
    part = client.post(url, {"comment": "Hello"}, headers={"HX-Request": "true"})
    assert (part.status_code, "<!doctype" in part.content.decode()) == (422, False)


def test_who_answers_for_no_guideline_reads_no_feedback(rule, member, analyst, manager, sign_in):
    given = reading.give_feedback(rule.current, by=member, is_helpful=False, comment="Hm.")
    listed = reverse("guideline_feedback")
    answer = reverse("guideline_feedback_answer", args=[given.pk])
    people = (member, analyst, manager)
    assert [sign_in(user).get(listed).status_code for user in people] == [403, 200, 200]
    posts = [sign_in(user).post(answer, {"answer": "A."}).status_code for user in people]
    assert posts == [403, 302, 302]


def test_an_owner_reads_what_is_said_of_their_own_guidelines(rule, member, manager, pmo, sign_in):
    other = factories.published("GL-17", owner=pmo)
    for guideline in (rule, other):
        reading.give_feedback(
            guideline.current, by=member, is_helpful=False, comment=f"On {guideline.code}"
        )
    page = sign_in(manager).get(reverse("guideline_feedback")).content.decode()
    assert ("On GL-16" in page, "On GL-17" in page) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_list(count, member, pmo, sign_in, django_assert_num_queries):
    for number in range(count):
        guideline = factories.published(f"GL-0{number}")
        reading.give_feedback(guideline.current, by=member, is_helpful=False, comment="Hm.")
    client, url = sign_in(pmo), reverse("guideline_feedback")
    client.get(url)
    with django_assert_num_queries(6):
        client.get(url)
