"""A code belongs to one guideline in all its languages; where a new guideline begins."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.grants import grant
from guidelines.forms.reviewing import SubmitForm
from guidelines.models import Guideline
from guidelines.selectors import editing
from guidelines.selectors.reviewing import suggested_reviewers
from guidelines.services import structure, translations
from tests import factories as people
from tests.guidelines import factories

pytestmark = pytest.mark.django_db
NEW = {"title": "Neu", "kind": "guideline", "skeleton": "blank"}


def refused(code, language="en"):
    with pytest.raises(ValidationError) as refusal:
        factories.draft(code, language=language)
    return refusal.value.message_dict


def test_a_code_is_free_in_all_languages_or_in_none(pmo):
    source = factories.published("GL-14")
    translate = ["gl-14 is taken. Start a translation of it instead."]
    assert refused("gl-14", "de") == {"code": translate}
    assert refused("GL-14") == {"code": ["GL-14 is taken. Choose another code."]}
    structure.update_guideline(source, by=pmo, code="GL-15")
    assert refused("GL-14") == {"code": ["GL-14 is taken. Choose another code."]}
    assert editing.next_code(source.chapter, pmo) == "GL-16"
    assert translations.start(source, "de", by=pmo).guideline.code == "GL-15"


def test_a_stranger_s_code_stops_a_translation_in_words(pmo, sign_in):
    source = factories.published("GL-14")
    factories.draft("GL-15", language="de")
    Guideline.objects.filter(code="GL-15").update(code="GL-14")
    sent = {"language": "de"}
    page = sign_in(pmo).post(reverse("translation_start", args=[source.pk]), sent, follow=True)
    assert "GL-14 is taken. Choose another code." in page.content.decode()


def test_properties_say_which_code_is_taken_at_the_field(pmo, sign_in):
    factories.published("GL-14")
    other = factories.published("GL-15")
    sent = {"code": "GL-14", "review_months": 24}
    page = sign_in(pmo).post(reverse("guideline_properties", args=[other.pk]), sent)
    assert page.context["form"].errors == {"code": ["Another guideline has this code already."]}


def test_the_page_leads_to_the_translation_only_who_sees_the_source(pmo, member, sign_in):
    hidden = factories.published("GL-14", access="restricted")
    chapter = factories.chapter()
    factories.published("GL-01")
    factories.published("GL-02", inside=factories.chapter("Own"))
    grant("write_chapter", factories.chapter("Own"), member)
    pages = [
        sign_in(person).post(
            reverse("guideline_new", args=[place.pk]), {**NEW, "code": "GL-14", "language": "de"}
        )
        for person, place in ((pmo, chapter), (member, factories.chapter("Own")))
    ]
    link = reverse("guideline_properties", args=[hidden.pk])
    assert [page.status_code for page in pages] == [422, 422]
    assert [link in page.content.decode() for page in pages] == [True, False]


def test_a_writer_begins_from_the_library_and_chooses_the_chapter(pmo, member, sign_in):
    factories.published("GL-01")
    chapter, begin = factories.chapter(), reverse("guideline_begin")
    pages = ("guideline_library", "guideline_list")
    urls = [*map(reverse, pages), chapter.handbook.get_absolute_url()]
    client = sign_in(pmo)
    assert [begin in client.get(url).content.decode() for url in urls] == [True, True, True]
    assert client.get(begin, {"chapter": ""}).status_code == 422
    assert client.get(begin, {"chapter": chapter.pk}).url == reverse(
        "guideline_new", args=[chapter.pk]
    )
    client = sign_in(member)
    assert begin not in client.get(urls[0]).content.decode()
    assert client.get(begin).status_code == 403
    grant("write_chapter", chapter, member)
    assert client.get(begin).status_code == 200


def test_who_submits_is_not_proposed_as_reviewer(pmo):
    draft = factories.draft("GL-14", by=people.user("Anton", "pmo_analyst"))
    proposals = suggested_reviewers(draft.guideline)
    assert pmo in [one.person for one in proposals]
    form = SubmitForm(None, proposals=proposals, writers={pmo.pk}, needed=1)
    assert pmo.pk not in [pk for pk, _label in form.fields["proposed"].choices]
    assert form.fields["proposed"].initial != [pmo.pk]
