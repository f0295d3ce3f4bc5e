"""Reviews: four eyes, complete drafts, approvals that hold for one text."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.grants import grant, holds
from core.models import Event
from guidelines.enums import CommentState, Decision, VersionState
from guidelines.events.audiences import people_named
from guidelines.models import GuidelineVersion, Reviewer
from guidelines.selectors.reviewing import missing, suggested_reviewers
from guidelines.services import approvals, drafts, reviewing, structure
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


# --- four eyes --------------------------------------------------------------------------


def test_who_wrote_submitted_or_changed_it_is_no_reviewer(draft, analyst, first, second, pmo):
    drafts.save(draft, by=first, base_revision=draft.revision, body=FULL + "\nMore.\n")
    for writer in (analyst, first, pmo):
        with pytest.raises(ValidationError) as raised:
            reviewing.submit(draft, by=pmo, reviewers=[writer, second])
        told = f"{writer} wrote in this version, so another person has to review it."
        assert messages(raised) == {"reviewers": [told]}


def test_no_writer_approves_by_any_path(in_review, analyst, first):
    with pytest.raises(PermissionDenied):
        reviewing.decide(in_review, by=analyst, decision=Decision.APPROVED)
    with pytest.raises(ValidationError):
        reviewing.add_reviewer(in_review, analyst, by=first)
    # Even a row that came in past the services counts for nothing.
    Reviewer.objects.filter(version=in_review).delete()
    for writer in (analyst, first):
        in_review.reviewers.create(
            person=writer, decision=Decision.APPROVED, decided_revision=in_review.revision
        )
    in_review.writers.add(first)
    approvals.settle(in_review)
    assert in_review.state == VersionState.IN_REVIEW


def test_who_submits_for_others_does_not_approve(draft, pmo, first, second):
    version = reviewing.submit(draft, by=pmo, reviewers=[first, second])
    with pytest.raises(PermissionDenied):
        reviewing.decide(version, by=pmo, decision=Decision.APPROVED)


def test_a_suggestion_makes_nobody_a_writer_taking_it_over_does(in_review, analyst, first, pmo):
    said = suggest(in_review, first)
    with pytest.raises(PermissionDenied):
        reviewing.accept(said, by=first)
    reviewing.accept(said, by=pmo)
    assert set(in_review.writers.all()) == {analyst, pmo}
    reviewing.decide(in_review, by=first, decision=Decision.APPROVED)
    with pytest.raises(PermissionDenied):
        reviewing.decide(in_review, by=pmo, decision=Decision.APPROVED)


def test_a_reader_without_the_right_decides_nothing(in_review, member):
    with pytest.raises(PermissionDenied):
        reviewing.decide(in_review, by=member, decision=Decision.APPROVED)
    with pytest.raises(PermissionDenied):
        reviewing.comment(in_review, by=member, body="Hm.")


# --- approvals and comments -------------------------------------------------------------


def suggest(version, by, quote="The manager must", wording="The project manager must"):
    return reviewing.comment(version, by=by, body="", quote=quote, suggestion=wording)


def test_a_changed_text_asks_for_approvals_again(in_review, analyst, first, second):
    said = suggest(in_review, second)
    reviewing.decide(in_review, by=first, decision=Decision.APPROVED)
    revision = in_review.revision
    reviewing.accept(said, by=analyst)
    assert "The project manager must write" in in_review.body
    assert in_review.revision == revision + 1
    assert Reviewer.objects.get(person=first).decision == Decision.PENDING
    event = Event.objects.get(name="guidelines.approvals_reset")
    assert event.data["people"] == [first.pk]
    with pytest.raises(ValidationError, match="changed since you opened"):
        reviewing.decide(in_review, by=first, decision=Decision.APPROVED, seen_revision=revision)


def test_an_open_comment_holds_the_approval_until_it_is_resolved(in_review, first, second):
    said = reviewing.comment(in_review, by=first, body="Who?", quote="The manager")
    for person in (first, second):
        reviewing.decide(in_review, by=person, decision=Decision.APPROVED)
    assert in_review.state == VersionState.IN_REVIEW
    reviewing.resolve(said, by=second)
    in_review.refresh_from_db()
    assert in_review.state == VersionState.APPROVED


def test_a_passage_that_is_gone_cannot_be_replaced(in_review, analyst, first, second):
    one = suggest(in_review, first)
    other = suggest(in_review, second, wording="Managers must")
    reviewing.accept(one, by=analyst)
    with pytest.raises(ValidationError, match="not in the text any more"):
        reviewing.accept(other, by=analyst)
    other.refresh_from_db()
    assert other.state == CommentState.OPEN


def test_comments_behind_a_new_wording_move_along(in_review, analyst, first, second):
    behind = reviewing.comment(in_review, by=second, body="?", quote="write it down")
    before = behind.start
    reviewing.accept(suggest(in_review, first), by=analyst)
    behind.refresh_from_db()
    assert behind.start == before + len("project ")


def test_declining_needs_a_reason_and_keeps_it(in_review, analyst, first):
    said = suggest(in_review, first)
    with pytest.raises(ValidationError):
        reviewing.decline(said, by=analyst, reason=" ")
    reviewing.decline(said, by=analyst, reason="The term is defined.")
    assert (said.state, said.closed_by) == (CommentState.DECLINED, analyst)
    assert said.replies.get().body == "The term is defined."
    assert "The manager must" in in_review.body


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"body": " "}, "body"),
        ({"body": "x", "quote": "not there"}, "quote"),
        ({"body": "x", "suggestion": "y"}, "quote"),
        ({"body": "", "quote": "The manager", "suggestion": "The manager"}, "suggestion"),
        ({"body": "x" * 5001}, "body"),
    ],
)
def test_comments_that_are_refused(in_review, first, values, field):
    with pytest.raises(ValidationError) as raised:
        reviewing.comment(in_review, by=first, **values)
    assert list(messages(raised)) == [field]


def test_answers_stand_below_comments_only(in_review, analyst, first):
    said = reviewing.comment(in_review, by=first, body="Why?")
    answer = reviewing.comment(in_review, by=analyst, body="Because.", parent=said)
    with pytest.raises(ValidationError):
        reviewing.comment(in_review, by=first, body="So?", parent=answer)
    assert in_review.comments.filter(parent=None).count() == 1


def test_resolved_comments_can_be_opened_again(in_review, first):
    said = reviewing.comment(in_review, by=first, body="Why?")
    reviewing.resolve(said, by=first)
    with pytest.raises(ValidationError):
        reviewing.resolve(said, by=first)
    assert reviewing.reopen(said, by=first).state == CommentState.OPEN


# --- reviewers ----------------------------------------------------------------------------


def test_who_has_no_right_to_review_receives_it(draft, analyst, first, member):
    reviewing.submit(draft, by=analyst, reviewers=[first, member])
    assert holds(member, "review_guideline", draft.guideline)
    assert not holds(first, "review_guideline", draft.guideline)
    assert Event.objects.filter(name="accounts.access_granted").count() == 1


def test_only_who_gives_access_lets_somebody_into_a_restricted_guideline(pmo, analyst, member):
    secret = factories.draft("GL-9", by=analyst, owner=analyst, kind="guideline", body=FULL)
    structure.update_guideline(secret.guideline, by=pmo, access="restricted")
    with pytest.raises(ValidationError, match="may not read this guideline"):
        reviewing.submit(secret, by=analyst, reviewers=[member])
    reviewing.submit(secret, by=pmo, reviewers=[member])
    assert holds(member, "review_guideline", secret.guideline)


def test_reviewers_come_and_go_while_enough_are_left(in_review, analyst, first, second, pmo):
    with pytest.raises(ValidationError, match="at least 2 reviewers"):
        reviewing.remove_reviewer(in_review, first, by=analyst)
    reviewing.add_reviewer(in_review, pmo, by=analyst)
    for person in (first, second):
        reviewing.decide(in_review, by=person, decision=Decision.APPROVED)
    assert in_review.state == VersionState.IN_REVIEW
    reviewing.remove_reviewer(in_review, pmo, by=analyst)
    assert in_review.state == VersionState.APPROVED


def test_reviewers_are_proposed_by_rule(draft, analyst, first, second, pmo, admin, member, manager):
    grant("review_guideline", draft.guideline, manager)
    grant("review_chapter", draft.guideline.chapter, member)
    proposed = suggested_reviewers(draft.guideline)
    assert [(each.person.name, each.why) for each in proposed] == [
        ("Max Manager", "reviews this guideline"),
        ("Mia Member", "reviews the chapter Control"),
        ("Petra Lead", "reviews guidelines by role"),
        ("Rita First", "reviews guidelines by role"),
        ("Rolf Second", "reviews guidelines by role"),
        ("Ada Admin", "reviews guidelines by role"),
    ]


def test_german_sections_count_by_their_anchors(analyst):
    body = "## Zusammenfassung {#summary}\n\n- Kurz.\n\n## Zweck {#purpose}\n\n### Ziel\n\nJa.\n"
    draft = factories.draft("GL-2", by=analyst, language="de", kind="guideline", body=body)
    assert missing(draft) == []


def test_taking_back_needs_a_reason_and_voids_approvals(in_review, analyst, first, second):
    for person in (first, second):
        reviewing.decide(in_review, by=person, decision=Decision.APPROVED)
    with pytest.raises(ValidationError):
        reviewing.withdraw(in_review, by=analyst, reason="")
    reviewing.withdraw(in_review, by=analyst, reason="A number is wrong.")
    assert (in_review.state, in_review.approved_by) == (VersionState.DRAFT, None)
    reviewing.submit(in_review, by=analyst, reviewers=[first, second])
    assert set(in_review.reviewers.values_list("decision", flat=True)) == {Decision.PENDING}


def test_only_people_who_may_see_the_version_hear_of_it(draft, analyst, first, second, member):
    reviewing.submit(draft, by=analyst, reviewers=[first, second])
    event = Event.objects.get(name="guidelines.review_requested")
    assert list(people_named(event)) == [first.pk, second.pk]
    event.data["people"].append(member.pk)
    assert list(people_named(event)) == [first.pk, second.pk]
