"""What texts link to, and what the pickers offer."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core.registries import LinkedPage, link_targets
from guidelines.models import GuidelineSection, Term, TextBlock
from guidelines.selectors.editing import next_code
from tests.guidelines import factories

pytestmark = pytest.mark.django_db


def guideline(code, **values):
    made = factories.published(code, **values)
    GuidelineSection.objects.create(guideline=made, anchor="rules", title="Rules", position=1)
    GuidelineSection.objects.create(
        guideline=made, anchor="old", title="Old", position=2, is_current=False
    )
    return made


def test_references_lead_to_what_the_reader_may_open(member, pmo):
    kind = link_targets["guideline"]
    open_one = guideline("GL-16", title="Change control")
    guideline("GL-30", access="restricted")
    factories.draft("GL-31")
    pairs = frozenset([("GL-16", "rules"), ("GL-16", ""), ("GL-30", ""), ("GL-31", ""), ("X", "")])

    url = open_one.get_absolute_url()
    assert kind.resolve(pairs, member) == {
        ("GL-16", ""): LinkedPage(url, "GL-16 Change control"),
        ("GL-16", "rules"): LinkedPage(f"{url}#rules", "GL-16 Change control"),
    }
    assert {code for code, _anchor in kind.resolve(pairs, pmo)} == {"GL-16", "GL-30", "GL-31"}


def test_what_exists_is_published_and_has_the_section():
    guideline("GL-16")
    factories.draft("GL-31")
    asked = [("GL-16", ""), ("GL-16", "rules"), ("GL-16", "old"), ("GL-16", "x"), ("GL-31", "")]
    there = link_targets["guideline"].exists(frozenset(asked))
    assert there == {("GL-16", ""), ("GL-16", "rules")}


def test_the_readers_language_is_preferred(member):
    source = guideline("GL-12", title="Status reporting")
    german = factories.published(
        "GL-12", title="Statusbericht", language="de", translation_of=source
    )
    resolve = link_targets["guideline"].resolve
    pair = ("GL-12", "")
    assert resolve(frozenset([pair]), member)[pair].url == source.get_absolute_url()
    with translation.override("de"):
        assert resolve(frozenset([pair]), member)[pair].url == german.get_absolute_url()
        assert resolve(frozenset([pair]), member)[pair].title == "GL-12 Statusbericht"


def test_the_picker_offers_pages_sections_and_terms(sign_in, analyst):
    guideline("GL-16", title="Change control")
    guideline("GL-30", title="Secret change", access="restricted")
    Term.objects.create(language="en", name="Change log", slug="change-log", definition="A list.")
    client = sign_in(analyst)

    def found(query):
        answer = client.get(reverse("guideline_link_search"), {"q": query}).json()["results"]
        return [(one["reference"], one["title"]) for one in answer]

    assert found("change") == [
        ("guideline:GL-16", "GL-16 Change control"),
        ("guideline:GL-16#rules", "Rules"),
        ("term:change-log", "Change log"),
    ]
    assert found("gl-16 rules") == [("guideline:GL-16#rules", "Rules")]
    assert found("secret") == []
    assert found("%") == []


def test_released_blocks_are_offered(sign_in, analyst):
    TextBlock.objects.create(
        key="words", title="Rule words", body="Must.", released_at=timezone.now()
    )
    TextBlock.objects.create(key="new", title="Rule words too", proposed_body="x")
    answer = sign_in(analyst).get(reverse("guideline_block_search"), {"q": "rule"})
    assert answer.json() == {
        "results": [{"key": "words", "title": "Rule words", "note": "Must."}],
    }


def test_the_next_code_follows_the_chapters_numbers(pmo, analyst):
    chapter = factories.chapter()
    assert next_code(chapter, pmo) == "GL-01"
    factories.draft("GL-09", inside=chapter)
    factories.draft("MC-03", inside=factories.chapter("Methods"))
    assert next_code(chapter, pmo) == "GL-10"
    assert next_code(factories.chapter("Methods"), pmo) == "MC-04"
    factories.draft("SECRET-1", inside=factories.chapter("Board", access="restricted"))
    assert next_code(factories.chapter("Empty"), analyst).startswith(("GL-", "MC-"))
