"""Deciding about shipped updates in the browser and on the command line."""

import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from core.models import Event
from guidelines.enums import VersionState
from guidelines.models import Guideline, Handbook
from guidelines.selectors.shipping import LOADED, shipped_content, steps
from guidelines.services import drafts, shipping, structure
from guidelines.shipping.standing import Standing
from tests import factories
from tests.guidelines.shipped_release import BODY, Release, edit, gl16, load, standings

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(tmp_path, settings):
    folder = tmp_path / "content"
    (folder / "en").mkdir(parents=True)
    settings.GUIDELINE_CONTENT = folder
    return Release(folder)


# --- taking over and declining --------------------------------------------------------


@pytest.fixture
def offered(release, pmo):
    """A guideline with an update that waits for a decision, as no draft was made of it."""
    load()
    release.write("GL-16", BODY.replace("5 working", "3 working"))
    return gl16().shipped


def page(name, row=None):
    return reverse(name, args=[row.pk] if row else [])


def test_taking_over_makes_a_draft_of_the_person(offered, pmo, sign_in):
    answer = sign_in(pmo).post(page("shipped_take", offered))
    assert (answer.status_code, answer.url) == (302, page("shipped_updates"))
    draft = gl16().versions.get(state=VersionState.DRAFT)
    assert (draft.created_by, [*draft.writers.all()]) == (pmo, [])
    assert sign_in(pmo).post(page("shipped_take", offered)).status_code == 422


def test_taking_over_is_refused_while_a_version_is_in_work(offered, pmo, sign_in):
    drafts.start(gl16(), by=pmo)
    answer = sign_in(pmo).post(page("shipped_take", offered))
    assert answer.status_code == 422
    assert "There is a version in work already." in answer.content.decode()


def test_declining_drops_the_draft_that_nobody_touched(offered, pmo, sign_in):
    load()
    answer = sign_in(pmo).post(page("shipped_decline", offered))
    assert answer.status_code == 302
    assert not gl16().versions.open().exists()
    assert standings() == {"GL-16": Standing.DECLINED}
    assert load().offered == {}


def test_declining_leaves_a_draft_in_which_somebody_wrote(offered, pmo, sign_in):
    draft = load().offered["GL-16"]
    drafts.save(draft, by=pmo, base_revision=draft.revision, audience="Managers")
    assert sign_in(pmo).post(page("shipped_decline", offered)).status_code == 422
    assert gl16().versions.open().get() == draft
    with pytest.raises(ValidationError, match="Somebody works on this draft"):
        shipping.decline(steps(shipped_content())[0], by=pmo)


def test_the_pages_show_what_changed_and_what_must_be_decided(offered, release, pmo, sign_in):
    edit(gl16(), "10 working", "8 working")
    both = BODY.replace("5 working", "3 working").replace("10 working", "12 working")
    release.write("GL-16", both, title="Changes")
    listed = sign_in(pmo).get(page("shipped_updates")).content.decode()
    assert "new text, not offered yet" in listed
    shown = sign_in(pmo).get(page("shipped_update", offered)).content.decode()
    for words in ("<del>5</del>", "<ins>3</ins>", "12 working", "8 working", "Changes"):
        assert words in shown


def test_the_pages_are_for_those_who_keep_guidelines(offered, manager, sign_in):
    for name, row in (("shipped_updates", None), ("shipped_update", offered)):
        assert sign_in(manager).get(page(name, row)).status_code == 403
    for name in ("shipped_take", "shipped_decline"):
        assert sign_in(manager).post(page(name, offered)).status_code == 403


def test_a_restricted_guideline_leaves_no_trace(offered, analyst, sign_in):
    structure.update_guideline(gl16(), by=None, access="restricted")
    listed = sign_in(analyst).get(page("shipped_updates")).content.decode()
    assert "GL-16" not in listed
    assert sign_in(analyst).get(page("shipped_update", offered)).status_code == 404
    assert sign_in(analyst).post(page("shipped_take", offered)).status_code == 404


def test_the_home_page_tells_the_pmo_until_somebody_decides(offered, pmo, manager, sign_in):
    assert page("shipped_update", offered) in sign_in(pmo).get("/").content.decode()
    assert "Shipped updates" not in sign_in(manager).get("/").content.decode()
    shipping.decline(steps(shipped_content())[0], by=pmo)
    assert "Shipped updates" not in sign_in(pmo).get("/").content.decode()


def test_nothing_to_decide_is_no_page(release, pmo, sign_in):
    load()
    assert "Nothing to decide" in sign_in(pmo).get(page("shipped_updates")).content.decode()
    assert sign_in(pmo).get(page("shipped_update", gl16().shipped)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_one_and_for_three(
    release, pmo, sign_in, django_assert_num_queries, number
):
    for code in ["GL-16", "GL-17", "GL-18"][:number]:
        release.write(code)
    load()
    for code in ["GL-16", "GL-17", "GL-18"][:number]:
        release.write(code, BODY.replace("5 working", "3 working"))
    load()
    client = sign_in(pmo)
    client.get(page("shipped_updates"))
    with django_assert_num_queries(7):
        assert client.get(page("shipped_updates")).content.count(b"offered as a draft") == number


# --- the command ----------------------------------------------------------------------


def run(**options):
    out = io.StringIO()
    call_command("load_guidelines", stdout=out, **options)
    return out.getvalue()


def test_the_command_tells_what_it_did(release):
    release.terms()
    assert run() == "Loaded guidelines: 1 created; 1 terms created or updated.\n"
    edit(gl16(), "10 working", "8 working")
    release.write("GL-16", BODY.replace("10 working", "12 working"))
    assert run().splitlines() == [
        "Loaded guidelines: 1 offered; 0 terms created or updated.",
        "  GL-16: draft of version 3, 1 to decide by a person",
    ]
    assert run().splitlines()[1:] == ["  GL-16: offered as a draft"]


def test_a_dry_run_writes_nothing(release):
    answer = json.loads(run(dry_run=True, json=True))
    assert answer == {
        "is_dry_run": True,
        "counts": {"created": 1},
        "guidelines": [{"guideline": "GL-16", "outcome": "created"}],
        "terms": [],
    }
    assert not Guideline.objects.exists()
    assert not Event.objects.filter(name=LOADED).exists()


def test_one_language_and_another_handbook(release, settings):
    release.write("GL-16", language="de", title="Änderungssteuerung")
    run(language="de", handbook="Handbuch", by=factories.user("Petra", "pmo_lead").email)
    assert [one.language for one in Guideline.objects.all()] == ["de"]
    assert Handbook.objects.get().title == "Handbuch"
    run()
    assert Guideline.objects.get(language="en").chapter.handbook.title == "Handbuch"


def test_the_command_refuses_what_it_cannot_read(release):
    (release.folder / "en" / "gl-99-x.md").write_text("no head")
    with pytest.raises(CommandError, match=r"en/gl-99-x\.md"):
        run()
    with pytest.raises(CommandError, match="Nobody active"):
        run(by="nobody@example.org")
