"""Pages of imports and exports, and Word in the editor."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guidelines.models import Guideline, GuidelineImage, GuidelineImport, WorkingCopy
from guidelines.services import imports
from guidelines.services.imports import Choices
from tests.guidelines import factories
from tests.guidelines.exchange.builders import p, picture, word, zipped

LIST_QUERIES, PAGE_QUERIES = 7, 6
JSON = {"HTTP_ACCEPT": "application/json"}


def upload(client, files, name="book.zip", **values):
    content = zipped(files) if isinstance(files, dict) else files
    file = SimpleUploadedFile(name, content)
    values = {"file": file, "code_prefix": "NB", "language": "en", "chapter": "", **values}
    address = reverse("guideline_import_upload", args=[factories.handbook().pk])
    return client.post(address, values)


@pytest.mark.django_db(transaction=True)
def test_upload_look_and_import(sign_in, pmo):
    client = sign_in(pmo)
    shown = client.get(reverse("guideline_import_upload", args=[factories.handbook().pk]))
    assert "Upload and look" in shown.text
    answer = upload(client, {"a.md": "# One\n\n[x](gone.md)\n", "b.md": "# Two\n"})
    made = GuidelineImport.objects.get()
    assert answer.url == made.get_absolute_url()
    page = client.get(answer.url).text
    assert "2 new, 0 changed, 0 unchanged, 0 left out." in page
    assert "The link gone.md leads to a file that is not in the package." in page
    answer = client.post(
        reverse("guideline_import_run", args=[made.pk]), {"chapter_0": "Mine", "chapter_1": ""}
    )
    assert answer.url == reverse("job", args=[GuidelineImport.objects.get().job_id])
    rows = Guideline.objects.order_by("code").values_list("code", "chapter__title")
    assert list(rows) == [("NB-01", "Mine"), ("NB-02", "General")]
    page = client.get(made.get_absolute_url()).text
    assert "Imported" in page
    assert reverse("guideline", args=[Guideline.objects.first().pk]) in page
    assert "book.zip" in client.get(reverse("guideline_import_list")).text


def test_errors_stand_beside_the_field(sign_in, pmo):
    client = sign_in(pmo)
    answer = upload(client, b"x", name="a.docx")
    assert answer.status_code == 422
    assert "The file is not a Word document (DOCX)." in answer.text
    assert upload(client, b"x", name="a.exe").status_code == 422
    assert upload(client, {"a.md": "x"}, code_prefix="a b").status_code == 422


def test_publishing_without_a_reason_is_refused(sign_in, pmo):
    made = imports.check(factories.handbook(), zipped({"a.md": "x"}), Choices(name="a.zip"), by=pmo)
    address = reverse("guideline_import_run", args=[made.pk])
    answer = sign_in(pmo).post(address, {"is_published": "on"})
    assert answer.status_code == 422
    assert "Say why the texts need no review." in answer.text


def test_an_upload_can_be_fetched_and_discarded(sign_in, pmo):
    content = zipped({"a.md": "x"})
    made = imports.check(factories.handbook(), content, Choices(name="a.zip"), by=pmo)
    client = sign_in(pmo)
    source = client.get(reverse("guideline_import_source", args=[made.pk]))
    assert b"".join(source.streaming_content) == content
    client.post(reverse("guideline_import_discard", args=[made.pk]))
    assert not GuidelineImport.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_one_and_three(
    sign_in, pmo, number, django_assert_num_queries
):
    for _each in range(number):
        imports.check(factories.handbook(), zipped({"a.md": "x"}), Choices(name="a.zip"), by=pmo)
    client = sign_in(pmo)
    client.get(reverse("guideline_import_list"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("guideline_import_list"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_needs_the_same_queries_for_one_and_three(
    sign_in, pmo, number, django_assert_num_queries
):
    files = {f"{each}.md": "[x](gone.md)" for each in range(number)}
    made = imports.check(factories.handbook(), zipped(files), Choices(name="a.zip"), by=pmo)
    client = sign_in(pmo)
    client.get(made.get_absolute_url())
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(made.get_absolute_url())


def names(answer):
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return archive.namelist()


def test_an_export_holds_what_the_person_may_see(sign_in, pmo, member):
    shown = factories.published("GL-1", title="One")
    factories.published("GL-2", title="Two", access="restricted", owner=pmo)
    factories.draft("GL-3", title="Three")
    book = shown.chapter.handbook
    client = sign_in(member)
    one = client.get(reverse("guideline_export", args=[shown.pk]))
    assert one["Content-Disposition"] == 'attachment; filename="gl-1.zip"'
    for address in (
        reverse("guideline_export", args=[shown.pk]),
        reverse("chapter_export", args=[shown.chapter_id]),
        reverse("handbook_export", args=[book.pk]),
    ):
        assert names(client.get(address)) == ["control/gl-1-one.md"]
    everything = sign_in(pmo).get(reverse("handbook_export", args=[book.pk]))
    assert names(everything) == [
        "control/gl-1-one.md",
        "control/gl-2-two.md",
        "control/gl-3-three.md",
    ]


def test_pasted_text_and_documents_become_markdown(sign_in, pmo):
    draft = factories.draft("GL-1", by=pmo)
    client = sign_in(pmo)
    address = reverse("guideline_draft_convert", args=[draft.guideline_id])
    answer = client.post(address, {"html": "<p>a <b>b</b></p>"}, **JSON)
    assert answer.json() == {"markdown": "a **b**\n", "problems": []}
    content = word(p("Text") + picture("Flow [1]"))
    answer = client.post(address, {"file": SimpleUploadedFile("a.docx", content)}, **JSON)
    token = GuidelineImage.objects.get().token
    assert answer.json() == {
        "markdown": f"Text\n\n![Flow \\[1\\]](image:{token})\n",
        "problems": [],
    }
    answer = client.post(address, {"file": SimpleUploadedFile("a.docx", b"x")}, **JSON)
    assert answer.status_code == 422
    assert answer.json() == {"errors": {"file": ["The file is not a Word document (DOCX)."]}}
    assert client.post(address, {}, **JSON).status_code == 422


def test_without_script_the_text_goes_to_the_end_of_what_was_typed(sign_in, pmo):
    draft = factories.draft("GL-1", by=pmo)
    client = sign_in(pmo)
    address = reverse("guideline_draft_convert", args=[draft.guideline_id])
    file = SimpleUploadedFile("a.docx", word(p("From Word")))
    values = {"file": file, "body": "Typed.", "base_revision": draft.revision, "title": "T"}
    answer = client.post(address, values)
    assert answer.url == reverse("guideline_edit", args=[draft.guideline_id])
    assert WorkingCopy.objects.get().values["body"] == "Typed.\n\nFrom Word\n"
