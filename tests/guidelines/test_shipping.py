"""Shipped content: loaded once, updated by drafts, never over local words."""

import pytest

from core.models import Event
from guidelines.enums import VersionState
from guidelines.models import Guideline, GuidelineVersion, Handbook, ShippedText, Term
from guidelines.selectors.shipping import shipped_content, steps
from guidelines.services import drafts, publishing, retiring, shipping, structure
from guidelines.shipping.standing import Standing
from tests.guidelines.shipped_release import BODY, Release, edit, gl16, load, standings

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(tmp_path, settings):
    folder = tmp_path / "content"
    (folder / "en").mkdir(parents=True)
    settings.GUIDELINE_CONTENT = folder
    return Release(folder)


# --- the first run --------------------------------------------------------------------


def test_an_empty_library_gets_handbook_chapters_and_published_guidelines(release, pmo):
    release.write("GL-01", chapter="Foundations", title="Policy")
    load()
    guideline = gl16()
    assert [str(one) for one in Handbook.objects.all()] == [shipping.HANDBOOK]
    order = Handbook.objects.get().chapters.order_by("position")
    assert [one.title for one in order] == ["Foundations", "Control"]
    assert (guideline.owner, guideline.review_months) == (pmo, 12)
    assert (guideline.current.number, guideline.current.state) == (1, VersionState.PUBLISHED)
    assert guideline.current.body == BODY.strip()
    assert guideline.current.tags == ["change"]
    assert guideline.sections.filter(is_current=True).count() == 3
    assert guideline.shipped.source.startswith("---\ncode: GL-16")


def test_a_translation_hangs_on_its_source(release):
    release.write("GL-16", language="de", title="Änderungssteuerung", chapter="Anderswo")
    load()
    german = Guideline.objects.get(code="GL-16", language="de")
    assert (german.translation_of, german.chapter) == (gl16(), gl16().chapter)
    assert german.current.source_version == gl16().current


def test_a_second_run_does_nothing(release):
    release.terms()
    load()
    before = Event.objects.count(), GuidelineVersion.objects.count(), Term.objects.count()
    again = load()
    assert (again.created, again.offered, again.terms) == ({}, {}, [])
    assert (Event.objects.count(), GuidelineVersion.objects.count(), Term.objects.count()) == before


def test_what_ships_with_the_portal_loads(settings):
    loaded = load()
    assert (len(loaded.created), len(loaded.terms)) == (34, 158)
    titles = [one.title for one in Handbook.objects.get().chapters.order_by("position")]
    assert titles[0] == "Foundations"
    assert len(titles) == 8
    assert Guideline.objects.in_force().count() == 34
    assert not any(load().created)


def test_a_guideline_that_was_there_before_keeps_its_code(release):
    book = structure.create_handbook(by=None, title="Ours")
    chapter = structure.create_chapter(book, by=None, title="Control")
    drafts.create(chapter, drafts.Identity(code="GL-16", language="en"), by=None, title="Our own")
    loaded = load()
    assert loaded.created == {}
    assert standings() == {"GL-16": Standing.TAKEN}
    assert not ShippedText.objects.exists()


def test_renamed_places_and_codes_are_found_again(release, pmo):
    load()
    structure.update_handbook(Handbook.objects.get(), by=pmo, title="Our handbook")
    structure.update_chapter(gl16().chapter, by=pmo, title="Steering")
    structure.update_guideline(gl16(), by=pmo, code="PM-16")
    release.write("GL-12", title="Reports")
    loaded = load()
    assert [*loaded.created] == ["GL-12"]
    assert Handbook.objects.count() == 1
    assert loaded.created["GL-12"].chapter.title == "Steering"


# --- updates --------------------------------------------------------------------------


def test_an_untouched_text_gets_the_new_one_as_a_draft(release, pmo):
    load()
    release.write("GL-16", BODY.replace("5 working", "3 working"), note="Faster.", title="Changes")
    loaded = load()
    draft = loaded.offered["GL-16"]
    assert (draft.number, draft.state, draft.title) == (2, VersionState.DRAFT, "Changes")
    assert draft.body == BODY.replace("5 working", "3 working").strip()
    assert draft.change_note == "Update of the shipped text. Faster."
    assert draft.based_on == gl16().current
    assert not draft.writers.exists()
    assert gl16().current.title == "Change control"
    assert Event.objects.filter(name="guidelines.shipped_offered").count() == 1


def test_a_local_text_is_merged_and_keeps_its_words(release):
    load()
    edit(gl16(), "10 working", "8 working", audience="Managers")
    release.write("GL-16", BODY.replace("5 working", "3 working"), audience="Everybody else")
    draft = load().offered["GL-16"]
    merged = BODY.replace("5 working", "3 working").replace("10 working", "8 working")
    assert draft.body == merged.strip()
    assert draft.audience == "Managers"
    step = steps(shipped_content())[0]
    assert step.standing == Standing.OFFERED
    assert [one.name for one in step.proposal.differences] == ["audience"]


