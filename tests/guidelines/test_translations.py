"""Translations: begun from their source, outdated when it moves on, brought back by a version."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.grants import grant, is_granted
from core.models import Event
from guidelines.models import Guideline
from guidelines.selectors.translations import missing_languages, translations_of, with_state
from guidelines.services import drafts, structure, translations
from tests.guidelines import factories


@pytest.fixture
def source(db):
    return factories.published("GL-16", title="Change control", tags=["change"], kind="policy")


def german_of(source):
    """The German translation in force, made from what is in force."""
    return factories.publish(translations.start(source, "de", by=None))


def outdated():
    rows = with_state(Guideline.objects.order_by("code", "language"))
    return [(row.code, row.language, row.is_outdated) for row in rows]


def test_a_translation_begins_with_the_text_and_the_rights_of_its_source(
    source, pmo, manager, sign_in
):
    grant("write_guideline", source, manager)
    structure.update_guideline(source, by=pmo, access="restricted")
    url = reverse("translation_start", args=[source.pk])
    answer = sign_in(manager).post(url, {"language": "de"})
    german = source.translations.get()
    draft = german.versions.get()
    assert answer.url == reverse("guideline_edit", args=[german.pk])
    assert (german.code, german.language, german.access) == ("GL-16", "de", "restricted")
    assert (draft.title, draft.kind, draft.tags, draft.body) == (
        "Change control",
        "policy",
        ["change"],
        source.current.body,
    )
    assert draft.source_version == source.current
    assert is_granted(manager, "write_guideline", german)
    assert missing_languages(source) == []
    page = sign_in(manager).post(url, {"language": "de"}, follow=True)
    assert page.status_code == 200
    assert source.translations.count() == 1


def test_only_a_published_source_is_translated(source, db):
    with pytest.raises(ValidationError, match="Only a published guideline"):
        translations.start(factories.draft("GL-20").guideline, "de", by=None)
    german = german_of(source)
    with pytest.raises(ValidationError, match="Only a published guideline"):
        translations.start(german, "de", by=None)
    with pytest.raises(ValidationError, match="in this language already"):
        translations.start(source, "de", by=None)


def test_a_translation_is_outdated_from_the_source_s_next_version_on(source, pmo):
    german_of(source)
    factories.published("GL-20")
    factories.draft("GL-30")
    assert outdated() == [
        ("GL-16", "de", False),
        ("GL-16", "en", False),
        ("GL-20", "en", False),
        ("GL-30", "en", False),
    ]
    factories.publish(factories.next_draft(source, body="## New\n"))
    assert outdated()[:2] == [("GL-16", "de", True), ("GL-16", "en", False)]
    line = translations_of(source, pmo)[0]
    assert (line.translates, line.source, line.is_outdated, line.draft) == (1, 2, True, None)


def test_only_a_version_of_its_own_brings_it_up_to_date(source, pmo, sign_in):
    german = german_of(source)
    waiting = drafts.start(german, by=pmo)
    factories.publish(factories.next_draft(source, body="## New\n"))
    line = translations_of(source, pmo)[0]
    assert (line.draft, line.draft_translates, line.can_follow) == (waiting, 1, True)
    page = sign_in(pmo).get(reverse("guideline_properties", args=[source.pk])).content.decode()
    assert "translates v1, the source is v2" in page
    sign_in(pmo).post(reverse("translation_follow", args=[german.pk]))
    waiting.refresh_from_db()
    assert waiting.source_version.number == 2
    assert Event.objects.order_by("-pk")[0].name == "guidelines.translation_follows"
    assert translations_of(source, pmo)[0].is_outdated
    factories.publish(waiting)
    line = translations_of(source, pmo)[0]
    assert (line.is_outdated, line.translates) == (False, 2)


def test_what_is_under_review_does_not_change_its_source(source, pmo, sign_in):
    german = german_of(source)
    waiting = factories.in_state(drafts.start(german, by=pmo), "in_review")
    factories.publish(factories.next_draft(source, body="## New\n"))
    with pytest.raises(ValidationError, match="Only a draft can follow"):
        translations.follow(waiting, by=pmo)
    url = reverse("translation_follow", args=[german.pk])
    assert sign_in(pmo).post(url).status_code == 403
    assert not translations_of(source, pmo)[0].can_follow


def test_the_list_of_all_guidelines_knows_it_too(source, pmo, sign_in):
    german_of(source)
    factories.publish(factories.next_draft(source, body="## New\n"))
    factories.next_draft(factories.published("GL-20"))
    client = sign_in(pmo)
    url = reverse("guideline_list")
    columns = "code,language,state,version,translation,open_state"
    text = client.get(url, {"cols": columns.split(","), "export": "csv"}).getvalue().decode()
    assert [line.replace('"', "") for line in text.lstrip("\ufeff").splitlines()[1:]] == [
        "GL-16,English,Published,2,Source,",
        "GL-16,German,Published,1,Translation, outdated,",
        "GL-20,English,Published,1,Source,Draft",
    ]
    narrowed = client.get(url, {"translation": "outdated"}).content.decode()
    assert narrowed.count("<tr data-href") == 1
    assert client.get(url, {"in_work": "true"}).content.decode().count("<tr data-href") == 1


def test_the_list_asks_a_fixed_number_of_questions(source, pmo, sign_in, django_assert_num_queries):
    client = sign_in(pmo)
    url = reverse("guideline_list")
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)
    german_of(source)
    factories.published("GL-20")
    with django_assert_num_queries(10):
        client.get(url)
