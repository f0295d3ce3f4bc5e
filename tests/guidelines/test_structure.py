"""Handbooks and chapters, and the order of what stands in them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.grants import grant
from core import chain
from core.models import Event
from core.registries import link_targets
from guidelines.models import Chapter, FormerCode, Guideline, Handbook
from guidelines.selectors import pages, reading
from guidelines.services import structure
from tests.guidelines import factories


def order(handbook):
    """Codes by chapter, as everybody reads them."""
    return {
        each.title: list(
            each.guidelines.filter(translation_of=None)
            .order_by("position", "code")
            .values_list("code", flat=True)
        )
        for each in handbook.chapters.order_by("position", "title")
    }


@pytest.fixture
def book(db):
    control, plan = factories.chapter("Control"), factories.chapter("Plan")
    for code, inside in (("A-1", control), ("B-2", control), ("C-3", control), ("D-4", plan)):
        factories.published(code, inside=inside)
    return control.handbook


def guideline(code):
    return Guideline.objects.get(code=code, translation_of=None)


def move(client, code, **data):
    return client.post(reverse("guideline_move", args=[guideline(code).pk]), data)


def test_a_handbook_is_created_changed_and_deleted_when_empty(sign_in, pmo):
    client = sign_in(pmo)
    assert client.post(reverse("handbook_create"), {"title": ""}).status_code == 422
    values = {"title": "Agile", "description": "", "classification": "internal"}
    client.post(reverse("handbook_create"), values)
    made = Handbook.objects.get(title="Agile")
    answer = client.post(reverse("handbook_create"), values)
    assert (answer.status_code, "title" in answer.context["form"].errors) == (422, True)
    client.post(reverse("handbook_edit", args=[made.pk]), {**values, "title": "Agile work"})
    made.refresh_from_db()
    assert made.title == "Agile work"
    client.post(reverse("chapter_create", args=[made.pk]), {"title": "Start", "access": "company"})
    client.post(reverse("handbook_delete", args=[made.pk]))
    assert Handbook.objects.filter(pk=made.pk).exists()
    client.post(reverse("chapter_delete", args=[made.chapters.get().pk]))
    client.post(reverse("handbook_delete", args=[made.pk]))
    assert not Handbook.objects.filter(pk=made.pk).exists()
    names = list(Event.objects.filter(name__startswith="guidelines.").order_by("pk"))
    assert [each.name.removeprefix("guidelines.") for each in names] == [
        "handbook_created",
        "handbook_changed",
        "chapter_created",
        "chapter_deleted",
        "handbook_deleted",
    ]


def test_access_of_a_chapter_is_changed_by_those_who_give_access(sign_in, pmo, analyst, book):
    chapter = book.chapters.get(title="Plan")
    url = reverse("chapter_edit", args=[chapter.pk])
    values = {"title": "Plan", "description": "How to plan.", "access": "restricted"}
    sign_in(analyst).post(url, values)
    chapter.refresh_from_db()
    assert (chapter.description, chapter.access) == ("How to plan.", "company")
    sign_in(pmo).post(url, values)
    chapter.refresh_from_db()
    assert chapter.access == "restricted"
    assert sign_in(analyst).get(url).status_code == 404


def test_a_chapter_with_guidelines_stays(sign_in, pmo, book):
    chapter = book.chapters.get(title="Plan")
    page = sign_in(pmo).post(reverse("chapter_delete", args=[chapter.pk]), follow=True)
    assert "Only an empty chapter can be deleted" in page.content.decode()
    assert Chapter.objects.filter(pk=chapter.pk).exists()


def test_one_step_up_and_down_without_script(sign_in, pmo, book):
    client = sign_in(pmo)
    answer = move(client, "C-3", to="up")
    assert order(book) == {"Control": ["A-1", "C-3", "B-2"], "Plan": ["D-4"]}
    page = client.get(answer.url)
    assert page.context["moved"].sentence == "C-3 is now number 2 of 3 in Control."
    undo = page.context["moved"]
    client.post(undo.undo_url, undo.undo)
    assert order(book)["Control"] == ["A-1", "B-2", "C-3"]
    move(client, "A-1", to="down")
    assert order(book)["Control"] == ["B-2", "A-1", "C-3"]
    move(client, "C-3", to="down")
    move(client, "B-2", to="up")
    assert order(book)["Control"] == ["B-2", "A-1", "C-3"]


def test_a_move_into_another_chapter_takes_translations_along_and_is_undone(sign_in, pmo, book):
    source = guideline("B-2")
    german = factories.published("B-2", language="de", translation_of=source)
    plan = book.chapters.get(title="Plan")
    answer = move(sign_in(pmo), "B-2", chapter=plan.pk, before=guideline("D-4").pk)
    german.refresh_from_db()
    assert (order(book), german.chapter) == (
        {"Control": ["A-1", "C-3"], "Plan": ["B-2", "D-4"]},
        plan,
    )
    moved = sign_in(pmo).get(answer.url).context["moved"]
    assert moved.undo == {
        "chapter": str(book.chapters.get(title="Control").pk),
        "before": str(guideline("C-3").pk),
    }
    sign_in(pmo).post(moved.undo_url, moved.undo)
    german.refresh_from_db()
    assert order(book) == {"Control": ["A-1", "B-2", "C-3"], "Plan": ["D-4"]}
    assert german.chapter.title == "Control"


def test_a_move_by_script_answers_with_the_board(sign_in, pmo, book):
    headers = {"HX-Request": "true", "HX-Target": "order"}
    url = reverse("guideline_move", args=[guideline("A-1").pk])
    page = sign_in(pmo).post(url, {"to": "down"}, headers=headers)
    text = page.content.decode()
    assert 'data-announce="A-1 is now number 2 of 3 in Control."' in text
    assert "<html" not in text


def test_a_move_that_changes_the_readers_needs_the_right_to_give_access(
    sign_in, pmo, analyst, book
):
    secret = factories.chapter("Secret", access="restricted")
    lent = guideline("A-1")
    grant("view_chapter", secret, analyst)
    assert move(sign_in(analyst), "A-1", chapter=secret.pk).status_code == 403
    assert (
        move(sign_in(analyst), "A-1", chapter=book.chapters.get(title="Plan").pk).status_code == 302
    )
    assert move(sign_in(pmo), "A-1", chapter=secret.pk).status_code == 302
    assert (
        move(sign_in(analyst), "A-1", chapter=book.chapters.get(title="Plan").pk).status_code == 403
    )
    lent.refresh_from_db()
    assert lent.chapter == secret


def test_what_is_not_visible_is_neither_moved_nor_a_target(sign_in, analyst, book):
    secret = factories.chapter("Secret", access="restricted")
    factories.published("X-9", inside=secret)
    client = sign_in(analyst)
    assert move(client, "X-9", to="up").status_code == 404
    assert move(client, "A-1", chapter=secret.pk).status_code == 422
    page = client.get(reverse("handbook_order", args=[book.pk])).content.decode()
    assert "Secret" not in page
    assert "X-9" not in page


def test_chapters_and_handbooks_change_places(sign_in, pmo, book):
    client = sign_in(pmo)
    plan = book.chapters.get(title="Plan")
    answer = client.post(reverse("chapter_move", args=[plan.pk]), {"to": "up"})
    assert list(order(book)) == ["Plan", "Control"]
    moved = client.get(answer.url).context["moved"]
    assert moved.sentence == "Plan is now number 1 of 2 in Handbook."
    client.post(moved.undo_url, moved.undo)
    assert list(order(book)) == ["Control", "Plan"]
    other = factories.handbook("Agile")
    client.post(reverse("chapter_move", args=[plan.pk]), {"handbook": other.pk})
    assert (list(order(book)), list(order(other))) == (["Control"], ["Plan"])
    client.post(reverse("handbook_move", args=[other.pk]), {"to": "up"})
    titles = Handbook.objects.order_by("position").values_list("title", flat=True)
    assert list(titles) == ["Agile", "Handbook"]
    client.post(reverse("handbook_move", args=[other.pk]), {"to": "down"})
    assert list(titles.all()) == ["Handbook", "Agile"]


def test_a_chapter_does_not_move_beside_one_of_the_same_title(book):
    other = factories.chapter("Plan", book=factories.handbook("Agile"))
    with pytest.raises(ValidationError, match="of this title already"):
        structure.move_chapter(other, by=None, handbook=book)


def test_the_order_page_asks_a_fixed_number_of_questions(
    sign_in, pmo, django_assert_num_queries, db
):
    client = sign_in(pmo)
    factories.published("A-1")
    url = reverse("handbook_order", args=[factories.handbook().pk])
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)
    for code in ("B-2", "C-3"):
        factories.published(code, inside=factories.chapter(code))
    with django_assert_num_queries(8):
        client.get(url)


@pytest.fixture
def linked(db):
    """GL-16 with a German translation, and a guideline that refers to it."""
    source = factories.published("GL-16", title="Change control")
    factories.published("GL-16", language="de", translation_of=source, title="Änderungen")
    factories.published("GL-20", body="## Rules\n\nSee [changes](guideline:GL-16#rules).\n")
    return source


def test_a_new_code_holds_for_all_languages_and_old_links_go_on(linked, pmo, member, sign_in):
    chain.follow_pending()
    structure.update_guideline(linked, by=pmo, code="PM-16")
    rows = Guideline.objects.exclude(code="GL-20").order_by("pk").values_list("code", "language")
    assert list(rows) == [("PM-16", "en"), ("PM-16", "de")]
    link = f'href="/guidelines/{linked.pk}/#rules"'
    assert link in pages.html_for(guideline("GL-20").current, member)
    answer = sign_in(member).get("/guidelines/code/gl-16/")
    assert answer.url == f"/guidelines/{linked.pk}/"
    assert reading.by_code(member, "PM-16") == linked
    exists = link_targets["guideline"].exists
    pairs = frozenset({("GL-16", "rules"), ("GL-16", ""), ("GL-99", "")})
    assert ("GL-16", "") in exists(pairs)
    assert ("GL-99", "") not in exists(pairs)


def test_a_code_that_comes_back_leads_to_who_bears_it(linked, pmo, member):
    structure.update_guideline(linked, by=pmo, code="PM-16")
    other = factories.published("GL-17", title="Other")
    structure.update_guideline(other, by=pmo, code="GL-16")
    assert reading.by_code(member, "GL-16") == other
    structure.update_guideline(other, by=pmo, code="GL-17")
    assert reading.by_code(member, "GL-16") == other
    structure.update_guideline(other, by=pmo, code="GL-16")
    assert list(FormerCode.objects.values_list("code", "guideline")) == [("GL-17", other.pk)]


def test_codes_stay_apart_and_translations_keep_their_source_s(linked, pmo):
    with pytest.raises(ValidationError) as refusal:
        structure.update_guideline(guideline("GL-20"), by=pmo, code="gl-16")
    assert list(refusal.value.message_dict) == ["code"]
    german = linked.translations.get()
    with pytest.raises(ValidationError, match="code and the access of its source"):
        structure.update_guideline(german, by=pmo, access="restricted")
    structure.update_guideline(linked, by=pmo, access="restricted")
    german.refresh_from_db()
    assert german.access == "restricted"
