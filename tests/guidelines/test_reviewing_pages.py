"""The pages of reviews, publishing and care, as people use them without script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import forget_roles
from guidelines.enums import CommentState, Decision, VersionState
from guidelines.models import Guideline, GuidelineVersion, ReviewComment
from guidelines.services import publishing, reviewing, structure
from tests import factories as people
from tests.guidelines import factories

pytestmark = pytest.mark.django_db
FULL = "## Summary\n\n- Short.\n\n## Purpose\n\nThe **manager** must write it down.\n"


@pytest.fixture
def reviewer(db):
    return people.user("Rita First", "pmo_analyst")


@pytest.fixture
def draft(analyst):
    return factories.draft("GL-16", by=analyst, kind="guideline", body=FULL)


@pytest.fixture
def in_review(draft, analyst, reviewer):
    return reviewing.submit(draft, by=analyst, reviewers=[reviewer])


@pytest.fixture
def approved(in_review, reviewer):
    return reviewing.decide(in_review, by=reviewer, decision=Decision.APPROVED)


def url(name, version, *more):
    return reverse(name, args=[version.guideline_id, *more])


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_submit_with_proposed_reviewers(draft, analyst, reviewer, sign_in):
    client = sign_in(analyst)
    page = client.get(url("guideline_submit", draft))
    assert "Rita First: reviews guidelines by role" in text_of(page)
    refused = client.post(url("guideline_submit", draft), {"comment": "Hi"})
    assert refused.status_code == 422
    assert "Guideline: choose at least 1 reviewers." in text_of(refused)
    done = client.post(url("guideline_submit", draft), {"proposed": [reviewer.pk]})
    assert (done.status_code, done.url) == (302, url("guideline_review", draft))
    assert GuidelineVersion.objects.get().state == VersionState.IN_REVIEW


def test_what_is_missing_is_listed_with_links(draft, analyst, sign_in):
    GuidelineVersion.objects.update(audience="")
    page = text_of(sign_in(analyst).get(url("guideline_submit", draft)))
    assert "Say for whom this is written." in page
    assert f'href="{url("guideline_edit", draft)}#id_audience"' in page


def test_comment_on_a_paragraph_without_script(in_review, reviewer, sign_in):
    client = sign_in(reviewer)
    page = client.get(url("guideline_review", in_review), {"comment": "7"})
    form = page.context["comment_form"]
    assert form["quote"].value() == "The **manager** must write it down."
    sent = {"line": 7, "quote": form["quote"].value(), "start": form["start"].value()}
    done = client.post(
        url("review_comment", in_review), {**sent, "body": "Who?", "kind": "comment"}
    )
    said = ReviewComment.objects.get()
    assert done.url == f"{url('guideline_review', in_review)}#comment_{said.pk}"
    assert (said.quote, said.start, said.suggestion) == (sent["quote"], sent["start"], None)
    shown = client.get(url("guideline_review", in_review)).context["discussion"]
    assert [part.block.line for part in shown.parts if part.threads] == [7]


def test_another_wording_is_accepted_in_one_click(in_review, analyst, reviewer, sign_in):
    sent = {
        "line": 7,
        "quote": "must write",
        "start": 45,
        "suggestion": "writes",
        "kind": "suggestion",
    }
    sign_in(reviewer).post(url("review_comment", in_review), sent)
    said = ReviewComment.objects.get()
    page = text_of(sign_in(analyst).get(url("guideline_review", in_review)))
    assert "<del>must write</del><ins>writes</ins>" in page.replace("> <", "><")
    sign_in(analyst).post(reverse("review_accept", args=[said.pk]))
    said.refresh_from_db()
    assert said.state == CommentState.ACCEPTED
    assert "The **manager** writes it down." in GuidelineVersion.objects.get().body


def test_browsers_line_ends_find_the_passage(in_review, reviewer, sign_in):
    sent = {"line": 3, "quote": "- Short.\r\n\r\n## Purpose", "start": 12, "body": "x"}
    sign_in(reviewer).post(url("review_comment", in_review), sent)
    assert ReviewComment.objects.get().quote == "- Short.\n\n## Purpose"


def test_a_refused_comment_stands_where_it_was_written(in_review, reviewer, sign_in):
    sent = {"line": 7, "quote": "gone", "body": "Who?", "kind": "comment"}
    answer = sign_in(reviewer).post(url("review_comment", in_review), sent)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "This passage is not in the text. It may have changed meanwhile." in page
    assert ">Who?</textarea>" in page


@pytest.mark.parametrize("name", ["review_answer", "review_decline"])
def test_what_is_left_empty_is_said(name, in_review, analyst, reviewer, sign_in):
    said = reviewing.comment(in_review, by=reviewer, body="", quote="Short", suggestion="Brief")
    answer = sign_in(analyst).post(reverse(name, args=[said.pk]), {}, follow=True)
    wanted = {"review_answer": "Write an answer.", "review_decline": "Say why the wording"}
    assert wanted[name] in text_of(answer)


def test_approve_and_publish(in_review, analyst, reviewer, pmo, sign_in):
    client = sign_in(reviewer)
    decision = {"decision": "approved", "seen_revision": in_review.revision}
    answer = client.post(url("review_decide", in_review), decision, follow=True)
    assert "You approved the version. It can be published now." in text_of(answer)
    assert sign_in(analyst).get(url("guideline_publish", in_review)).status_code == 403
    sent = {
        "effective_on": timezone.localdate().isoformat(),
        "is_material": "yes",
        "transition": "next_gate",
        "ask": "on",
    }
    done = sign_in(pmo).post(url("guideline_publish", in_review), sent)
    version = GuidelineVersion.objects.get()
    assert done.url == reverse("campaign_new", args=[version.pk])
    assert (version.state, version.transition) == (VersionState.PUBLISHED, "next_gate")


def test_changes_wanted_need_a_reason(in_review, reviewer, sign_in):
    sent = {"decision": "changes", "seen_revision": in_review.revision}
    answer = sign_in(reviewer).post(url("review_decide", in_review), sent)
    assert answer.status_code == 422
    assert "Say what has to change." in text_of(answer)
    assert sign_in(reviewer).get(url("review_decide", in_review)).url == url(
        "guideline_review", in_review
    )
    answer = sign_in(reviewer).post(
        url("review_decide", in_review), {**sent, "reason": "Shorter."}, follow=True
    )
    assert "wants changes in version 1 of GL-16 Change control: “Shorter.”" in text_of(answer)


def test_the_writer_is_told_why_they_cannot_decide(in_review, analyst, sign_in):
    page = text_of(sign_in(analyst).get(url("guideline_review", in_review)))
    assert "You wrote in this version, so another person has to approve it." in page


def test_publish_in_advance_and_take_it_back(approved, pmo, sign_in):
    day = timezone.localdate() + timedelta(days=9)
    sent = {"effective_on": day.isoformat(), "is_material": "no", "transition": "at_once"}
    done = sign_in(pmo).post(url("guideline_publish", approved), sent, follow=True)
    assert "published it in advance" in text_of(done)
    back = sign_in(pmo).post(url("guideline_unschedule", approved), follow=True)
    assert "The version is approved and not published." in text_of(back)


def test_broken_links_have_to_be_known(analyst, pmo, sign_in):
    body = "## Rules\n\nSee [x](guideline:GL-99).\n"
    version = factories.in_state(factories.draft("GL-1", body=body), VersionState.APPROVED)
    sent = {
        "effective_on": timezone.localdate().isoformat(),
        "is_material": "yes",
        "transition": "at_once",
    }
    refused = sign_in(pmo).post(url("guideline_publish", version), sent)
    assert refused.status_code == 422
    assert "Line 3</span> The link “guideline:GL-99” leads nowhere." in text_of(refused)
    done = sign_in(pmo).post(
        url("guideline_publish", version), {**sent, "despite_broken_links": "on"}
    )
    assert done.url == reverse("guideline", args=[version.guideline_id])


def test_retire_and_bring_back(pmo, sign_in):
    version = factories.draft("GL-1")
    publishing.publish_shipped(version, by=None)
    client = sign_in(pmo)
    client.post(url("guideline_retire", version), {"reason": "Old."})
    assert Guideline.objects.get().retired_reason == "Old."
    done = client.post(url("guideline_restore", version))
    assert done.url == url("guideline_edit", version)


def test_home_shows_what_waits(in_review, reviewer, manager, sign_in):
    page = text_of(sign_in(reviewer).get(reverse("home")))
    assert "To review" in page
    assert "GL-16 Change control" in page
    Guideline.objects.update(owner=manager, next_review_on=timezone.localdate())
    assert "due for review" not in text_of(sign_in(manager).get(reverse("home")))


def test_a_restricted_version_leaves_no_trace(in_review, analyst, reviewer, pmo, sign_in):
    structure.update_guideline(in_review.guideline, by=pmo, access="restricted")
    forget_roles(reviewer)
    stranger = people.user("Other Analyst", "pmo_analyst")
    client = sign_in(stranger)
    for name in ("guideline_review", "guideline_submit", "guideline_publish"):
        assert client.get(url(name, in_review)).status_code == 404
    for name in ("guideline_workbench", "guideline_ageing", "broken_links", "home"):
        assert "GL-16" not in text_of(client.get(reverse(name)))


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_review_page(
    count, in_review, analyst, reviewer, sign_in, django_assert_num_queries
):
    for number in range(count):
        said = reviewing.comment(in_review, by=reviewer, body=f"{number}?", quote="Short")
        reviewing.comment(in_review, by=analyst, body="Yes.", parent=said)
        reviewing.comment(in_review, by=reviewer, body="", quote="must", suggestion=f"{number}")
    client = sign_in(reviewer)
    client.get(url("guideline_review", in_review))
    with django_assert_num_queries(19):
        client.get(url("guideline_review", in_review))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("guideline_workbench", 6), ("guideline_ageing", 7), ("broken_links", 9)],
)
def test_query_counts_of_care(
    count, name, queries, pmo, reviewer, analyst, sign_in, django_assert_num_queries
):
    for number in range(count):
        body = "## Rules\n\nSee [x](guideline:GL-99).\n"
        guideline = factories.published(f"GL-{number}", owner=pmo, body=body)
        draft = factories.next_draft(guideline, by=analyst)
        draft.reviewers.create(person=pmo)
        factories.in_state(draft, VersionState.IN_REVIEW)
    client = sign_in(pmo)
    client.get(reverse(name))
    with django_assert_num_queries(queries):
        client.get(reverse(name))
