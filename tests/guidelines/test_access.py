"""Rights on single guidelines and chapters, and what a guideline is apart from its text."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.grants import grant, is_granted
from guidelines.models import Guideline
from guidelines.permissions import has_right
from guidelines.selectors.access import who_reads, who_reads_chapter
from guidelines.services import structure
from tests.guidelines import factories


@pytest.fixture
def rule(db):
    return factories.published("GL-16", title="Change control")


def give(client, noun, obj, right, holder, act="add"):
    kind = "group" if isinstance(holder, Group) else "person"
    url = reverse(f"{noun}_grant_{act}", args=[obj.pk, right])
    return client.post(url, {"holder": f"{kind}:{holder.pk}"})


@pytest.mark.parametrize("noun", ["guideline", "chapter"])
@pytest.mark.parametrize("right", ["write", "review", "publish"])
def test_each_right_opens_what_it_says(sign_in, pmo, member, rule, noun, right):
    obj = rule if noun == "guideline" else rule.chapter
    assert give(sign_in(pmo), noun, obj, right, member).status_code == 302
    assert [each for each in ("write", "review", "publish") if has_right(member, each, rule)] == [
        right
    ]
    give(sign_in(pmo), noun, obj, right, member, act="remove")
    assert not has_right(member, right, rule)


def test_a_restricted_chapter_restricts_all_in_it(sign_in, pmo, member, manager, rule):
    structure.update_chapter(rule.chapter, by=pmo, access="restricted")
    assert not Guideline.objects.visible_to(member).exists()
    give(sign_in(pmo), "chapter", rule.chapter, "view", member)
    assert Guideline.objects.visible_to(member).get() == rule
    assert not Guideline.objects.visible_to(manager).exists()
    give(sign_in(pmo), "guideline", rule, "view", manager)
    assert Guideline.objects.visible_to(manager).get() == rule


def test_rights_of_a_source_hold_for_its_translations(sign_in, pmo, member, rule):
    german = factories.published("GL-16", language="de", translation_of=rule)
    group = Group.objects.create(name="Writers")
    member.groups.add(group)
    give(sign_in(pmo), "guideline", rule, "write", group)
    assert is_granted(member, "write_guideline", german)
    give(sign_in(pmo), "guideline", rule, "write", group, act="remove")
    assert not is_granted(member, "write_guideline", german)


def test_only_those_who_give_access_do(sign_in, analyst, member, rule, pmo):
    assert give(sign_in(analyst), "guideline", rule, "view", member).status_code == 403
    url = reverse("guideline_access", args=[rule.pk])
    assert sign_in(analyst).post(url, {"access": "restricted"}).status_code == 403
    assert give(sign_in(pmo), "guideline", rule, "rule", member).status_code == 404
    sign_in(pmo).post(url, {"access": "restricted"})
    rule.refresh_from_db()
    assert rule.access == "restricted"
    assert sign_in(analyst).get(reverse("guideline_properties", args=[rule.pk])).status_code == 404


def test_properties_are_changed_by_the_pmo_alone(sign_in, analyst, manager, member, rule):
    grant("write_guideline", rule, manager)
    url = reverse("guideline_properties", args=[rule.pk])
    page = sign_in(manager).get(url)
    assert (page.status_code, page.context["form"]) == (200, None)
    assert sign_in(manager).post(url, {}).status_code == 403
    assert sign_in(member).get(url).status_code == 403
    values = {"code": "PM-16", "owner": manager.pk, "review_months": 12, "next_review_on": ""}
    assert sign_in(analyst).post(url, values).status_code == 302
    rule.refresh_from_db()
    assert (rule.code, rule.owner, rule.review_months) == ("PM-16", manager, 12)
    assert "Former codes" in sign_in(analyst).get(url).content.decode()
    assert sign_in(analyst).post(url, {**values, "code": "no blanks"}).status_code == 422


def test_the_owner_of_a_restricted_guideline_is_named_by_those_who_give_access(
    sign_in, analyst, pmo, member, rule
):
    structure.update_guideline(rule, by=pmo, access="restricted")
    grant("view_guideline", rule, analyst)
    url = reverse("guideline_properties", args=[rule.pk])
    values = {"code": "GL-16", "owner": member.pk, "review_months": 12}
    sign_in(analyst).post(url, values)
    rule.refresh_from_db()
    assert (rule.owner, rule.review_months) == (None, 12)
    sign_in(pmo).post(url, values)
    rule.refresh_from_db()
    assert rule.owner == member


def test_the_pages_say_in_words_who_reads(rule, pmo):
    assert who_reads(rule)[0] == "All staff may read it once it is published."
    structure.update_guideline(rule, by=pmo, access="restricted")
    assert who_reads(rule)[0] == "It is restricted."
    structure.update_chapter(rule.chapter, by=pmo, access="restricted")
    assert who_reads(rule)[0] == "Its chapter “Control” is restricted, and so is it."
    assert who_reads_chapter(rule.chapter)[0].startswith("The chapter is restricted")


def test_a_translation_shows_that_rights_are_those_of_its_source(sign_in, pmo, rule):
    german = factories.published("GL-16", language="de", translation_of=rule)
    page = sign_in(pmo).get(reverse("guideline_properties", args=[german.pk]))
    assert "Rights are given on the source" in page.content.decode()
    assert "code" not in page.context["form"].fields
