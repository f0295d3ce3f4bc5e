"""Ways around the rights that were found by trying, and requests that no database answers."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import Event
from guidelines.models import Guideline, GuidelineVersion, TextBlock, WorkingCopy
from guidelines.services import blocks, drafts, reviewing, structure
from tests.guidelines import factories

pytestmark = pytest.mark.django_db
WORD = "Zwetschge"
WITH_NUL = [
    "/guidelines/code/a%00b/",
    "/guidelines/links/?q=%00",
    "/guidelines/links/blocks/?q=%00",
    "/guidelines/all/?q=%00",
    "/search/?q=%00",
]


def test_who_reviews_by_role_is_let_into_a_restricted_guideline(pmo, analyst):
    body = "## Summary\n\nShort.\n\n## Purpose\n\nPeace.\n"
    draft = factories.draft("GL-9", by=pmo, access="restricted", kind="guideline", body=body)
    assert not Guideline.objects.visible_to(analyst).exists()
    reviewing.submit(draft, by=pmo, reviewers=[analyst])
    assert GuidelineVersion.objects.visible_to(analyst).get() == draft


def test_the_audit_log_names_no_restricted_chapter(pmo, auditor, sign_in):
    secret = factories.chapter(WORD, access="restricted")
    guideline = factories.published("GL-1", inside=secret)
    structure.update_chapter(secret, by=pmo, title=f"{WORD} jam")
    structure.move_guideline(guideline, factories.chapter("Open"), by=pmo)
    shown = {
        person: sign_in(person).get(reverse("audit_log")).content.decode()
        for person in (auditor, pmo)
    }
    assert WORD not in shown[auditor]
    assert "created the chapter Open" in shown[auditor]
    assert "from … to Open" in shown[auditor]
    assert f"changed the chapter {WORD} jam" in shown[pmo]


def test_the_audit_log_names_a_deleted_chapter_to_who_sees_all(pmo, auditor, sign_in):
    structure.delete_chapter(factories.chapter(WORD), by=pmo)
    assert WORD in sign_in(pmo).get(reverse("audit_log")).content.decode()
    assert WORD not in sign_in(auditor).get(reverse("audit_log")).content.decode()


@pytest.mark.parametrize("address", WITH_NUL)
def test_an_address_with_a_nul_is_a_bad_request(address, pmo, sign_in):
    assert sign_in(pmo).get(address).status_code == 400


def test_what_is_typed_is_kept_without_nul(pmo, sign_in):
    draft = factories.draft("GL-1", by=pmo)
    typed = {"base_revision": "0", "body": "x\0y", "methods": "a\0"}
    answer = sign_in(pmo).post(reverse("guideline_draft_keep", args=[draft.guideline_id]), typed)
    kept = WorkingCopy.objects.get().values
    assert (answer.status_code, kept["body"], kept["methods"]) == (200, "xy", ["a"])


@pytest.mark.parametrize("name", ["keep", "convert", "picture"])
def test_a_revision_that_no_draft_reaches(name, pmo, sign_in):
    draft = factories.draft("GL-1", by=pmo)
    typed = {"base_revision": "9" * 20, "body": "x", "html": "<p>a</p>"}
    url = reverse(f"guideline_draft_{name}", args=[draft.guideline_id])
    assert sign_in(pmo).post(url, typed).status_code in {302, 422}
    assert not WorkingCopy.objects.exists()


def test_a_draft_that_went_into_review_meanwhile_is_not_thrown_away(pmo):
    draft = factories.draft("GL-1", by=pmo)
    before = GuidelineVersion.objects.get(pk=draft.pk)
    factories.in_state(draft, "in_review")
    with pytest.raises(ValidationError):
        drafts.discard(before, by=pmo)
    assert GuidelineVersion.objects.filter(pk=draft.pk).exists()


def test_a_block_goes_live_as_it_was_read(pmo, analyst, admin):
    block = blocks.create(by=analyst, key="note", title="Note", body="First.")
    read, stale = TextBlock.objects.get(), TextBlock.objects.get()
    blocks.propose(block, by=pmo, body="Second.")
    with pytest.raises(ValidationError, match="has changed since you read it"):
        blocks.release(read, by=pmo)
    blocks.release(TextBlock.objects.get(), by=admin)
    blocks.propose(stale, by=analyst, body="Third.")
    now = TextBlock.objects.get()
    assert (now.body, now.proposed_body) == ("Second.", "Third.")
    assert Event.objects.filter(name="guidelines.block_released").count() == 1
