"""Imports into the library, and the way out again."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from core.models import Event, Job
from guidelines.enums import ImportState, VersionState
from guidelines.exchange import reading, writing
from guidelines.models import Guideline, GuidelineImage, GuidelineImport, GuidelineVersion
from guidelines.selectors import exports
from guidelines.selectors.imports import in_words, visible_imports
from guidelines.services import drafts, imports, imports_jobs
from guidelines.services.imports import Choices
from tests import factories as people
from tests.guidelines import factories
from tests.guidelines.exchange.builders import PNG, item, p, picture, word, zipped

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "guides"
FOLDERS = sorted(path.name for path in DATA.iterdir()) if DATA.is_dir() else []
NEITHER = "The file is neither a zip archive, a Markdown file nor a Word document."
UNSAFE = "The archive holds a file with an unsafe name"
FILES = {
    "book/README.md": "# Start\n\nSee [rules](rules.md#the-rules) and ![chart](img/c.png).\n",
    "book/rules.md": (
        "---\ncode: R-7\ntitle: Rules\nkind: standard\nmethods: [pm2, odd]\ntags: a, b\n"
        "review_months: 12\nunknown: 1\n---\n\n## The rules\n\n[back](README.md) [gone](x.md)\n"
    ),
    "book/img/c.png": PNG,
    "book/img/unused.png": PNG,
}


def brought(files, by=None, book=None, **choices):
    """An import that is done at once."""
    content = zipped(files) if isinstance(files, dict) else files
    choices = Choices(**{"name": "book.zip", **choices})
    made = imports.check(book or factories.handbook(), content, choices, by=by)
    return imports.run(made, by=by)


def outcomes(made):
    return [(row["code"], row["outcome"]) for row in made.outcome["entries"]]


def texts(person=None):
    rows = Guideline.objects.select_related("chapter__handbook", "current").order_by("code")
    rows = rows if person is None else rows.filter(pk__in=Guideline.objects.visible_to(person))
    return writing.files(exports.texts(rows, person))


def codes(problems):
    return {(each["path"], each["line"], each["code"]) for each in problems}


def test_looking_writes_nothing(pmo):
    made = imports.check(factories.handbook(), zipped(FILES), Choices(name="b.zip"), by=pmo)
    assert (made.state, Guideline.objects.count()) == (ImportState.CHECKED, 0)
    assert made.plan["counts"] == {"new": 2, "draft": 0, "unchanged": 0, "blocked": 0}
    assert codes(made.plan["problems"]) == {("book/rules.md", 13, "link_missing")}


def test_files_become_drafts_with_links_pictures_and_properties(pmo):
    made = brought(FILES, by=pmo)
    assert outcomes(made) == [("IMP-01", "new"), ("R-7", "new")]
    start, rules = GuidelineVersion.objects.order_by("guideline__code")
    token = GuidelineImage.objects.get().token
    assert start.body == f"See [rules](guideline:R-7#the-rules) and ![chart](image:{token})."
    assert (start.title, start.state, start.guideline.owner) == ("Start", "draft", pmo)
    assert rules.body == "## The rules\n\n[back](guideline:IMP-01) [gone](x.md)"
    assert (rules.kind, rules.methods, rules.tags) == ("standard", ["pm2"], ["a", "b"])
    assert (rules.guideline.review_months, rules.guideline.chapter.title) == (12, "General")
    assert rules.change_note == "Imported from book/rules.md."
    assert codes(made.outcome["problems"]) == {
        ("book/rules.md", 1, "value_unknown"),
        ("book/rules.md", 13, "link_missing"),
        ("book/img/unused.png", 0, "image_unused"),
    }
    told = {in_words(each) for each in made.outcome["problems"]}
    assert "The link x.md leads to a file that is not in the package." in told
    event = Event.objects.get(name="guidelines.imported")
    assert (event.data["new"], event.actor_id) == (2, pmo.pk)


def test_an_export_gives_the_same_files_back(pmo):
    brought(FILES, by=pmo)
    kept = {name: data for name, data in FILES.items() if "unused" not in name}
    assert texts() == {
        name: data.encode() if isinstance(data, str) else data for name, data in kept.items()
    }


@pytest.mark.skipif(not FOLDERS, reason="the shared data are not here")
@pytest.mark.parametrize("name", FOLDERS)
def test_the_guides_of_others_make_the_way_there_and_back(db, tmp_path, name):
    folder = DATA / name
    call_command("import_guidelines", folder, handbook=name, stdout=io.StringIO())
    call_command("export_guidelines", tmp_path / "out", stdout=io.StringIO())
    expected = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert reading.read_folder(tmp_path / "out").images.keys() == {
        path for path in expected if path.endswith(".png")
    }
    assert {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    } == expected


def test_a_second_import_touches_only_what_changed(pmo):
    brought(FILES, by=pmo)
    changed = {**FILES, "book/README.md": "# Begin\n\nNew.\n"}
    assert outcomes(brought(changed, by=pmo)) == [("IMP-01", "draft"), ("R-7", "unchanged")]
    version = GuidelineVersion.objects.get(guideline__code="IMP-01")
    assert (version.title, version.body, version.number) == ("Begin", "New.", 1)


def test_what_people_edited_is_never_overwritten(pmo):
    brought(FILES, by=pmo)
    draft = GuidelineVersion.objects.get(guideline__code="IMP-01")
    drafts.save(draft, by=pmo, base_revision=draft.revision, body="Mine.")
    changed = {**FILES, "book/README.md": "# Begin\n\nNew.\n"}
    made = brought(changed, by=pmo)
    assert outcomes(made) == [("IMP-01", "blocked"), ("R-7", "unchanged")]
    draft.refresh_from_db()
    assert draft.body == "Mine."
    assert ("book/README.md", 1, "blocked_work") in codes(made.outcome["problems"])


def test_a_published_guideline_gets_a_draft(pmo):
    guideline = factories.published("GL-1", body="Before.", title="One")
    made = brought({"x.md": "---\ncode: gl-1\n---\n# One\n\nAfter.\n"}, by=pmo)
    assert outcomes(made) == [("gl-1", "draft")]
    guideline.refresh_from_db()
    assert guideline.current.body == "Before."
    draft = guideline.versions.get(state=VersionState.DRAFT)
    assert (draft.number, draft.body) == (2, "After.")


def test_publishing_at_once_needs_the_right_and_a_reason(pmo, analyst):
    made = brought(FILES, by=pmo, is_published=True, reason="Reviewed in the old wiki.")
    assert [row["version"] for row in made.outcome["entries"]] == [1, 1]
    assert Guideline.objects.filter(current__state=VersionState.PUBLISHED).count() == 2
    assert texts()["book/rules.md"] == FILES["book/rules.md"].encode()
    with pytest.raises(ValidationError):
        brought({"a.md": "x"}, by=pmo, is_published=True)
    with pytest.raises(ValidationError):
        brought({"b.md": "x"}, by=analyst, is_published=True, reason="Because.")
    assert not Guideline.objects.filter(source_path__in=["a.md", "b.md"]).exists()


def test_a_code_of_a_guideline_that_one_may_not_see_is_not_used(pmo, analyst):
    factories.published("SECRET-1", access="restricted", owner=pmo)
    made = brought({"a.md": "---\ncode: SECRET-1\n---\nx\n"}, by=analyst)
    assert outcomes(made) == [("IMP-01", "new")]
    assert codes(made.outcome["problems"]) == {("a.md", 1, "code_elsewhere")}


def test_links_to_what_one_may_not_see_leave_no_trace(pmo, member):
    factories.published("SECRET-1", access="restricted", owner=pmo, title="The merger")
    body = (
        "See [The merger](guideline:SECRET-1#plan), [x](guideline:OPEN-1), "
        "[The merger][m] and <a href='guideline:SECRET-1'>The merger</a>.\n\n"
        "[m]: guideline:SECRET-1"
    )
    factories.published("OPEN-1", body=body, title="Open")
    hidden = texts(member)
    (content,) = hidden.values()
    assert content.decode().split("---\n\n")[1] == (
        "See (not available to you), [x](guideline:OPEN-1), (not available to you) and "
        "(not available to you).\n"
    )
    assert b"The merger" in b"".join(texts(pmo).values())


def test_a_word_document_becomes_a_guideline(pmo):
    content = word(p("Charter", "Title") + p("Steps", "Heading1") + item("one") + picture("Flow"))
    made = brought(content, by=pmo, name="Charter v2.docx", chapter="Start")
    version = GuidelineVersion.objects.get()
    token = GuidelineImage.objects.get().token
    assert (version.title, version.guideline.chapter.title) == ("Charter", "Start")
    assert version.body == f"# Steps\n\n- one\n\n![Flow](image:{token})"
    assert outcomes(made) == [("IMP-01", "new")]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.zip", b"x", NEITHER),
        ("a.docx", b"x", "The file is not a Word document (DOCX)."),
        (
            "a.zip",
            zipped({"../a.md": "x"}),
            "The archive holds a file with an unsafe name: ../a.md",
        ),
    ],
)
def test_files_that_cannot_be_read_are_refused(pmo, name, content, message):
    with pytest.raises(ValidationError) as refusal:
        imports.check(factories.handbook(), content, Choices(name=name), by=pmo)
    assert refusal.value.message_dict == {"file": [message]}
    assert not GuidelineImport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_all_or_nothing(pmo, analyst):
    made = imports.check(factories.handbook(), zipped(FILES), Choices(name="b.zip"), by=pmo)
    job = imports_jobs.begin(made, Choices(name="b.zip", is_published=True, reason="x"), by=analyst)
    job.refresh_from_db()
    made.refresh_from_db()
    assert (made.state, Guideline.objects.count()) == (ImportState.FAILED, 0)
    assert made.outcome["error"] == "Your roles do not allow publishing this guideline."
    imports.discard(made, by=pmo)
    assert not GuidelineImport.objects.exists()


def test_others_see_an_import_only_if_they_see_everything(pmo, analyst, admin):
    made = brought(FILES, by=analyst)
    assert [list(visible_imports(person)) for person in (analyst, admin)] == [[made], [made]]
    assert list(visible_imports(people.user("Bert Lyst", "pmo_analyst"))) == []


def test_the_command_tells_what_it_did_and_can_only_look(db, tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    out = io.StringIO()
    options = {"handbook": "New book", "stdout": out, "json": True}
    call_command("import_guidelines", tmp_path, dry_run=True, **options)
    answer = json.loads(out.getvalue())
    assert (answer["counts"]["new"], answer["import"]) == (2, None)
    assert len(answer["problems"]) == 3
    assert not GuidelineImport.objects.exists()
    call_command("import_guidelines", tmp_path, code_prefix="NB", chapter="All", **options)
    assert sorted(Guideline.objects.values_list("code", flat=True)) == ["NB-01", "R-7"]
    with pytest.raises(CommandError):
        call_command("import_guidelines", tmp_path / "nowhere", handbook="x")


def test_the_archive_of_the_export_command(db, tmp_path):
    factories.published("GL-1", title="One", body="Text.")
    target = tmp_path / "all.zip"
    call_command("export_guidelines", target, stdout=io.StringIO())
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["control/gl-1-one.md"]
    with pytest.raises(CommandError):
        call_command("export_guidelines", target)


@pytest.mark.django_db(transaction=True)
def test_the_work_is_done_by_a_job(pmo):
    made = imports.check(factories.handbook(), zipped(FILES), Choices(name="b.zip"), by=pmo)
    imports_jobs.begin(made, Choices(name="b.zip"), by=pmo)
    job = Job.objects.get(kind=imports_jobs.KIND)
    made.refresh_from_db()
    assert (job.state, made.state) == ("done", ImportState.DONE)
    assert job.result["counts"]["new"] == 2


def test_a_code_of_another_language_becomes_its_translation(pmo):
    source = factories.published("R-7", inside=factories.chapter("Rules"))
    made = brought({"r.md": "---\ncode: R-7\n---\n# Regeln\n\nText.\n"}, by=pmo, language="de")
    assert outcomes(made) == [("R-7", "new")]
    german = Guideline.objects.get(language="de")
    assert (german.code, german.translation_of, german.chapter) == ("R-7", source, source.chapter)


def test_a_code_of_another_handbook_s_language_is_not_taken(pmo):
    factories.published("R-7", inside=factories.chapter(book=factories.handbook("Other")))
    made = brought({"r.md": "---\ncode: R-7\n---\n# Regeln\n\nText.\n"}, by=pmo, language="de")
    assert outcomes(made) == [("IMP-01", "new")]
