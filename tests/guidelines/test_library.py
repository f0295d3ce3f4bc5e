"""The library and the pages of handbooks and chapters."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guidelines.enums import VersionState
from guidelines.models import Campaign, ConfirmationRequest, GuidelineVersion
from guidelines.selectors.library import Wanted, at_hand, library
from guidelines.services import reading
from tests.guidelines import factories

TODAY = timezone.localdate()


def shelves(found):
    """Codes by handbook and chapter."""
    return [
        (
            shelf.handbook.title,
            [(each.chapter.title, [row.code for row in each.rows]) for each in shelf.chapters],
        )
        for shelf in found.handbooks
    ]


def marks(found):
    return {
        row.code: [mark.text for mark in row.marks]
        for shelf in found.handbooks
        for each in shelf.chapters
        for row in each.rows
    }


def age(guideline, days=60):
    """As if it had been published this long ago; sealing is off in tests."""
    at = timezone.now() - timedelta(days=days)
    GuidelineVersion.objects.filter(guideline=guideline).update(published_at=at)


def test_guidelines_stand_by_handbook_and_chapter_in_their_order(member):
    control, plan = factories.chapter("Control"), factories.chapter("Plan")
    other = factories.chapter("Start", book=factories.handbook("Agile"))
    for code, inside in (("B-2", control), ("A-1", control), ("C-3", plan), ("D-4", other)):
        factories.published(code, inside=inside)
    assert shelves(library(member)) == [
        ("Handbook", [("Control", ["B-2", "A-1"]), ("Plan", ["C-3"])]),
        ("Agile", [("Start", ["D-4"])]),
    ]


def test_a_translation_stands_in_place_of_its_source_for_who_reads_it(sign_in, member):
    source = factories.published("GL-12", title="Risk")
    german = factories.published("GL-12", language="de", title="Risiko", translation_of=source)
    factories.published("GL-13", title="Scope")
    member.language = "de"
    member.save()
    page = sign_in(member).get(reverse("guideline_library"))
    rows = page.context["library"].handbooks[0].chapters[0].rows
    assert [(row.pk == german.pk, row.title) for row in rows] == [
        (True, "Risiko"),
        (False, "Scope"),
    ]
    assert page.content.decode().count('title="Englisch">EN</abbr>') == 1
    assert page.context["library"].total == 2


def test_marks_say_what_a_reader_should_know(member, pmo):
    new = factories.published("GL-01")
    overdue = factories.published("GL-02")
    overdue.next_review_on = TODAY - timedelta(days=1)
    overdue.save()
    asked = factories.published("GL-03")
    source = factories.published("GL-04")
    factories.published("GL-04", language="de", translation_of=source)
    campaign = Campaign.objects.create(version=asked.current, state="open", due_on=TODAY)
    ConfirmationRequest.objects.create(
        campaign=campaign, person=member, asked_at=timezone.now(), state="open"
    )
    for each in (overdue, asked, source):
        age(each)
    again = factories.publish(factories.next_draft(new, change_note="More."))
    assert marks(library(member)) == {
        again.code: ["New: v2"],
        "GL-02": ["Review overdue"],
        "GL-03": ["To confirm"],
        "GL-04": [],
    }


def test_drafts_are_marked_for_those_who_work_on_them(member, pmo):
    public = factories.published("GL-01")
    age(public)
    factories.in_state(factories.next_draft(public), VersionState.IN_REVIEW)
    factories.draft("GL-02")
    mine = factories.draft("GL-03", owner=member)
    assert marks(library(pmo)) == {
        "GL-01": ["In review: v2"],
        "GL-02": ["Draft v1"],
        "GL-03": ["Draft v1"],
    }
    assert marks(library(member)) == {"GL-01": [], mine.guideline.code: ["Draft v1"]}


def test_a_translation_in_work_is_marked_at_its_source(pmo):
    source = factories.published("GL-12")
    age(source)
    factories.draft("GL-12", language="de", translation_of=source)
    assert marks(library(pmo)) == {"GL-12": ["Translation begun: German"]}


def test_retired_guidelines_leave_the_shelves_but_stay_at_hand(member):
    guideline = factories.published("GL-01")
    reading.set_favourite(guideline, by=member, is_on=True)
    guideline.retired_on = TODAY
    guideline.save()
    found = library(member)
    assert (found.total, [row.code for row in found.favourites]) == (0, ["GL-01"])
    assert [mark.text for mark in found.favourites[0].marks] == ["Retired"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(text="gl-01"), ["GL-01"]),
        (Wanted(text="BASELINE change"), ["GL-01"]),
        (Wanted(method="scrum"), ["GL-02", "GL-03"]),
        (Wanted(project_class="D"), ["GL-01", "GL-02"]),
        (Wanted(phase="closing"), ["GL-01", "GL-03"]),
        (Wanted(kind="policy"), ["GL-03"]),
        (Wanted(tag="baseline"), ["GL-01"]),
        (Wanted(text="nothing"), []),
    ],
)
def test_filters_keep_what_sets_no_limit(wanted, expected, member):
    factories.published("GL-01", methods=["waterfall"], tags=["baseline"], classes=["C", "D"])
    factories.published("GL-02", title="Sprints", methods=["scrum"], phases=["executing"])
    factories.published("GL-03", title="Policy", kind="policy", classes=["A"])
    found = library(member, wanted)
    codes = [row.code for shelf in found.handbooks for each in shelf.chapters for row in each.rows]
    assert (codes, found.shown, found.total) == (expected, len(expected), 3)


def test_the_page_filters_by_its_address_and_swaps_the_shelves_alone(sign_in, member):
    factories.published("GL-01", title="One")
    factories.published("GL-02", title="Two")
    client, url = sign_in(member), reverse("guideline_library")
    page = client.get(url, {"q": "two", "method": "nonsense"}).content.decode()
    assert ("GL-02" in page, "GL-01" in page, "1 of 2 guidelines" in page) == (True, False, True)
    headers = {"HX-Request": "true", "HX-Target": "library"}
    part = client.get(url, {"q": "two"}, headers=headers)
    assert part.content.decode().strip().startswith('<div class="shelves" id="library">')
    assert part.headers["HX-Push-Url"] == f"{url}?q=two"


def test_an_empty_library_says_why(sign_in, member, pmo):
    url = reverse("guideline_library")
    pages = [sign_in(user).get(url).content.decode() for user in (member, pmo)]
    assert ["As soon as the PMO publishes" in page for page in pages] == [True, False]
    assert ["Create a handbook and its chapters" in page for page in pages] == [False, True]


def test_handbook_and_chapter_show_their_own(sign_in, member):
    control, plan = factories.chapter("Control"), factories.chapter("Plan")
    other = factories.chapter("Start", book=factories.handbook("Agile"))
    for code, inside in (("A-1", control), ("B-2", plan), ("C-3", other)):
        factories.published(code, inside=inside)
    client = sign_in(member)
    book = client.get(reverse("handbook", args=[control.handbook_id]))
    part = client.get(reverse("chapter", args=[plan.pk]))
    assert shelves(book.context["library"]) == [
        ("Handbook", [("Control", ["A-1"]), ("Plan", ["B-2"])])
    ]
    assert shelves(part.context["library"]) == [("Handbook", [("Plan", ["B-2"])])]


def test_what_was_read_last_comes_first(member):
    pages = [factories.published(f"GL-0{number}") for number in (1, 2, 3)]
    for page in (*pages, pages[0]):
        reading.note_view(page, by=member)
    reading.set_favourite(pages[1], by=member, is_on=True)
    favourites, recent = at_hand(member)
    assert [row.code for row in favourites] == ["GL-02"]
    assert [row.code for row in recent] == ["GL-03", "GL-02", "GL-01"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("guideline_library", 10), ("handbook", 10), ("chapter", 11)]
)
def test_query_counts(count, name, queries, sign_in, member, django_assert_num_queries):
    inside = factories.chapter("Control")
    for number in range(count):
        guideline = factories.published(f"GL-0{number}", inside=inside)
        reading.note_view(guideline, by=member)
        reading.set_favourite(guideline, by=member, is_on=True)
        factories.published(
            f"X-{number}",
            inside=factories.chapter("More", book=factories.handbook(f"Book {number}")),
        )
    args = {"handbook": [inside.handbook_id], "chapter": [inside.pk]}.get(name, [])
    client, url = sign_in(member), reverse(name, args=args)
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_home(count, sign_in, member, django_assert_num_queries):
    for number in range(count):
        guideline = factories.published(f"GL-0{number}")
        reading.note_view(guideline, by=member)
        reading.set_favourite(guideline, by=member, is_on=True)
    with django_assert_num_queries(5):
        at_hand(member)
