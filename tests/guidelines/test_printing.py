"""Guidelines as PDF: what the document holds for whom, that it fits, and who gets the file."""

import io

import pikepdf
import pypdf
import pypdfium2
import pytest
from django.urls import reverse
from PIL import Image

from accounts.grants import grant, revoke
from core.models import Job
from core.pdf import pdf_available
from guidelines.models import Term
from guidelines.printing import document, front
from guidelines.printing.tables import fit, shares
from guidelines.printing.texts import Setting, printable
from guidelines.printing.trees import parse, write
from guidelines.selectors import printing as selectors
from guidelines.selectors.printing import Scope
from guidelines.services import pictures, printing
from tests.core.pdf.reading import assert_tags_and_content_agree, elements, tagged_text
from tests.guidelines import factories

TABLE = "| {0} |\n|{1}|\n| {0} |\n"
WORD = "Zwetschge"


@pytest.fixture(autouse=True)
def pango():
    is_available, reason = pdf_available()
    if not is_available:
        pytest.skip(reason)


@pytest.fixture
def book(pmo):
    """Two chapters; the first text links to the second, to a secret one and to a term."""
    Term.objects.create(name="Baseline", slug="baseline", definition="The approved plan.")
    secret = f"[{WORD}](guideline:GL-99)"
    link = f"See [Change](guideline:GL-16#rules) and {secret}. The baseline counts.\n"
    factories.published("GL-01", title="Policy", body=f"## Rules\n\n{link}", owner=pmo)
    later = factories.chapter("Later")
    factories.published("GL-16", title="Change", inside=later, owner=pmo)
    factories.published(
        "GL-99", title=WORD, body=f"## {WORD}\n\n{WORD}\n", inside=later, access="restricted"
    )
    return factories.handbook()


def ask(client, person, name, *args):
    """Ask for a PDF and follow to the file; tasks run at once in tests."""
    client.force_login(person)
    response = client.post(reverse(name, args=args))
    assert response.status_code == 302
    return client.get(reverse("guideline_pdf_file", args=[Job.objects.latest("pk").pk]))


def opened(response) -> pikepdf.Pdf:
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    pdf = pikepdf.open(io.BytesIO(response.content))
    assert pdf.check_pdf_syntax() == []
    return pdf


def text_of(response) -> str:
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.django_db(transaction=True)
def test_a_handbook_names_pages_and_holds_nothing_hidden(client, book, member):
    response = ask(client, member, "handbook_pdf", book.pk)
    pdf = opened(response)

    links = [tagged_text(pdf, link) for link in elements(pdf, "Link")]
    assert [link.replace(".", "").strip() for link in links] == [
        *["Control3", "GL-01 Policy3", "Later4", "GL-16 Change4"],
        *["Change (page 4)", "baseline"],
    ]
    says = [tagged_text(pdf, p) for p in elements(pdf, "P")]
    assert "See Change (page 4) and (not available to you). The baseline counts." in says
    assert [tagged_text(pdf, h) for h in elements(pdf, "H3")] == ["GL-01 Policy", "GL-16 Change"]
    assert WORD not in text_of(response) + str(list(pdf.docinfo.items()))
    assert (str(pdf.Root.Lang), len(pdf.pages)) == ("en", 5)
    assert_tags_and_content_agree(pdf)


@pytest.mark.django_db(transaction=True)
def test_a_second_request_leads_straight_to_the_same_file(client, book, member):
    first = ask(client, member, "handbook_pdf", book.pk)
    again = client.post(reverse("handbook_pdf", args=[book.pk]))

    assert Job.objects.filter(kind=printing.KIND).count() == 1
    assert client.get(again.url).content == first.content


@pytest.mark.django_db(transaction=True)
def test_a_change_makes_a_new_file_and_a_lost_file_is_made_again(
    client, book, member, settings, tmp_path
):
    first = ask(client, member, "handbook_pdf", book.pk)
    factories.published("GL-20", title="Suppliers")
    second = ask(client, member, "handbook_pdf", book.pk)
    settings.DATA_DIR = tmp_path / "elsewhere"
    gone = client.get(reverse("guideline_pdf_file", args=[Job.objects.latest("pk").pk]))
    third = ask(client, member, "handbook_pdf", book.pk)

    assert gone.url == reverse("guideline_library")
    assert first.content != second.content == third.content
    assert Job.objects.filter(kind=printing.KIND).count() == 3


