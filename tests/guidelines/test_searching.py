"""Guidelines in the search: section by section, only what is in force."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core import search
from guidelines import searching
from guidelines.models import Guideline
from guidelines.selectors.correcting import meant
from tests.guidelines import factories

SOURCE = "guidelines.guideline"
BODY = (
    "Opening words.\n\n## Rules\n\nEvery change needs a request.\n\n### Limits\n\nTwo per cent.\n"
)


@pytest.fixture
def rule(db):
    guideline = factories.published(
        "GL-16", body=BODY, tags=["baseline"], methods=["scrum"], kind="standard"
    )
    search.refresh(SOURCE, [guideline.pk])
    return guideline


def test_every_section_is_a_document_with_its_own_address(rule):
    url = reverse("guideline", args=[rule.pk])
    found = [
        (document.part, document.part_title, document.body, document.url)
        for _pk, document in searching.documents([rule.pk])
    ]
    assert found == [
        ("", "", "Opening words.", url),
        ("rules", "Rules", "Every change needs a request.", f"{url}#rules"),
        ("limits", "Limits", "Two per cent.", f"{url}#limits"),
    ]


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Change history"), ("de", "Änderungsverlauf {#change-history}")],
)
def test_what_a_text_tells_of_its_own_changes_is_not_found(db, language, heading):
    body = f"{BODY}\n## {heading}\n\nFirst edition.\n"
    made = factories.published("GL-17", body=body, language=language)
    parts = [document.part for _pk, document in searching.documents([made.pk])]
    assert parts == ["", "rules", "limits"]


def test_code_kind_and_tags_are_words_to_find_the_guideline_by(rule):
    [(pk, document), *_sections] = searching.documents([rule.pk])
    assert (pk, document.title, document.keywords, document.language) == (
        rule.pk,
        "GL-16 Change control",
        "GL-16 Standard baseline",
        "en",
    )
    assert document.facets == {"kind": ["standard"], "method": ["scrum"]}


def test_the_search_page_leads_to_the_section(rule, sign_in, member):
    page = sign_in(member).get(reverse("search"), {"q": "per cent"}).content.decode()
    assert f"{reverse('guideline', args=[rule.pk])}#limits" in page


def test_drafts_and_retired_ones_are_not_found(rule):
    draft = factories.draft("GL-17", body=BODY)
    factories.next_draft(rule, body="## Rules\n\nSecret plan.\n")
    rule.retired_on = timezone.localdate()
    assert list(searching.documents([draft.guideline_id])) == []
    assert "Secret" not in str(list(searching.documents([rule.pk])))
    rule.save()
    assert list(searching.documents([rule.pk])) == []


def test_only_the_text_in_force_is_found(rule):
    factories.publish(factories.next_draft(rule, body="## Rules\n\nNew.\n", change_note="New."))
    assert [document.body for _pk, document in searching.documents([rule.pk])] == ["", "New."]


def test_a_mistyped_word_is_corrected_in_the_library_and_the_link_picker(rule, sign_in, analyst):
    client = sign_in(analyst)
    address = f'href="{reverse("search")}?q=change"'
    page = client.get(reverse("guideline_library"), {"q": "chnage"}).content.decode()
    assert address in page
    assert "Search everywhere for “change”" in page
    page = client.get(reverse("guideline_library"), {"q": "xylophone"}).content.decode()
    assert "Search everywhere" not in page

    answer = client.get(reverse("guideline_link_search"), {"q": "chnage"}).json()["results"]
    assert [one["reference"] for one in answer] == ["guideline:GL-16"]


def test_a_correction_names_no_word_of_what_is_hidden(rule, member):
    Guideline.objects.filter(pk=rule.pk).update(access="restricted")
    assert meant("chnage", member) == ""
