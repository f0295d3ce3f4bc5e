"""Text blocks: proposed by one person, released by another, live everywhere at once."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import chain
from core.models import Event, Notification
from guidelines.models import TextBlock
from guidelines.selectors import blocks as selectors
from guidelines.selectors import pages
from guidelines.services import blocks
from tests.guidelines import factories

INCLUDED = "## Rules\n\n[[block:limits]]\n"


@pytest.fixture
def block(analyst, admin):
    """A released block."""
    made = blocks.create(by=analyst, key="limits", title="Limits", body="At most 5 %.")
    return blocks.release(made, by=admin)


def release(client, block):
    block.refresh_from_db()
    seen = block.proposed_at.isoformat() if block.proposed_at else ""
    return client.post(reverse("text_block_release", args=[block.pk]), query_params={"seen": seen})


def test_a_block_is_proposed_by_one_and_released_by_another(sign_in, pmo, admin, analyst, member):
    values = {"key": "limits", "title": "Limits", "body": "At most 5 %."}
    assert sign_in(pmo).post(reverse("text_block_create"), values).status_code == 302
    block = TextBlock.objects.get()
    version = factories.published("GL-1", body=INCLUDED).current
    assert "At most 5" not in pages.html_for(version, member)
    assert release(sign_in(pmo), block).status_code == 403
    assert release(sign_in(analyst), block).status_code == 403
    assert release(sign_in(admin), block).status_code == 302
    assert "At most 5 %." in pages.html_for(version, member)
    block.refresh_from_db()
    assert (block.body, block.proposed_body, block.released_by) == ("At most 5 %.", "", admin)
    assert sign_in(pmo).post(reverse("text_block_create"), values).status_code == 422


def test_readers_see_the_released_text_until_the_next_release(sign_in, block, analyst, pmo, member):
    version = factories.published("GL-1", body=INCLUDED).current
    url = reverse("text_block_propose", args=[block.pk])
    assert sign_in(analyst).post(url, {"title": "Limits", "body": " "}).status_code == 422
    sign_in(analyst).post(url, {"title": "All limits", "body": "At most 10 %."})
    assert "At most 5 %." in pages.html_for(version, member)
    page = sign_in(pmo).get(reverse("text_block", args=[block.pk]))
    assert [each.guideline.code for each in page.context["use"].in_force] == ["GL-1"]
    text = page.content.decode()
    assert "<del>5</del>" in text
    assert [page.context[name] for name in ("released_page", "proposed_page")] == [
        "<p>At most 5 %.</p>\n",
        "<p>At most 10 %.</p>\n",
    ]
    assert "A release changes 1 guideline in force at once." in text
    release(sign_in(pmo), block)
    assert "At most 10 %." in pages.html_for(version, member)
    block.refresh_from_db()
    assert (block.title, block.proposed_at) == ("All limits", None)


def test_what_is_released_is_what_was_read(sign_in, block, analyst, pmo):
    blocks.propose(block, by=analyst, body="One.")
    seen = block.proposed_at.isoformat()
    blocks.propose(block, by=analyst, body="Two.")
    url = reverse("text_block_release", args=[block.pk])
    page = sign_in(pmo).post(url, query_params={"seen": seen}, follow=True)
    assert "The proposal has changed since you read it." in page.content.decode()
    block.refresh_from_db()
    assert (block.body, block.proposed_body) == ("At most 5 %.", "Two.")


def test_those_who_release_hear_of_a_proposal(block, analyst, pmo, admin, manager):
    chain.follow_pending()
    Notification.objects.all().delete()
    blocks.propose(block, by=analyst, body="Other.")
    chain.follow_pending()
    told = Notification.objects.order_by("recipient__name").values_list(
        "recipient__name", flat=True
    )
    assert list(told) == ["Ada Admin", "Petra Lead"]


def test_a_proposal_is_taken_back(sign_in, block, analyst):
    blocks.propose(block, by=analyst, body="Other.")
    sign_in(analyst).post(reverse("text_block_take_back", args=[block.pk]))
    block.refresh_from_db()
    assert (block.body, block.proposed_body, block.proposed_at) == ("At most 5 %.", "", None)
    fresh = blocks.create(by=analyst, key="new", title="New", body="Text.")
    sign_in(analyst).post(reverse("text_block_take_back", args=[fresh.pk]))
    assert not TextBlock.objects.filter(pk=fresh.pk).exists()


def test_what_is_included_is_not_deleted(sign_in, pmo, block):
    draft = factories.draft("GL-1", body=INCLUDED)
    outer = blocks.create(by=None, key="outer", title="Outer", body="[[block:limits]]\n")
    with pytest.raises(ValidationError, match="used in guidelines"):
        blocks.delete(block, by=pmo)
    draft.delete()
    with pytest.raises(ValidationError, match="Another text block includes"):
        blocks.delete(block, by=pmo)
    outer.delete()
    sign_in(pmo).post(reverse("text_block_delete", args=[block.pk]))
    assert not TextBlock.objects.exists()
    assert Event.objects.order_by("-pk")[0].name == "guidelines.block_deleted"


def test_use_is_counted_through_blocks_and_as_far_as_visible(block, analyst, pmo):
    blocks.release(
        blocks.create(by=analyst, key="outer", title="Outer", body="[[block:limits]]\n"), by=pmo
    )
    factories.published("GL-1", body=INCLUDED)
    factories.published("GL-2", body="[[block:outer]]\n", access="restricted")
    factories.draft("GL-3", body=INCLUDED)

    def counts(user):
        return [(line.block.key, line.in_force, line.in_work) for line in selectors.lines(user)]

    assert counts(analyst) == [("limits", 1, 1), ("outer", 0, 0)]
    assert counts(pmo) == [("limits", 2, 1), ("outer", 1, 0)]
    use = selectors.use_of(block, pmo)
    assert [each.guideline.code for each in use.in_force] == ["GL-1", "GL-2"]
    assert [each.key for each in use.blocks] == ["outer"]


def test_the_list_asks_a_fixed_number_of_questions(sign_in, pmo, block, django_assert_num_queries):
    client = sign_in(pmo)
    factories.published("GL-1", body=INCLUDED)
    client.get(reverse("text_blocks"))
    with django_assert_num_queries(6):
        client.get(reverse("text_blocks"))
    for key in ("two", "three"):
        blocks.create(by=pmo, key=key, title=key, body="Text.")
        factories.published(f"GL-{key}", body=f"[[block:{key}]]\n")
    with django_assert_num_queries(6):
        client.get(reverse("text_blocks"))
