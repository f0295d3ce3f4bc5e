"""Two writers of one draft: nobody's words are lost."""

import pytest
from django.urls import reverse

from guidelines.models import GuidelineVersion, WorkingCopy
from guidelines.services import drafts
from tests.guidelines import factories

pytestmark = pytest.mark.django_db
BODY = "## Summary\n\n- Short.\n\n## Rules\n\nThe manager must write it down.\n"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def draft(pmo):
    return factories.draft("GL-16", by=pmo, body=BODY)


def sent(draft, **changed):
    return {
        "title": "Change control",
        "kind": "standard",
        "audience": "Everybody",
        "transition": "at_once",
        "is_material": "on",
        "body": BODY,
        "base_revision": 0,
        **changed,
    }


def edit(draft):
    return reverse("guideline_edit", args=[draft.guideline_id])


def merging(draft):
    return reverse("guideline_draft_merge", args=[draft.guideline_id])


def test_different_passages_are_merged_with_one_click(sign_in, pmo, analyst, draft):
    theirs = BODY.replace("Short.", "Short and clear.")
    mine = BODY.replace("write it down", "write it down at once")
    sign_in(analyst).post(edit(draft), sent(draft, body=theirs, kind="policy"))

    client = sign_in(pmo)
    answer = client.post(edit(draft), sent(draft, body=mine, audience="Managers"))
    assert answer.status_code == 409
    assert "Merge both and save" in answer.content.decode()
    assert WorkingCopy.objects.get().values["body"] == mine

    assert client.post(merging(draft), {"revision": 1}).status_code == 302
    draft.refresh_from_db()
    assert draft.body == theirs.replace("write it down", "write it down at once")
    assert (draft.kind, draft.audience, draft.revision) == ("policy", "Managers", 2)
    assert not WorkingCopy.objects.exists()


def test_the_script_is_sent_to_the_merge_page(sign_in, pmo, analyst, draft):
    sign_in(analyst).post(edit(draft), sent(draft, body="Theirs"))
    answer = sign_in(pmo).post(edit(draft), sent(draft, body="Mine"), **JSON)
    assert (answer.status_code, answer.json()) == (409, {"merge": True})
    assert sign_in(pmo).get(merging(draft)).status_code == 200


def test_every_conflict_is_decided(sign_in, pmo, analyst, draft):
    theirs = sent(draft, body=BODY.replace("Short.", "Theirs."), title="Their title")
    sign_in(analyst).post(edit(draft), theirs)
    client = sign_in(pmo)
    mine = sent(draft, body=BODY.replace("Short.", "Mine."), title="My title")
    client.post(edit(draft), mine)

    answer = client.post(merging(draft), {"revision": 1, "title": "theirs"})
    assert answer.status_code == 422
    client.post(merging(draft), {"revision": 1, "title": "ours", "passage-1": "both"})
    draft.refresh_from_db()
    assert (draft.title, draft.body) == (
        "My title",
        BODY.replace("- Short.", "- Mine.\n- Theirs."),
    )


def test_a_draft_that_moved_on_is_looked_at_again(sign_in, pmo, analyst, draft):
    sign_in(analyst).post(edit(draft), sent(draft, body="One"))
    sign_in(pmo).post(edit(draft), sent(draft, body="Mine"))
    sign_in(analyst).post(edit(draft), sent(draft, body="Two", base_revision=1))

    client = sign_in(pmo)
    answer = client.post(merging(draft), {"revision": 1, "passage-1": "ours"})
    assert answer.status_code == 409
    assert "saved once more" in answer.content.decode()
    assert WorkingCopy.objects.get().values["body"] == "Mine"
    client.post(merging(draft), {"revision": 2, "passage-1": "both"})
    draft.refresh_from_db()
    assert draft.body == "Mine\nTwo"


def test_a_first_keystroke_after_the_others_save_is_merged_with_what_it_began_from(
    sign_in, pmo, analyst, draft
):
    """Kept only after the other saved: the base is the text that the page was opened with."""
    theirs = BODY.replace("Short.", "Short and clear.")
    sign_in(analyst).post(edit(draft), sent(draft, body=theirs))
    mine = BODY.replace("write it down", "write it down at once")
    keep = reverse("guideline_draft_keep", args=[draft.guideline_id])
    told = sign_in(pmo).post(keep, sent(draft, body=mine)).json()
    assert told["overtaken"].startswith("Anna Lyst saved this draft at ")

    sign_in(pmo).post(merging(draft), {"revision": 1})
    draft.refresh_from_db()
    assert draft.body == theirs.replace("write it down", "write it down at once")


def test_an_unknown_base_loses_nothing(sign_in, pmo, draft):
    drafts.keep(draft, by=pmo, base_revision=77, values={"body": "Mine", "title": "T"})
    page = sign_in(pmo).get(merging(draft)).content.decode()
    assert "Mine" in page
    assert "The manager must write it down." in page


def test_without_a_conflict_there_is_nothing_to_merge(sign_in, pmo, draft):
    assert sign_in(pmo).get(merging(draft)).status_code == 302


def test_a_draft_thrown_away_hands_the_text_back(sign_in, pmo, analyst):
    draft = drafts.start(factories.published("GL-16"), by=pmo)
    drafts.discard(GuidelineVersion.objects.get(pk=draft.pk), by=analyst)
    answer = sign_in(pmo).post(edit(draft), sent(draft, body="Mine"))
    assert answer.status_code == 409
    assert "Mine</textarea>" in answer.content.decode()