def test_where_both_changed_the_same_words_the_local_ones_stay(release):
    load()
    edit(gl16(), "10 working", "8 working")
    release.write("GL-16", BODY.replace("10 working", "12 working"))
    draft = load().offered["GL-16"]
    assert draft.body == gl16().current.body
    proposal = steps(shipped_content())[0].proposal
    assert [
        ("8 working" in one.ours, "12 working" in one.theirs) for one in proposal.conflicts
    ] == [(True, True)]


def test_an_offer_waits_for_the_version_in_work(release, pmo):
    load()
    mine = drafts.start(gl16(), by=pmo)
    release.write("GL-16", BODY.replace("5 working", "3 working"))
    assert load().offered == {}
    assert standings() == {"GL-16": Standing.WAITING}
    drafts.discard(mine, by=pmo)
    assert [*load().offered] == ["GL-16"]


def test_nothing_is_offered_twice(release, pmo):
    load()
    release.write("GL-16", BODY.replace("5 working", "3 working"))
    draft = load().offered["GL-16"]
    assert load().offered == {}
    drafts.discard(draft, by=pmo)
    assert load().offered == {}
    assert standings() == {"GL-16": Standing.DECLINED}
    assert [*load(again=True).offered] == ["GL-16"]


def test_a_published_offer_is_the_base_of_the_next_one(release):
    load()
    release.write("GL-16", BODY.replace("5 working", "3 working"))
    publishing.publish_imported(load().offered["GL-16"], by=None, reason="test")
    assert standings() == {"GL-16": Standing.UNCHANGED}
    third = BODY.replace("5 working", "3 working").replace("10 working", "7 working")
    release.write("GL-16", third)
    draft = load().offered["GL-16"]
    assert (draft.number, draft.body) == (3, third.strip())
    assert steps(shipped_content())[0].proposal.open_places == 0


def test_an_edition_that_says_what_stands_here_already_needs_no_draft(release):
    load()
    edit(gl16(), "5 working", "3 working")
    release.write("GL-16", BODY.replace("5 working", "3 working"))
    assert load().offered == {}
    assert standings() == {"GL-16": Standing.UNCHANGED}


def test_line_ends_and_blank_lines_of_a_form_are_no_edit(release):
    load()
    edit(gl16(), BODY.strip(), BODY.replace("\n", "\r\n") + "\r\n")
    release.write("GL-16", BODY.replace("5 working", "3 working"))
    load()
    assert not steps(shipped_content())[0].proposal.is_edited


def test_a_retired_guideline_comes_back_only_when_asked(release, pmo):
    load()
    retiring.retire(gl16(), by=pmo, reason="Not needed")
    release.write("GL-16", BODY.replace("5 working", "3 working"))
    assert (load().offered, standings()) == ({}, {"GL-16": Standing.RETIRED})
    draft = load(again=True).offered["GL-16"]
    assert draft.body == BODY.replace("5 working", "3 working").strip()
    assert gl16().retired_on is not None


def test_a_deleted_guideline_is_created_again_only_when_asked(release):
    load()
    ShippedText.objects.all().delete()
    Guideline.objects.update(current=None)
    GuidelineVersion.objects.all().delete()
    Guideline.objects.all().delete()
    assert (load().created, standings()) == ({}, {"GL-16": Standing.GONE})
    assert [*load(again=True).created] == ["GL-16"]


# --- the glossary ---------------------------------------------------------------------


def test_terms_point_to_the_rule_and_follow_a_new_edition(release):
    release.terms()
    assert load().terms == ["en:Baseline"]
    term = Term.objects.get()
    assert (term.guideline, term.slug, term.synonyms) == (gl16(), "baseline", ["plan of record"])
    release.terms("The plan that was approved.")
    assert load().terms == ["en:Baseline"]
    assert Term.objects.get().definition == "The plan that was approved."


def test_a_term_that_was_changed_here_stays(release):
    release.terms()
    load()
    Term.objects.update(definition="Ours.")
    release.terms("The plan that was approved.")
    assert load().terms == []
    assert Term.objects.get().definition == "Ours."


def test_a_term_that_was_deleted_here_stays_away(release):
    release.terms()
    load()
    Term.objects.all().delete()
    assert load().terms == []
    assert load(again=True).terms == ["en:Baseline"]


def test_words_of_other_terms_are_left_to_them(release):
    Term.objects.create(language="en", name="Plan of record", slug="por", definition="x")
    release.terms()
    load()
    assert Term.objects.get(name="Baseline").synonyms == []
    assert load().terms == []
