"""Reviews: four eyes, complete drafts, approvals that hold for one text."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.grants import holds
from guidelines.enums import CommentState, Decision, VersionState
from guidelines.models import GuidelineVersion, Reviewer
from guidelines.services import drafts, reviewing, structure
from tests import factories as people
from tests.guidelines import factories

FULL = (
    "## Summary\n\n- Short.\n\n## Purpose\n\nWhy.\n\n## Scope and applicability\n\nAll.\n\n"
    "## Rules\n\nThe manager must write it down.\n"
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def first(db):
    return people.user("Rita First", "pmo_analyst")


@pytest.fixture
def second(db):
    return people.user("Rolf Second", "pmo_analyst")


@pytest.fixture
def draft(analyst):
    return factories.draft("GL-16", by=analyst, body=FULL)


@pytest.fixture
def in_review(draft, analyst, first, second):
    return reviewing.submit(draft, by=analyst, reviewers=[first, second])


def messages(raised):
    return raised.value.message_dict


def test_a_complete_draft_goes_to_its_reviewers(draft, analyst, first, second):
    submitted = reviewing.submit(draft, by=analyst, reviewers=[first, second], comment="Please.")
    assert (submitted.state, submitted.submitted_by) == (VersionState.IN_REVIEW, analyst)
    asked = draft.reviewers.order_by("person__name").values_list("person__name", "decision")
    assert list(asked) == [("Rita First", "pending"), ("Rolf Second", "pending")]


def test_what_is_missing_is_said_by_field(analyst, first):
    draft = factories.draft("GL-1", by=analyst, audience="", body="## Summary\n\n## Rules\n\nX.\n")
    with pytest.raises(ValidationError) as raised:
        reviewing.submit(draft, by=analyst, reviewers=[first])
    assert messages(raised) == {
        "audience": ["Say for whom this is written."],
        "body": [
            "The section “Summary” is missing or empty.",
            "The section “Purpose” is missing or empty.",
            "The section “Scope and applicability” is missing or empty.",
        ],
        "reviewers": ["Standard: choose at least 2 reviewers."],
    }
    assert GuidelineVersion.objects.get(pk=draft.pk).state == VersionState.DRAFT


def test_approved_when_all_approve(in_review, first, second):
    reviewing.decide(in_review, by=first, decision=Decision.APPROVED)
    assert in_review.state == VersionState.IN_REVIEW
    reviewing.decide(in_review, by=second, decision=Decision.APPROVED)
    assert (in_review.state, in_review.approved_by) == (VersionState.APPROVED, second)


def test_changes_wanted_send_it_back_with_all_comments(in_review, first):
    reviewing.comment(in_review, by=first, body="Who?", quote="The manager")
    with pytest.raises(ValidationError):
        reviewing.decide(in_review, by=first, decision=Decision.CHANGES)
    reviewing.decide(in_review, by=first, decision=Decision.CHANGES, reason="Name the role.")
    assert in_review.state == VersionState.DRAFT
    assert in_review.comments.get().body == "Who?"
    assert Reviewer.objects.get(person=first).reason == "Name the role."
