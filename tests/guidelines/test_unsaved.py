"""Text that was typed and not saved: never lost by submitting, reviewing or publishing."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from guidelines.enums import VersionState
from guidelines.models import GuidelineVersion, WorkingCopy
from guidelines.services import drafts, reviewing
from tests import factories as people
from tests.guidelines import factories

pytestmark = pytest.mark.django_db
FULL = "## Summary\n\n- Short.\n\n## Purpose\n\nThe manager must write it down.\n"
TYPED = FULL.replace("Short", "Typed")


@pytest.fixture
def reviewer(db):
    return people.user("Rita First", "pmo_analyst")


@pytest.fixture
def draft(analyst):
    return factories.draft("GL-16", by=analyst, kind="guideline", body=FULL)


def keep(draft, by, body=TYPED, **values):
    now = {name: getattr(draft, name) for name in drafts.FIELDS}
    values = {**now, "body": body, **values}
    return drafts.keep(draft, by=by, base_revision=draft.revision, values=values)


def url(name, draft, *more):
    return reverse(name, args=[draft.guideline_id, *more])


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_submitting_is_refused_while_text_is_unsaved(draft, analyst, reviewer):
    keep(draft, analyst)
    with pytest.raises(ValidationError) as refused:
        reviewing.submit(draft, by=analyst, reviewers=[reviewer])
    assert refused.value.message_dict == {
        "unsaved": ["You have unsaved text. Save it, or submit the saved text alone."]
    }
    reviewing.submit(draft, by=analyst, reviewers=[reviewer], without_unsaved=True)
    assert GuidelineVersion.objects.get().body == FULL
    assert WorkingCopy.objects.get().values["body"] == TYPED


def test_the_page_offers_to_save_and_submit(draft, analyst, reviewer, pmo, sign_in):
    keep(draft, analyst)
    keep(draft, pmo, "Theirs")
    client = sign_in(analyst)
    page = text_of(client.get(url("guideline_submit", draft)))
    assert "You have unsaved text of " in page
    assert "Petra Lead has unsaved text of " in page
    sent = {"proposed": [reviewer.pk]}
    refused = client.post(url("guideline_submit", draft), sent)
    assert refused.status_code == 422
    done = client.post(url("guideline_submit", draft), {**sent, "unsaved": "save"})
    assert done.url == url("guideline_review", draft)
    version = GuidelineVersion.objects.get()
    assert (version.state, version.body) == (VersionState.IN_REVIEW, TYPED)
    assert WorkingCopy.objects.get().person == pmo


def test_what_only_the_typed_text_has_is_not_missing(draft, analyst, reviewer, sign_in):
    drafts.save(draft, by=analyst, base_revision=0, body="## Summary\n\nx\n", audience="")
    keep(draft, analyst, audience="All")
    client = sign_in(analyst)
    assert client.get(url("guideline_submit", draft)).context["missing"] == []
    sent = {"proposed": [reviewer.pk], "unsaved": "leave_out"}
    assert client.post(url("guideline_submit", draft), sent).status_code == 422
    client.post(url("guideline_submit", draft), {**sent, "unsaved": "save"})
    assert GuidelineVersion.objects.get().audience == "All"


def test_a_typed_text_that_cannot_be_saved_is_neither_saved_nor_submitted(
    draft, analyst, reviewer, sign_in
):
    keep(draft, analyst, title="")
    sent = {"proposed": [reviewer.pk], "unsaved": "save"}
    answer = sign_in(analyst).post(url("guideline_submit", draft), sent)
    assert answer.status_code == 422
    assert "Title: " in text_of(answer)
    version = GuidelineVersion.objects.get()
    assert (version.state, version.body) == (VersionState.DRAFT, FULL)


def test_an_overtaken_text_leads_to_the_merge_page(draft, analyst, pmo, reviewer, sign_in):
    keep(draft, analyst)
    drafts.save(GuidelineVersion.objects.get(), by=pmo, base_revision=0, body=f"{FULL}More.\n")
    client = sign_in(analyst)
    assert "Bring both together" in text_of(client.get(url("guideline_submit", draft)))
    sent = {"proposed": [reviewer.pk], "unsaved": "save"}
    answer = client.post(url("guideline_submit", draft), sent)
    assert (answer.status_code, answer.url) == (302, url("guideline_draft_merge", draft))
    assert WorkingCopy.objects.get().values["body"] == TYPED


@pytest.mark.parametrize("state", [VersionState.IN_REVIEW, VersionState.PUBLISHED])
def test_a_text_left_behind_is_reached_until_it_is_dropped(
    draft, analyst, reviewer, sign_in, state
):
    keep(draft, analyst)
    factories.publish(draft)
    if state == VersionState.IN_REVIEW:
        draft = factories.next_draft(draft.guideline, by=reviewer, body=FULL)
        keep(draft, analyst, body=f"{TYPED}Second.\n")
        draft = factories.in_state(draft, state)
    client, address = sign_in(analyst), url("guideline_unsaved", draft, draft.number)
    for name in ("guideline_review", "guideline"):
        assert f'href="{address}"' in text_of(client.get(url(name, draft)))
    page = client.get(address)
    assert page.status_code == 200
    assert page.context["text"].startswith(TYPED)
    assert address not in text_of(sign_in(reviewer).get(url("guideline_review", draft)))
    assert sign_in(reviewer).get(address).url == url("guideline", draft)

    sign_in(reviewer).post(url("guideline_unsaved_drop", draft, draft.number))
    assert WorkingCopy.objects.filter(version=draft).exists()
    client = sign_in(analyst)
    client.post(url("guideline_unsaved_drop", draft, draft.number))
    assert not WorkingCopy.objects.filter(version=draft).exists()
    assert address not in text_of(client.get(url("guideline", draft)))


def test_a_draft_that_is_one_again_shows_the_text_in_the_editor(draft, analyst, sign_in):
    keep(draft, analyst)
    answer = sign_in(analyst).get(url("guideline_unsaved", draft, 1))
    assert answer.url == url("guideline_draft_compare", draft)


@pytest.mark.parametrize(
    ("state", "label", "name"),
    [
        (VersionState.DRAFT, "Work on v2", "guideline_edit"),
        (VersionState.IN_REVIEW, "Review v2", "guideline_review"),
        (VersionState.APPROVED, "See v2", "guideline_review"),
    ],
)
def test_the_main_button_leads_where_work_goes_on(draft, analyst, sign_in, state, label, name):
    guideline = factories.publish(draft)
    factories.in_state(factories.next_draft(guideline, by=analyst), state)
    client = sign_in(analyst)
    main = client.get(url("guideline", draft)).context["main"]
    assert (main.label, main.url, main.why_not) == (label, url(name, draft), None)
    assert client.get(main.url).status_code == 200


def test_a_first_version_in_review_and_a_retired_guideline_offer_no_editing(
    draft, analyst, sign_in
):
    client = sign_in(analyst)
    factories.in_state(draft, VersionState.IN_REVIEW)
    assert client.get(url("guideline", draft)).context["main"].label == "Review v1"
    guideline = factories.publish(draft)
    assert client.get(url("guideline", draft)).context["main"].label == "Edit"
    guideline.retired_on = guideline.current.effective_on
    guideline.save()
    assert client.get(url("guideline", draft)).context["main"] is None


def test_two_windows_of_one_person_are_not_two_people(draft, analyst, sign_in):
    keep(draft, analyst)
    drafts.save(GuidelineVersion.objects.get(), by=analyst, base_revision=0, title="Other")
    WorkingCopy.objects.create(
        version=draft,
        person=analyst,
        base_revision=0,
        values={"title": "Mine", "body": TYPED},
        base_values={"title": "Change control", "body": FULL},
    )
    page = text_of(sign_in(analyst).get(url("guideline_draft_merge", draft)))
    assert "You changed this draft in two windows" in page
    assert "Not saved yet" in page
    for told in ("Two of you", "both of you", "Mine</dt>", "What Anna Lyst changed"):
        assert told not in page
    editor = text_of(sign_in(analyst).get(url("guideline_edit", draft)))
    assert "You saved this draft at " in editor
    assert "Draft v1" in editor