@pytest.mark.django_db(transaction=True)
def test_the_file_is_for_who_may_still_read_all_of_it(client, book, member, manager):
    hidden = factories.chapter("Later").guidelines.get(code="GL-99")
    grant("view_guideline", hidden, member)
    response = ask(client, member, "handbook_pdf", book.pk)
    address = response.request["PATH_INFO"]
    assert WORD in text_of(response)

    client.force_login(manager)
    assert client.get(address).status_code == 404
    client.force_login(member)
    revoke("view_guideline", hidden, member)
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_what_a_text_names_outside_counts_as_well(book, member, pmo):
    source = factories.chapter().guidelines.get(code="GL-01").current
    scope = Scope("guideline", source.pk, "en")
    built = document.build(selectors.volume(scope, pmo), pmo)

    assert built.links == ["guideline:GL-16#rules", "guideline:GL-99"]
    assert selectors.may_read(pmo, versions=[source.pk], links=built.links) is True
    assert selectors.may_read(member, versions=[source.pk], links=built.links) is False


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_marked_and_only_for_who_works_on_it(client, pmo, member):
    guideline = factories.published("GL-01", title="Policy", body="## Rules\n\nOld.\n")
    factories.next_draft(guideline, body="## Rules\n\nNew.\n")
    pdf = opened(ask(client, pmo, "guideline_version_pdf", guideline.pk, 2))
    facts = [tagged_text(pdf, cell) for cell in elements(pdf, "TD")]

    assert facts[:2] == ["2 (Draft)", "not decided yet"]
    assert "New." in [tagged_text(pdf, p) for p in elements(pdf, "P")]
    client.force_login(member)
    address = reverse("guideline_version_pdf", args=[guideline.pk, 2])
    assert client.post(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("draft", "DRAFT"),
        ("in_review", "DRAFT"),
        ("approved", "NOT IN FORCE YET"),
        ("published", ""),
        ("superseded", "SUPERSEDED"),
        ("retired", "RETIRED"),
    ],
)
def test_every_page_says_what_is_not_in_force(pmo, state, word):
    version = factories.in_state(factories.draft("GL-01"), state)
    built = document.build(selectors.volume(Scope("guideline", version.pk, "en"), pmo), pmo)

    assert [part.mark for part in built.parts] == [word, word]
    assert [part.header_left for part in built.parts] == ["", "GL-01 Change control"]


@pytest.mark.django_db(transaction=True)
def test_pictures_tasks_footnotes_and_notes_are_there(client, pmo):
    version = factories.draft("GL-01", title="All", owner=pmo)
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(buffer, "PNG")
    kept = pictures.add(
        version.guideline, by=pmo, content=buffer.getvalue(), name="a.png", alt="A bar"
    )
    text = (
        f"## All\n\n![A bar](image:{kept.token})\n\n- [x] did\n- [ ] not yet\n\nWord.[^1]\n\n"
        "> [!TIP]\n> Do so.\n\n7. seven\n8. eight\n\n[^1]: The note.\n"
    )
    type(version).objects.filter(pk=version.pk).update(body=text)
    pdf = opened(ask(client, pmo, "guideline_pdf", version.guideline_id))

    assert [str(figure.Alt) for figure in elements(pdf, "Figure")] == ["A bar", "Done", "Not done"]
    said = [tagged_text(pdf, each).strip() for each in elements(pdf, "LI")]
    assert said[-3:] == ["7. seven", "8. eight", "1. The note."]
    assert "Tip" in [tagged_text(pdf, p) for p in elements(pdf, "P")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("columns", "turned"), [(8, 0), (9, 1)])
