"""The editor's pages: open, keep, save, begin, throw away."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.grants import grant
from guidelines.enums import VersionState
from guidelines.models import Guideline, GuidelineVersion, WorkingCopy
from guidelines.services import drafts
from tests import factories as people
from tests.guidelines import factories

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def draft(pmo):
    return factories.draft("GL-16", by=pmo, methods=["scrum"], tags=["change"])


def data(draft, **changed):
    """The form as the page would send it."""
    return {
        "title": draft.title,
        "kind": draft.kind,
        "audience": draft.audience,
        "body": draft.body.replace("\n", "\r\n"),
        "methods": draft.methods,
        "tags": ", ".join(draft.tags),
        "transition": draft.transition,
        "is_material": "on",
        "base_revision": draft.revision,
        **changed,
    }


def url(name, draft):
    return reverse(name, args=[draft.guideline_id])


def test_saving_writes_every_field(sign_in, pmo, draft):
    sent = data(
        draft,
        title="Change",
        body="## Rules\r\n\r\nNew.\r\n",
        methods=["prince2", "pm2"],
        classes=["C"],
        phases=["planning"],
        project_kinds="IT,  building ,IT",
        tags="",
        change_note="Shorter.",
        transition="next_gate",
    )
    sent.pop("is_material")
    answer = sign_in(pmo).post(url("guideline_edit", draft), sent)

    assert (answer.status_code, answer.url) == (302, url("guideline_edit", draft))
    saved = GuidelineVersion.objects.filter(pk=draft.pk).values(*drafts.FIELDS, "revision").get()
    assert saved == {
        "title": "Change",
        "kind": "standard",
        "audience": "Everybody",
        "methods": ["prince2", "pm2"],
        "classes": ["C"],
        "phases": ["planning"],
        "project_kinds": ["IT", "building"],
        "tags": [],
        "body": "## Rules\n\nNew.\n",
        "change_note": "Shorter.",
        "is_material": False,
        "transition": "next_gate",
        "revision": 1,
    }


def test_line_ends_of_an_imported_text_stay(sign_in, pmo):
    draft = factories.draft(by=pmo, body="One\r\n\r\nTwo\r\n")
    sign_in(pmo).post(url("guideline_edit", draft), data(draft, body="One\r\n\r\nTwo\r\n"))
    draft.refresh_from_db()
    assert draft.body == "One\r\n\r\nTwo\r\n"


def test_errors_answer_422_and_show_what_was_typed(sign_in, pmo, draft):
    answer = sign_in(pmo).post(url("guideline_edit", draft), data(draft, title="", body="Mine"))
    assert answer.status_code == 422
    assert "Mine" in answer.content.decode()
    assert list(answer.context["form"].errors) == ["title"]

    answer = sign_in(pmo).post(url("guideline_edit", draft), data(draft, base_revision="x"))
    assert answer.status_code == 422

    sent = data(draft, body="x" * 500_001)
    answer = sign_in(pmo).post(url("guideline_edit", draft), sent)
    assert list(answer.context["form"].errors) == ["body"]


def test_what_is_typed_is_kept_and_shown_again(sign_in, pmo, draft):
    client = sign_in(pmo)
    answer = client.post(url("guideline_draft_keep", draft), data(draft, body="Typed\0"), **JSON)
    copy = WorkingCopy.objects.get()
    assert answer.json() == {
        "state": answer.json()["state"],
        "is_kept": True,
        "others": [],
        "overtaken": "",
    }
    assert answer.json()["state"].endswith("not saved yet")
    assert (copy.values["body"], copy.base_revision) == ("Typed", 0)

    page = client.get(url("guideline_edit", draft))
    assert page.context["form"]["body"].value() == "Typed"
    assert "You have unsaved text" in page.content.decode()
    compared = client.get(url("guideline_draft_compare", draft)).content.decode()
    assert "<ins>Typed</ins>" in compared or "Typed" in compared

    client.post(url("guideline_draft_forget", draft))
    assert not WorkingCopy.objects.exists()
    assert client.get(url("guideline_draft_compare", draft)).status_code == 302


def test_nothing_is_kept_of_a_text_that_is_saved(sign_in, pmo, draft):
    client = sign_in(pmo)
    client.post(url("guideline_draft_keep", draft), data(draft, body="Typed"), **JSON)
    answer = client.post(url("guideline_draft_keep", draft), data(draft), **JSON)
    assert answer.json()["is_kept"] is False
    assert not WorkingCopy.objects.exists()


def test_others_see_who_is_writing(sign_in, pmo, analyst, draft):
    sign_in(pmo).post(url("guideline_draft_keep", draft), data(draft, body="Mine"), **JSON)
    answer = sign_in(analyst).post(url("guideline_draft_keep", draft), data(draft), **JSON)
    (told,) = answer.json()["others"]
    assert told.startswith("Petra Lead is editing too (last change ")

    WorkingCopy.objects.update(saved_at="2026-01-01T00:00Z")
    answer = sign_in(analyst).post(url("guideline_draft_keep", draft), data(draft), **JSON)
    assert answer.json()["others"] == []


def test_the_script_saves_without_leaving_the_page(sign_in, pmo, draft):
    answer = sign_in(pmo).post(url("guideline_edit", draft), data(draft, body="New"), **JSON)
    assert answer.status_code == 200
    assert answer.json()["revision"] == 1


def test_what_cannot_be_saved_any_more_is_handed_back(sign_in, pmo, draft):
    client = sign_in(pmo)
    factories.in_state(draft, VersionState.IN_REVIEW)
    answer = client.post(url("guideline_edit", draft), data(draft, body="My words"))
    assert answer.status_code == 409
    assert "My words" in answer.content.decode()
    assert "Only a draft can be edited" in answer.content.decode()
    assert client.get(url("guideline_edit", draft)).status_code == 403
    assert client.post(url("guideline_draft_keep", draft), data(draft)).status_code == 403
    answer = client.post(url("guideline_edit", draft), data(draft), **JSON)
    assert (answer.status_code, list(answer.json())) == (409, ["reason"])


def test_a_new_version_is_begun_and_thrown_away(sign_in, pmo):
    guideline = factories.published("GL-16")
    client = sign_in(pmo)
    edit = reverse("guideline_edit", args=[guideline.pk])
    assert "Start a new version" in client.get(edit).content.decode()

    answer = client.post(reverse("guideline_draft_start", args=[guideline.pk]))
    assert (answer.status_code, answer.url) == (302, edit)
    assert guideline.versions.open().count() == 1
    client.post(reverse("guideline_draft_start", args=[guideline.pk]))
    assert guideline.versions.open().count() == 1

    answer = client.post(reverse("guideline_draft_discard", args=[guideline.pk]))
    assert answer.url == guideline.get_absolute_url()
    assert guideline.versions.open().count() == 0


def test_throwing_away_the_first_draft_leads_to_the_chapter(sign_in, pmo, draft):
    answer = sign_in(pmo).post(url("guideline_draft_discard", draft))
    assert answer.url == draft.guideline.chapter.get_absolute_url()
    assert not Guideline.objects.exists()


def test_a_new_guideline_starts_with_the_standard_sections(sign_in, pmo):
    factories.draft("GL-07")
    factories.draft("GL-26")
    chapter = factories.chapter()
    client = sign_in(pmo)
    new = reverse("guideline_new", args=[chapter.pk])
    assert client.get(new).context["form"]["code"].value() == "GL-27"

    sent = {"code": "GL-27", "language": "de", "title": "Neu", "kind": "guideline"}
    assert client.post(new, {**sent, "code": "GL 27", "skeleton": "blank"}).status_code == 422
    assert client.post(new, {**sent, "skeleton": "standard"}).status_code == 302
    made = GuidelineVersion.objects.get(guideline__code="GL-27")
    assert (made.guideline.owner, made.guideline.language) == (pmo, "de")
    assert made.body.count("\n## ") == 11
    assert made.body.count("<!--") == 12

    answer = client.post(new, {**sent, "skeleton": "blank"})
    assert answer.status_code == 422


def test_only_writers_get_in(sign_in, manager, stranger, draft):
    for person, seen in ((stranger, 404), (manager, 404)):
        assert sign_in(person).get(url("guideline_edit", draft)).status_code == seen
    factories.publish(draft)
    assert sign_in(manager).get(url("guideline_edit", draft)).status_code == 403
    assert sign_in(manager).get(reverse("guideline_block_search")).status_code == 403

    grant("write_guideline", draft.guideline, manager)
    assert sign_in(manager).get(url("guideline_edit", draft)).status_code == 200
    assert sign_in(manager).get(reverse("guideline_block_search")).status_code == 200


def test_the_preview_shows_the_unsaved_text_with_its_problems(sign_in, pmo, draft):
    body = "## Rules\n\nText.\n\n[x](guideline:GL-99)\n\n![](image:0123456789abcdef)\n"
    sent = {"title": "T", "body": body}
    page = sign_in(pmo).post(url("guideline_draft_preview", draft), sent).content.decode()
    assert 'data-line="3"' in page
    for line in (5, 7):
        assert f'data-line-link="{line}"' in page
    assert "leads nowhere" in page
    draft.refresh_from_db()
    assert draft.body == factories.BODY


def test_the_preview_button_works_without_script(sign_in, pmo, draft):
    sent = data(draft, body="## Rules\n\nUnsaved *words*.", preview="1", title="")
    page = sign_in(pmo).post(url("guideline_edit", draft), sent)
    assert page.status_code == 200
    assert "<em>words</em>" in page.content.decode()
    assert "Unsaved *words*." in page.content.decode()


def test_settings_of_the_script_are_data(sign_in, pmo, draft):
    page = sign_in(pmo).get(url("guideline_edit", draft)).content.decode()
    told = page.split('<script id="editor-settings" type="application/json">')[1]
    assert json.loads(told.split("</script>")[0])["urls"]["keep"] == url(
        "guideline_draft_keep", draft
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_number_of_questions(sign_in, pmo, analyst, draft, number):
    for index in range(number):
        other = people.user(f"Writer {index}", "pmo_analyst")
        drafts.keep(draft, by=other, base_revision=0, values={"body": f"{index}"})
    client = sign_in(pmo)
    client.get(url("guideline_edit", draft))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(url("guideline_edit", draft))
    assert len(asked) == 8
