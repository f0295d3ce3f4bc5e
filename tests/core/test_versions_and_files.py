"""The doors to reversion and to stored files."""

import hashlib

from core import files, versions
from core.models import StoredFile
from portfolio.models import Portfolio


def test_a_revision_keeps_who_why_and_the_earlier_text(pmo):
    with versions.revision(by=pmo, comment="Created"):
        portfolio = Portfolio.objects.create(name="Old name")
    with versions.revision(by=pmo, comment="Renamed"):
        portfolio.name = "New name"
        portfolio.save()
    kept = [
        (version.field_dict["name"], version.revision.user, version.revision.comment)
        for version in versions.history(portfolio)
    ]
    assert kept == [("New name", pmo, "Renamed"), ("Old name", pmo, "Created")]


def test_history_is_read_in_one_query(pmo, django_assert_num_queries):
    with versions.revision(by=pmo):
        portfolio = Portfolio.objects.create(name="One")
    for number in range(5):
        with versions.revision(by=pmo):
            portfolio.name = f"Name {number}"
            portfolio.save()
    with django_assert_num_queries(1):
        assert {version.revision.user.name for version in versions.history(portfolio)} == {
            "Petra Lead"
        }


def test_a_stored_file_keeps_its_content_but_not_its_name_on_disk(pmo):
    stored = files.store(b"abc", name="../../evil name.csv", content_type="text/csv", by=pmo)
    stored = StoredFile.objects.get(pk=stored.pk)
    assert files.read(stored) == b"abc"
    assert (stored.size, stored.sha256) == (3, hashlib.sha256(b"abc").hexdigest())
    assert "evil" not in stored.file.name


def test_only_pdf_and_pictures_are_shown_in_the_browser(db):
    pdf = files.store(b"%PDF-1.7", name="Bericht März.pdf", content_type="application/pdf")
    page = files.store(b"<script>", name="page.html", content_type="text/html")
    shown, kept = files.serve(pdf, inline=True), files.serve(page, inline=True)
    assert shown["Content-Disposition"] == "inline; filename*=utf-8''Bericht%20M%C3%A4rz.pdf"
    assert kept["Content-Disposition"] == 'attachment; filename="page.html"'
    assert {answer["X-Content-Type-Options"] for answer in (shown, kept)} == {"nosniff"}
    for answer in (shown, kept):
        answer.close()