def test_many_columns_turn_the_page_and_no_word_leaves_it(client, pmo, columns, turned):
    cells = " | ".join(["Donaudampfschifffahrtsgesellschaft"] * columns)
    table = TABLE.format(cells, "|".join(["---"] * columns))
    guideline = factories.published("GL-01", body=f"## A\n\n{table}\n\nAfter.\n")
    pdf = opened(ask(client, pmo, "guideline_pdf", guideline.pk))
    wide = [page for page in pdf.pages if page.MediaBox[2] > page.MediaBox[3]]
    buffer = io.BytesIO()
    pdf.save(buffer)

    assert (len(wide), len(pdf.pages) - len(wide)) == (turned, 2 + turned)
    for page in pypdfium2.PdfDocument(buffer):
        text = page.get_textpage()
        rights = [text.get_charbox(place)[2] for place in range(text.count_chars())]
        assert max(rights) <= page.get_width() - 40  # a little less than the margin


@pytest.mark.django_db
def test_a_reader_gets_each_text_once_in_their_language(member):
    source = factories.published("GL-01", title="Policy")
    factories.published("GL-01", title="Richtlinie", language="de", translation_of=source)
    factories.published("GL-02", title="Only here")
    chapter = source.chapter

    def names(language):
        volume = selectors.volume(Scope("chapter", chapter.pk, language), member)
        return [entry.name for entry in volume.entries]

    assert names("en") == ["GL-01 Policy", "GL-02 Only here"]
    assert names("de") == ["GL-01 Richtlinie", "GL-02 Only here"]


@pytest.mark.django_db
def test_nothing_in_force_is_nothing_to_print(client, pmo, member):
    version = factories.draft("GL-01")
    client.force_login(pmo)
    response = client.post(reverse("chapter_pdf", args=[version.guideline.chapter_id]))

    assert response.url == version.guideline.chapter.get_absolute_url()
    assert not Job.objects.exists()
    client.force_login(member)
    address = reverse("chapter_pdf", args=[version.guideline.chapter_id])
    assert client.post(address).status_code == 404


@pytest.mark.django_db
def test_the_list_of_work_does_not_name_what_not_all_may_know(pmo):
    guideline = factories.published("GL-01", title="Policy")
    result = {"name": "GL-01 Policy", "versions": [guideline.current_id], "pages": 3}
    job = Job(pk=7, kind=printing.KIND, result=result)

    assert (printing.subjects([job]), printing.summary(job)) == ({7: "GL-01 Policy"}, "3 pages")
    type(guideline).objects.update(access="restricted")
    assert printing.subjects([job]) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_questions_to_the_database_do_not_grow(django_assert_num_queries, member, number):
    for each in range(number):
        factories.published(f"GL-{each}", body="## A\n\nSee [x](guideline:GL-0).\n")
    scope = Scope("handbook", factories.handbook().pk, "en")
    document.build(selectors.volume(scope, member), member)

    with django_assert_num_queries(4):
        document.build(selectors.volume(scope, member), member)


def test_columns_get_their_longest_word_first():
    assert shares([10, 10], [70, 10], 100) == [90.0, 10.0]
    assert shares([10, 30], [10, 30], 100) == [40.0, 60.0]
    assert sum(shares([30, 30, 60], [40, 60, 70], 96)) == pytest.approx(100)


def test_short_tables_stay_together_and_wide_ones_get_a_page_across():
    def classes(columns, rows):
        row = f"<tr>{'<td>a</td>' * columns}</tr>"
        root = parse(f'<div class="table-scroll"><table>{row * rows}</table></div>')
        fit(root)
        return root[0].get("class")

    assert classes(3, 4) == "table-scroll keep"
    assert classes(6, 40) == "table-scroll dense"
    assert classes(9, 40) == "table-scroll wide"


def test_bold_words_and_links_take_the_space_before_them():
    html = '<p>See <b>that</b> <a href="#x">link</a>, <i>no</i> <b></b></p>'
    spaced = '<p>See<b> that</b> <a href="#g1-x">link</a>, <i>no</i> <b></b></p>'

    assert printable(html, Setting("g1", 2, {})) == spaced


@pytest.mark.parametrize(
    "html", ["", "a &lt; b", '<p>a<br>b <b>c</b> d</p><img src="x" alt="&quot;">', "<p>a</p>tail"]
)
def test_a_tree_is_written_as_it_was_read(html):
    assert write(parse(html)) == html


def test_approvers_of_a_version_without_any_are_a_dash(db):
    assert front.approvers(factories.published("GL-01").current) == "–"
