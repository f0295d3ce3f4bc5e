"""The history of a guideline, one version, and two versions compared."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.grants import grant
from guidelines.models import GuidelineVersion
from guidelines.services import drafts
from tests.guidelines import factories

pytestmark = pytest.mark.django_db

OLD = """## Rules

A change of 2 % is approved by the manager, see [Plan Falcon](guideline:GL-99).

| Class | Limit |
|---|---|
| A | none |
| B | 2 % |
"""
NEW = OLD.replace("change of 2 %", "change of 3 %").replace("| B | 2 %", "| B | 3 %")


@pytest.fixture
def guideline(pmo, analyst):
    """Two published versions and a draft; the text names a guideline that few may see."""
    factories.published("GL-99", access="restricted", title="Plan Falcon", by=pmo)
    made = factories.published("GL-16", body=OLD, by=pmo, change_note="First edition.")
    factories.publish(
        factories.next_draft(made, by=analyst, body=NEW, change_note="More for managers.")
    )
    made.refresh_from_db()
    factories.next_draft(made, by=analyst, body=NEW + "\nMore to come.\n", is_material=False)
    return made


def get(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def text(response):
    return " ".join(response.content.decode().split())


def test_history_tells_who_why_and_how_much(sign_in, pmo, guideline):
    response = get(sign_in(pmo), "guideline_versions", guideline.pk)
    told = [
        (
            line.version.number,
            line.version.state,
            line.version.change_note,
            [str(person) for person in line.writers],
            line.before and line.before.number,
            line.change and (line.change.words_added, line.change.words_removed),
            line.change and line.change.sections,
        )
        for line in response.context["lines"]
    ]
    assert told == [
        (3, "draft", "", ["Anna Lyst"], 2, (3, 0), ("Rules",)),
        (2, "published", "More for managers.", ["Anna Lyst"], 1, (2, 2), ("Rules",)),
        (1, "superseded", "First edition.", ["Petra Lead"], None, None, None),
    ]


def test_readers_see_no_draft_in_the_history(sign_in, member, guideline):
    response = get(sign_in(member), "guideline_versions", guideline.pk)
    assert [line.version.number for line in response.context["lines"]] == [2, 1]
    assert get(sign_in(member), "guideline_version", guideline.pk, 3).status_code == 404
    answer = get(sign_in(member), "guideline_compare", guideline.pk, before="2", after="3")
    assert answer.status_code == 404


def test_an_old_version_says_what_superseded_it(sign_in, member, guideline):
    found = text(get(sign_in(member), "guideline_version", guideline.pk, 1))
    assert "Version 1 is no longer in force: superseded by v2 since" in found
    assert "A change of 2 % is approved" in found
    assert "Restore as a new draft" not in found
    assert "Saved states" not in found


def test_the_newest_version_is_compared_with_the_one_before(sign_in, member, guideline):
    response = get(sign_in(member), "guideline_compare", guideline.pk)
    assert (response.context["before"].label, response.context["after"].label) == ("v1", "v2")
    [shown] = response.context["passages"]
    assert [each.block.kind for each in shown.stretches] == ["same", "changed", "changed"]
    found = text(response)
    assert "A change of <del>2</del><ins>3</ins> % is approved by the manager" in found
    assert '<td class="diff-changed"><del>2</del><ins>3</ins> %</td>' in found


@pytest.mark.parametrize("view", ["", "side"])
def test_what_a_reader_may_not_see_is_in_no_comparison(sign_in, member, pmo, guideline, view):
    query = {"view": view}
    answers = [get(sign_in(member), "guideline_compare", guideline.pk, **query)]
    answers += [get(sign_in(member), name, guideline.pk) for name in ("guideline_versions",)]
    answers += [get(sign_in(member), "guideline_version", guideline.pk, 1)]
    for answer in answers:
        assert answer.status_code == 200
        assert b"Falcon" not in answer.content
        assert b"GL-99" not in answer.content
    assert b"Falcon" in get(sign_in(pmo), "guideline_compare", guideline.pk, **query).content


def test_what_lies_away_from_a_change_is_folded(sign_in, member):
    body = "".join(f"Paragraph {number}.\n\n" for number in range(6))
    made = factories.published("GL-16", body=body)
    factories.publish(factories.next_draft(made, body=body + "One more.\n"))
    client = sign_in(member)
    folded = get(client, "guideline_compare", made.pk)
    runs = [(len(run.stretches), run.is_folded) for run in folded.context["passages"]]
    assert runs == [(5, True), (2, False)]
    assert '<details class="diff-fold"><summary lang="en">5 unchanged paragraphs' in text(folded)
    assert '<details class="diff-fold" open>' in text(
        get(client, "guideline_compare", made.pk, all="1")
    )
    assert "Source" not in text(folded)


def test_the_source_is_for_those_who_work_on_it(sign_in, member, pmo, guideline):
    refused = get(sign_in(member), "guideline_compare", guideline.pk, of="source")
    assert refused.status_code == 403
    assert "The source is shown to those who work on this guideline." in text(refused)
    shown = get(sign_in(pmo), "guideline_compare", guideline.pk, of="source", view="side")
    rows = [row for run in shown.context["runs"] for row in run.rows]
    assert [row.kind for row in rows if row.kind != "same"] == ["changed", "changed"]


def test_any_two_versions_and_saves_compare(sign_in, analyst, guideline):
    draft = guideline.versions.open().get()
    drafts.save(draft, by=analyst, base_revision=draft.revision, body=NEW, title="New title")
    page = get(sign_in(analyst), "guideline_version", guideline.pk, 3)
    newest = page.context["saves"][0]
    answer = get(
        sign_in(analyst),
        "guideline_compare",
        guideline.pk,
        before=newest.before,
        after=newest.key,
    )
    assert answer.context["passages"][-1].stretches[-1].block.kind == "removed"
    assert [(each.label, each.after) for each in answer.context["fields"]] == [
        ("Title", "New title")
    ]
    back = get(sign_in(analyst), "guideline_compare", guideline.pk, before="3", after="1")
    assert (back.context["before"].key, back.context["after"].key) == ("3", "1")


def test_saves_are_for_those_who_work_on_it(sign_in, analyst, member, guideline):
    key = get(sign_in(analyst), "guideline_version", guideline.pk, 2).context["saves"][0].key
    for person, status in ((analyst, 200), (member, 404)):
        answer = get(sign_in(person), "guideline_compare", guideline.pk, before="1", after=key)
        assert answer.status_code == status


@pytest.mark.parametrize("key", ["9", "x", "-1", "1s", "1s999999", "s3", "1" * 30, "²"])
def test_unknown_sides_are_not_found(sign_in, pmo, guideline, key):
    answer = get(sign_in(pmo), "guideline_compare", guideline.pk, before=key, after="2")
    assert answer.status_code == 404


def test_one_version_has_nothing_to_compare_with(sign_in, member, pmo):
    alone = factories.published("GL-1", by=pmo)
    answer = get(sign_in(member), "guideline_compare", alone.pk)
    assert "There is nothing to compare yet" in text(answer)
    factories.next_draft(alone, by=pmo, body="## Rules\n\nOther.\n")
    assert get(sign_in(pmo), "guideline_compare", alone.pk).context["after"].key == "2"
    assert "after" not in get(sign_in(member), "guideline_compare", alone.pk).context


def test_a_former_version_becomes_a_new_draft(sign_in, pmo, guideline):
    drafts.discard(guideline.versions.open().get(), by=pmo)
    address = reverse("guideline_version_restore", args=[guideline.pk, 1])
    answer = sign_in(pmo).post(address)
    draft = guideline.versions.open().get()
    assert answer.headers["Location"] == draft.get_absolute_url()
    assert (draft.number, draft.body, draft.based_on.number) == (3, OLD, 1)
    again = sign_in(pmo).post(address, follow=True)
    assert "There is a version in work already." in text(again)
    assert guideline.versions.count() == 3


def test_restoring_needs_the_right_to_write(sign_in, member, guideline):
    address = reverse("guideline_version_restore", args=[guideline.pk, 1])
    assert sign_in(member).post(address).status_code == 403
    assert sign_in(member).get(address).status_code == 405


def test_restricted_guidelines_have_no_history_for_others(sign_in, member, analyst, guideline):
    hidden = factories.published("GL-7", access="restricted")
    for name, args in (
        ("guideline_versions", ()),
        ("guideline_compare", ()),
        ("guideline_version", (1,)),
    ):
        assert get(sign_in(member), name, hidden.pk, *args).status_code == 404
    grant("view_guideline", hidden, analyst)
    assert get(sign_in(analyst), "guideline_versions", hidden.pk).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(sign_in, pmo, analyst, count, django_assert_num_queries):
    made = factories.published("GL-16", body=OLD, by=pmo)
    for at in range(count):
        version = factories.next_draft(made, by=analyst, body=f"{NEW}\nNumber {at}.\n")
        factories.publish(version)
        made.refresh_from_db()
    client = sign_in(pmo)
    for name, args, queries in (
        ("guideline_versions", (), 9),
        ("guideline_compare", (), 14),
        ("guideline_version", (2,), 15),
    ):
        get(client, name, made.pk, *args)
        with django_assert_num_queries(queries):
            get(client, name, made.pk, *args)
    cache.clear()
    with django_assert_num_queries(15):  # with the session row that a lost cache costs
        get(client, "guideline_versions", made.pk)


def test_counts_of_words_are_kept(sign_in, pmo, guideline):
    first = get(sign_in(pmo), "guideline_versions", guideline.pk).context["lines"]
    second = get(sign_in(pmo), "guideline_versions", guideline.pk).context["lines"]
    assert [line.change for line in first] == [line.change for line in second]
    draft = GuidelineVersion.objects.get(number=3)
    drafts.save(draft, by=pmo, base_revision=draft.revision, body=NEW)
    third = get(sign_in(pmo), "guideline_versions", guideline.pk).context["lines"]
    assert (third[0].change.words_added, third[0].change.words_removed) == (0, 0)
