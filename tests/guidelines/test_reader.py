"""The reader's page."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guidelines.enums import VersionState
from guidelines.models import (
    Favourite,
    GuidelineSection,
    GuidelineVersion,
    RecentView,
    TextBlock,
    Watch,
)
from guidelines.services import reading
from tests.guidelines import factories

TODAY = timezone.localdate()


def text_of(response):
    page = response.content.decode()
    page = page[page.index('<main class="page"') :]
    page = re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ")
    return re.sub(r"\s+", " ", page)


def url_of(guideline):
    return reverse("guideline", args=[guideline.pk])


@pytest.fixture
def rule(pmo):
    """GL-16 in its second version."""
    guideline = factories.published(
        "GL-16", owner=pmo, methods=["waterfall", "prince2"], classes=["B", "C", "D"]
    )
    draft = factories.next_draft(
        guideline, body="## Summary\n\n- Shorter.\n", change_note="Managers approve up to 2 %."
    )
    return factories.publish(draft)


def test_the_page_says_what_is_in_force_for_whom_and_what_changed(rule, sign_in, member):
    text = text_of(sign_in(member).get(url_of(rule)))
    for expected in (
        "GL-16 Change control",
        "Published v2",
        "Standard",
        "What changed in v2: Managers approve up to 2 %.",
        "Applies to projects of class B to D, run with Waterfall or PRINCE2, in every phase.",
        "Written for: Everybody.",
        "Shorter.",
        "Owner Petra Lead",
        "Was this helpful?",
    ):
        assert expected in text, expected


def test_the_contents_list_the_sections(rule, sign_in, member):
    page = sign_in(member).get(url_of(rule))
    assert [(each.title, each.anchor) for each in page.context["page"].contents] == [
        ("Summary", "summary")
    ]
    assert '<a href="#summary">Summary</a>' in page.content.decode()


def test_a_section_that_is_gone_leads_to_the_version_that_had_it(rule, sign_in, member):
    GuidelineSection.objects.create(guideline=rule, anchor="rules", title="Rules", is_current=False)
    page = sign_in(member).get(url_of(rule))
    gone = page.context["gone"]
    assert [(each.anchor, each.title, each.number) for each in gone] == [("rules", "Rules", 1)]
    assert 'id="rules"' in page.content.decode()


def test_who_does_not_work_on_it_learns_of_no_draft(rule, sign_in, member, analyst):
    factories.next_draft(rule, title="Secret plan")
    texts = [text_of(sign_in(user).get(url_of(rule))) for user in (member, analyst)]
    assert ["Version 3 is in work: Draft." in text for text in texts] == [False, True]


def test_readers_are_told_from_when_the_next_version_counts(rule, sign_in, member):
    draft = factories.in_state(factories.next_draft(rule), VersionState.APPROVED)
    day = TODAY + timedelta(days=20)
    GuidelineVersion.objects.filter(pk=draft.pk).update(effective_on=day)
    page = sign_in(member).get(url_of(rule))
    assert "Version 3 takes effect on" in text_of(page)
    assert draft.get_absolute_url() not in page.content.decode()


def test_a_first_draft_is_there_for_those_who_work_on_it_alone(sign_in, member, analyst):
    draft = factories.draft("GL-40")
    answers = [sign_in(user).get(url_of(draft.guideline)) for user in (member, analyst)]
    assert [answer.status_code for answer in answers] == [404, 200]
    assert "This text is not in force yet." in text_of(answers[1])


def test_a_retired_guideline_says_so_and_what_replaces_it(rule, sign_in, member):
    other = factories.published("GL-17", title="New rules")
    secret = factories.published("GL-18", access="restricted")
    rule.retired_on, rule.retired_reason, rule.replaced_by = TODAY, "Merged", other
    rule.save()
    client = sign_in(member)
    text = text_of(client.get(url_of(rule)))
    assert "is no longer in force. Merged. GL-17 New rules replaces it." in text
    rule.replaced_by = secret
    rule.save()
    assert "GL-18" not in text_of(client.get(url_of(rule)))


def test_an_overdue_review_is_said(rule, sign_in, member):
    rule.next_review_on = TODAY - timedelta(days=1)
    rule.save()
    assert "Its review was due on" in text_of(sign_in(member).get(url_of(rule)))


def test_a_translation_older_than_its_source_says_so(sign_in, member):
    source = factories.published("GL-12")
    german = factories.published("GL-12", language="de", translation_of=source)
    client = sign_in(member)
    assert "This translation is older" not in text_of(client.get(url_of(german)))
    factories.publish(factories.next_draft(source, change_note="More."))
    text = text_of(client.get(url_of(german)))
    assert "This translation is older than its source. Read the newer text in English" in text
    source.access = "restricted"
    source.save()
    assert "This translation is older" not in text_of(client.get(url_of(german)))


def test_a_shared_passage_that_changed_since_is_said(sign_in, member):
    block = TextBlock.objects.create(
        key="legend", title="Rule words", body="Must.", released_at=timezone.now()
    )
    guideline = factories.published("GL-19", body="## Rules\n\n[[block:legend]]\n")
    client = sign_in(member)
    assert "Rule words" not in text_of(client.get(url_of(guideline)))
    TextBlock.objects.filter(pk=block.pk).update(released_at=timezone.now())
    assert "The passage “Rule words”, shared" in text_of(client.get(url_of(guideline)))


def test_opening_a_page_is_remembered_once_a_minute_and_confirms_nothing(rule, sign_in, member):
    client = sign_in(member)
    client.get(url_of(rule))
    first = RecentView.objects.get().viewed_at
    client.get(url_of(rule))
    assert RecentView.objects.get().viewed_at == first
    RecentView.objects.update(viewed_at=first - timedelta(minutes=2))
    client.get(url_of(rule))
    assert RecentView.objects.get().viewed_at > first
    assert rule.confirmations.count() == 0


@pytest.mark.parametrize(
    ("name", "model"), [("guideline_favourite", Favourite), ("guideline_watch", Watch)]
)
def test_keeping_at_hand_and_watching(name, model, rule, sign_in, member):
    client, url = sign_in(member), reverse(name, args=[rule.pk])
    answer = client.post(url, {"on": "1"})
    assert (answer.status_code, answer.url) == (302, url_of(rule))
    client.post(url, {"on": "1"})
    assert [(row.person, row.guideline) for row in model.objects.all()] == [(member, rule)]
    fragment = client.post(url, {"on": "0"}, headers={"HX-Request": "true"})
    assert (fragment.status_code, model.objects.count()) == (200, 0)
    assert 'aria-pressed="false"' in fragment.content.decode()


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "source"), ("de", "german"), ("fr", "source")]
)
def test_the_short_address_leads_to_the_readers_language(language, expected, sign_in, member):
    source = factories.published("GL-12")
    german = factories.published("GL-12", language="de", translation_of=source)
    member.language = language if language != "fr" else "en"
    member.save()
    answer = sign_in(member).get(reverse("guideline_by_code", args=["gl-12"]))
    assert answer.url == url_of({"source": source, "german": german}[expected])


def test_what_nobody_wrote_has_no_short_address(sign_in, member):
    factories.published("GL-13", access="restricted")
    client = sign_in(member)
    codes = ("GL-13", "GL-99")
    answers = [client.get(reverse("guideline_by_code", args=[code])) for code in codes]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_page(count, pmo, sign_in, member, django_assert_num_queries):
    guideline = factories.published("GL-16", owner=pmo)
    for number in range(count):
        section = {"title": f"Old {number}", "is_current": False}
        GuidelineSection.objects.create(guideline=guideline, anchor=f"old-{number}", **section)
        factories.publish(factories.next_draft(guideline, change_note=f"Change {number}."))
        factories.published(f"GL-2{number}")
    reading.give_feedback(guideline.current, by=member, is_helpful=True)
    client, url = sign_in(member), url_of(guideline)
    client.get(url)
    with django_assert_num_queries(14):
        client.get(url)


def test_the_menu_offers_what_the_person_may_do(rule, sign_in, member, analyst, pmo):
    def labels(user):
        return [item.label for item in sign_in(user).get(url_of(rule)).context["menu"]]

    always = ["Versions and history", "Export"]
    offered = {user: labels(user) for user in (member, analyst, pmo)}
    assert offered[member] == []
    assert "Retire" in offered[pmo]
    assert "Retire" not in offered[analyst]
    assert set(always) <= set(offered[analyst])
    factories.next_draft(rule)
    assert labels(analyst)[0] == "Submit for review"
