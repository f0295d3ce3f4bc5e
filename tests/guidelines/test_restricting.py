"""What refers to a guideline or a chapter is shown before access to it is restricted."""

import pytest
from django.urls import reverse

from guidelines.models import Chapter, Guideline, Term
from guidelines.selectors.backlinks import chapter_backlinks
from tests.guidelines import factories

pytestmark = pytest.mark.django_db
NOTE = "Once it is restricted"


@pytest.fixture
def linked(pmo):
    """GL-1 in a chapter of its own; GL-2 and a term refer to it, GL-3 to GL-11 alone."""
    made = factories.published("GL-1", inside=factories.chapter("Secrets"))
    factories.published("GL-2", title="Links", body="See [one](guideline:GL-1#rules).")
    factories.published("GL-3", body="See [eleven](guideline:GL-11).")
    Term.objects.create(
        language="en", name="Limit", slug="limit", definition="A number.", guideline=made
    )
    return made


@pytest.mark.parametrize("kind", ["guideline", "chapter"])
def test_what_refers_to_it_is_shown_while_it_is_open(kind, linked, pmo, sign_in):
    name, model, pk = {
        "guideline": ("guideline_properties", Guideline, linked.pk),
        "chapter": ("chapter_edit", Chapter, linked.chapter_id),
    }[kind]
    client = sign_in(pmo)
    page = client.get(reverse(name, args=[pk])).content.decode()
    assert NOTE in page
    assert "GL-2 Links" in page
    assert "GL-3" not in page

    model.objects.filter(pk=pk).update(access="restricted")
    assert NOTE not in client.get(reverse(name, args=[pk])).content.decode()


def test_links_inside_a_chapter_are_no_news(linked, pmo):
    factories.published("GL-4", inside=linked.chapter, body="See [one](guideline:GL-1).")
    found = [each.label for each in chapter_backlinks(linked.chapter, pmo)]
    assert found == ["GL-2 Links", "Limit"]
    assert chapter_backlinks(factories.chapter("Empty"), pmo) == []
