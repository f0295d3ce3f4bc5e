"""The guidelines of the demo city: lived through in order, on days counted from today."""

import itertools
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core.events import verify_chain
from core.models import Event, Notification
from guidelines.enums import CommentState, RequestState, VersionState
from guidelines.models import (
    Campaign,
    Feedback,
    Guideline,
    GuidelineVersion,
    RecentView,
    ReviewComment,
    TextBlock,
    WorkingCopy,
)
from guidelines.selectors.shipping import shipped_content, steps
from guidelines.shipping.standing import Standing
from pmo_portal.demo import clock, guidelines, load

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db  # the module's fixture must never meet a real database


@pytest.fixture(scope="module")
def shelf(django_db_setup, django_db_blocker):
    """Loaded once for this file, and rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield guidelines.load(load.load(TODAY), TODAY)
        transaction.set_rollback(True)


def guideline(code, language="en"):
    return Guideline.objects.get(code=code, language=language)


def states(code):
    rows = guideline(code).versions.order_by("number")
    return list(rows.values_list("number", "state"))


def test_change_control_has_a_history_of_five_versions(shelf):
    former = [(number, VersionState.SUPERSEDED) for number in range(1, 5)]
    assert states("GL-16") == [*former, (5, VersionState.PUBLISHED)]
    rows = guideline("GL-16").versions.order_by("number")
    assert len(set(rows.values_list("body", flat=True))) == 5
    newest = rows.last()
    assert newest.effective_on == TODAY - timedelta(days=9)
    assert newest.change_note.startswith("The project manager may now approve up to 2 %")
    assert "| B | 2 % of BAC and 5 working days |" in newest.body
    assert newest.body.splitlines()[-1].startswith("| 5 | 2026-11-14 | The project manager may")
    for version, after in itertools.pairwise(rows):
        assert version.ended_on == after.effective_on


def test_every_state_of_a_version_is_there(shelf):
    found = Counter(GuidelineVersion.objects.values_list("state", flat=True))
    assert found == {
        VersionState.PUBLISHED: 35,
        VersionState.SUPERSEDED: 7,
        VersionState.DRAFT: 3,
        VersionState.IN_REVIEW: 1,
        VersionState.APPROVED: 1,
        VersionState.RETIRED: 1,
    }


def test_a_version_waits_for_its_day_and_one_guideline_was_replaced(shelf):
    waiting = guideline("GL-05").versions.get(state=VersionState.APPROVED)
    assert waiting.effective_on == TODAY + timedelta(days=12)
    assert waiting.published_by == shelf.people["petra"]
    retired = guideline("GL-27")
    assert (retired.retired_on, retired.replaced_by.code) == (TODAY - timedelta(days=60), "GL-25")


def test_a_review_has_remarks_an_answer_and_a_suggested_wording(shelf):
    said = ReviewComment.objects.filter(version__guideline=guideline("GL-14"))
    assert said.filter(parent=None, state=CommentState.OPEN).count() == 3
    assert said.exclude(parent=None).count() == 1
    assert list(said.exclude(suggestion=None).values_list("suggestion", flat=True)) == [
        "within 2 working days"
    ]


def test_two_people_write_one_draft(shelf):
    copy = WorkingCopy.objects.get()
    assert (copy.person, copy.version.updated_by) == (shelf.people["anton"], shelf.people["petra"])
    assert copy.values["body"] != copy.version.body


def test_two_guidelines_are_overdue_and_one_is_due_soon(shelf):
    due = Guideline.objects.in_force().filter(next_review_on__lt=TODAY + timedelta(days=60))
    assert list(due.order_by("next_review_on").values_list("code", flat=True)) == [
        "GL-23",
        "GL-15",
        "GL-25",
    ]
    assert Event.objects.filter(name="guidelines.review_overdue").count() == 7


def test_a_restricted_guideline_is_seen_by_its_circle(shelf):
    seen = {
        key
        for key, person in shelf.people.items()
        if Guideline.objects.visible_to(person).filter(code="GL-30").exists()
    }
    assert seen == {"petra", "ada", "eva", "sofia"}


def test_the_german_translation_is_older_than_its_source(shelf):
    german = guideline("GL-12", "de").current
    assert (german.source_version.number, guideline("GL-12").current.number) == (1, 2)


def test_a_text_block_is_included_live(shelf):
    block = TextBlock.objects.get()
    assert block.released_by != block.proposed_by
    including = GuidelineVersion.objects.filter(
        state=VersionState.PUBLISHED, body__contains=f"[[block:{block.key}]]"
    )
    assert set(including.values_list("guideline__code", flat=True)) == {"GL-01", "GL-12", "GL-16"}


def test_campaigns_run_are_late_and_over(shelf):
    found = {
        campaign.version.guideline.code: (
            campaign.state,
            (campaign.due_on - TODAY).days,
            dict(Counter(campaign.requests.values_list("state", flat=True))),
        )
        for campaign in Campaign.objects.all()
    }
    done, waiting, exempt = RequestState.CONFIRMED, RequestState.OPEN, RequestState.EXEMPT
    assert found == {
        "GL-01": ("closed", -225, {done: 15, exempt: 1}),
        "GL-12": ("open", -6, {done: 11, waiting: 3, exempt: 1}),
        "GL-16": ("open", 5, {done: 5, waiting: 2, exempt: 1}),
    }
    asked = Campaign.objects.get(version__guideline__code="GL-16").requests
    assert asked.get(person=shelf.people["max"]).state == waiting


def test_updates_of_the_shipped_texts_are_offered(shelf):
    found = {
        step.key: step.proposal.open_places
        for step in steps(shipped_content())
        if step.standing != Standing.UNCHANGED
    }
    assert found == {"GL-09": 0, "GL-22": 1}
    assert {step.standing for step in steps(shipped_content())} == {
        Standing.OFFERED,
        Standing.UNCHANGED,
    }


def test_readers_left_traces(shelf):
    assert Feedback.objects.exclude(answer="").count() == 1
    assert Feedback.objects.filter(is_helpful=False, answer="").exclude(comment="").count() == 2
    latest = RecentView.objects.filter(person=shelf.people["max"]).order_by("-viewed_at")
    assert [view.guideline.code for view in latest] == ["GL-12", "GL-16", "GL-10", "MC-05", "GL-14"]


def test_it_happened_in_the_order_of_the_log(shelf):
    events = Event.objects.filter(name__startswith="guidelines.").order_by("pk")
    days = list(events.values_list("at", flat=True))
    assert days == sorted(days)
    assert days[-1] < timezone.now()
    assert verify_chain(Event.objects.order_by("pk")) is None


def test_the_clock_runs_again_afterwards():
    real = timezone.now
    with clock.set_to(clock.at(TODAY, 9)):
        assert timezone.now() == clock.at(TODAY, 9)
        assert timezone.localdate() == TODAY
    assert timezone.now is real


def test_a_passage_that_is_not_there_is_a_mistake():
    assert guidelines.edited("one two", [["two", "three"]]) == "one three"
    with pytest.raises(ValueError, match="0 times"):
        guidelines.edited("one", [["two", "three"]])
    with pytest.raises(ValueError, match="2 times"):
        guidelines.edited("one one", [["one", "two"]])


def test_only_fresh_news_is_unread(shelf):
    load.forget_old_news()
    unread = Notification.objects.filter(read_at=None, event__name__startswith="guidelines.")
    assert min(unread.values_list("created_at", flat=True)) > timezone.now() - load.RECENT
