"""Reviews that come due, reminders that are sent once, links that lead nowhere."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import roles_of
from core.models import Event
from guidelines.models import Guideline, GuidelineVersion, ReviewReminder
from guidelines.selectors import broken_links
from guidelines.selectors.all_guidelines import all_guidelines
from guidelines.selectors.care import ageing, due_for, reminder_step
from guidelines.services import care, publishing
from tests.guidelines import factories

pytestmark = pytest.mark.django_db
DUE = date(2026, 9, 1)


def due(code="GL-1", *, on=DUE, **values):
    guideline = factories.published(code, **values)
    Guideline.objects.filter(pk=guideline.pk).update(next_review_on=on)
    guideline.refresh_from_db()
    return guideline


def test_still_valid_moves_the_day_by_the_interval(pmo):
    guideline = due(review_months=12)
    number = guideline.current.number
    care.confirm_valid(guideline, by=pmo, note="Checked the limits.")
    today = timezone.localdate()
    assert guideline.next_review_on == date(today.year + 1, today.month, today.day)
    assert guideline.versions.count() == number == 1
    event = Event.objects.get(name="guidelines.confirmed_valid")
    assert (event.actor_id, event.data["note"]) == (pmo.pk, "Checked the limits.")


@pytest.mark.parametrize("note", ["", "  "])
def test_still_valid_says_what_was_checked(pmo, note):
    with pytest.raises(ValidationError):
        care.confirm_valid(due(), by=pmo, note=note)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-61, None),
        (-60, "60"),
        (-31, "60"),
        (-30, "30"),
        (-7, "7"),
        (0, "7"),
        (1, "late-0"),
        (7, "late-0"),
        (8, "late-1"),
    ],
)
def test_steps_of_the_reminders(days, step):
    assert reminder_step(DUE, DUE + timedelta(days=days)) == step


def test_each_step_is_sent_once_to_the_owner(pmo, manager):
    guideline = due(owner=manager)
    sent = [care.remind_owners(DUE + timedelta(days=days)) for days in range(-61, 10)]
    assert sum(sent) == 5
    assert [sent[1], sent[31], sent[54], sent[62], sent[69]] == [1, 1, 1, 1, 1]
    steps = ReviewReminder.objects.order_by("pk").values_list("step", flat=True)
    assert list(steps) == ["60", "30", "7", "late-0", "late-1"]
    events = Event.objects.filter(name__startswith="guidelines.review_").order_by("pk")
    assert [event.name.removeprefix("guidelines.") for event in events] == [
        "review_due_soon",
        "review_due_soon",
        "review_due_soon",
        "review_overdue",
        "review_overdue",
    ]
    assert events[0].data["people"] == [manager.pk]
    care.confirm_valid(guideline, by=manager, note="Fine.")
    assert care.remind_owners(DUE + timedelta(days=20)) == 0


def test_where_nobody_owns_it_the_keepers_are_reminded(pmo, analyst, member):
    due()
    assert care.remind_owners(DUE) == 1
    event = Event.objects.get(name="guidelines.review_due_soon")
    assert event.data["people"] == sorted([pmo.pk, analyst.pk])


def test_retired_and_unpublished_ones_are_left_alone(pmo):
    factories.draft("GL-1")
    Guideline.objects.filter(pk=due("GL-2").pk).update(retired_on=DUE)
    Guideline.objects.filter(code="GL-1").update(next_review_on=DUE)
    assert care.remind_owners(DUE) == 0


def test_what_is_due_for_its_owner(manager):
    today = timezone.localdate()
    late = due("GL-2", owner=manager, on=today - timedelta(days=1))
    soon = due("GL-1", owner=manager, on=today + timedelta(days=60))
    due("GL-3", owner=manager, on=today + timedelta(days=61))
    due("GL-4", on=today)
    assert due_for(manager, today) == [late, soon]


def test_auditors_see_how_old_texts_are_but_not_what_is_in_work(sign_in, auditor, pmo):
    factories.next_draft(due(), by=pmo)
    factories.draft("GL-2", by=pmo)
    assert list(ageing(auditor).values_list("code", "open_state")) == [("GL-1", None)]
    assert list(all_guidelines(auditor).values_list("code", "open_state")) == [("GL-1", None)]
    for name in ("guideline_ageing", "guideline_list"):
        assert "GL-1" in sign_in(auditor).get(reverse(name)).content.decode()


def test_ageing_counts_unhelpful_and_names_the_state(pmo, manager, member):
    guideline = due(owner=manager)
    guideline.current.feedback.create(person=member, is_helpful=False)
    guideline.current.feedback.create(person=pmo, is_helpful=True)
    factories.next_draft(guideline, by=pmo)
    due("GL-2")
    rows = ageing(pmo).order_by("code").values_list("code", "open_state", "unhelpful")
    assert list(rows) == [("GL-1", "draft", 1), ("GL-2", None, 0)]
    assert [row.code for row in ageing(manager)] == ["GL-1"]
    assert not ageing(member).exists()


# --- broken links -------------------------------------------------------------------------

QUESTIONS = 5
NO_ALT = "A picture has no text alternative. That is right only if it is mere decoration."
BROKEN = (
    "## Rules\n\nSee [one](guideline:GL-99), [two](#nowhere) and [three](guideline:GL-2#rules).\n\n"
    "![](image:gone)\n\n[[block:unknown]]\n"
)


def test_the_report_names_line_and_link(pmo):
    factories.published("GL-1", body=BROKEN)
    publishing.write_sections(factories.published("GL-2").current)
    found = broken_links.report(pmo)
    assert [each.version.guideline.code for each in found] == ["GL-1"]
    told = [(each.line, each.sentence, each.is_blocking) for each in found[0].findings]
    assert told == [
        (3, "This page has no section “#nowhere”.", True),
        (3, "The link “guideline:GL-99” leads nowhere.", True),
        (5, NO_ALT, False),
        (5, "The picture “image:gone” is not stored in the portal.", True),
        (7, "There is no released text block “unknown”.", True),
    ]


def test_a_link_to_what_the_person_may_not_see_is_told_as_any_other(pmo, analyst):
    factories.published("GL-1", body="## Rules\n\nSee [one](guideline:GL-9).\n")
    nowhere = broken_links.report(analyst)
    factories.published("GL-9", access="restricted")
    assert broken_links.report(pmo) == []
    assert broken_links.report(analyst) == nowhere
    found = broken_links.report(analyst)
    assert found[0].findings[0].sentence == "The link “(not available to you)” leads nowhere."


def test_the_report_asks_the_same_number_of_questions(pmo, django_assert_num_queries):
    factories.published("GL-1", body=BROKEN)
    roles_of(pmo)
    with django_assert_num_queries(QUESTIONS):
        assert len(broken_links.report(pmo)) == 1
    for code in ("GL-3", "GL-4"):
        factories.published(code, body=BROKEN)
    with django_assert_num_queries(QUESTIONS):
        assert len(broken_links.report(pmo)) == 3


def test_findings_of_one_version_are_those_of_the_report(pmo):
    factories.published("GL-1", body=BROKEN)
    version = GuidelineVersion.objects.select_related("guideline").get()
    assert broken_links.findings(version, pmo) == broken_links.report(pmo)[0].findings
