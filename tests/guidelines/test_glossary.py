"""The glossary: reading, keeping, tables, and what other parts take from it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.grants import grant
from core.models import Event
from core.search import finding
from guidelines.models import Term
from guidelines.selectors import glossary as selectors
from guidelines.selectors import pages
from guidelines.services import glossary
from guidelines.services.glossary_import import Outcome, bring_in
from guidelines.term_tables import TermLine, read, write
from tests.guidelines import factories

pytestmark = pytest.mark.django_db


def add(name, definition="What it means.", **values):
    return glossary.add(by=None, name=name, definition=definition, **values)


def shown(user, language="en", query=""):
    return {
        each.letter: [
            (entry.term.name, entry.rule and entry.rule.code, entry.count) for entry in each.entries
        ]
        for each in selectors.glossary(user, language, query)
    }


def test_terms_stand_by_letter_with_their_use(member):
    factories.published("GL-1", body="The Baseline and the change board. A baseline again.\n")
    factories.published("GL-2", body="Only the steering group decides.\n")
    factories.draft("GL-3", body="A baseline.\n")
    rule = factories.published("GL-16", body="See [it](term:scope).\n")
    add("baseline", guideline=rule)
    add("Steering committee", synonyms=["steering group"])
    add("Ämter")
    add("scope", is_linked=False)
    add("Umfang", language="de")
    assert shown(member) == {
        "A": [("Ämter", None, 0)],
        "B": [("baseline", "GL-16", 1)],
        "S": [("scope", None, 1), ("Steering committee", None, 1)],
    }
    assert shown(member, "de") == {"U": [("Umfang", None, 0)]}
    assert shown(member, query="GROUP") == {"S": [("Steering committee", None, 1)]}


def test_a_new_version_and_a_new_term_change_the_counts(member):
    guideline = factories.published("GL-1", body="The plan.\n")
    term = add("baseline")
    assert shown(member)["B"] == [("baseline", None, 0)]
    factories.publish(factories.next_draft(guideline, body="The baseline.\n"))
    assert shown(member)["B"] == [("baseline", None, 1)]
    glossary.update(term, by=None, name="yardstick")
    assert shown(member) == {"Y": [("yardstick", None, 0)]}


def test_a_restricted_guideline_leaves_no_trace(member, pmo, sign_in):
    secret = factories.published("SECRET-1", body="The baseline.\n", access="restricted")
    term = add("baseline", guideline=secret)
    assert shown(member) == {"B": [("baseline", None, 0)]}
    assert shown(pmo) == {"B": [("baseline", "SECRET-1", 1)]}
    client = sign_in(member)
    for url in (reverse("glossary"), reverse("term", args=[term.pk]), reverse("glossary_export")):
        assert "SECRET" not in client.get(url).content.decode()


def test_who_may_not_see_the_rule_does_not_drop_it(analyst, sign_in):
    secret = factories.published("SECRET-1", access="restricted")
    term = add("baseline", guideline=secret)
    url = reverse("term_edit", args=[term.pk])
    values = {"name": "baseline", "definition": "New.", "synonyms": "", "is_linked": "on"}
    assert sign_in(analyst).post(url, values).status_code == 302
    term.refresh_from_db()
    assert (term.definition, term.guideline) == ("New.", secret)


def test_a_word_belongs_to_one_term_of_a_language(sign_in, pmo):
    add("Steering committee", synonyms=["board"])
    add("Board", language="de")
    values = {"language": "en", "name": "Board", "definition": "A group.", "is_linked": "on"}
    answer = sign_in(pmo).post(reverse("term_create"), values)
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"] == [
        "“Board” belongs to the term “Steering committee” already."
    ]
    values |= {"name": "Panel", "synonyms": "jury\nsteering COMMITTEE"}
    answer = sign_in(pmo).post(reverse("term_create"), values)
    assert list(answer.context["form"].errors) == ["synonyms"]
    values |= {"synonyms": "jury\n\n jury "}
    assert sign_in(pmo).post(reverse("term_create"), values).status_code == 302
    assert Term.objects.get(name="Panel").synonyms == ["jury"]


def test_duplicates_are_merged_and_their_history_stays(sign_in, pmo):
    into, term = add("baseline", synonyms=["yardstick"]), add("base line", synonyms=["base"])
    client = sign_in(pmo)
    url = reverse("term_merge", args=[term.pk])
    assert client.post(url, {"into": term.pk}).status_code == 422
    assert client.post(url, {"into": into.pk}).status_code == 302
    kept = Term.objects.get()
    assert (kept.name, kept.synonyms) == ("baseline", ["yardstick", "base line", "base"])
    page = client.get(reverse("term", args=[kept.pk]))
    assert [(save.comment, save.synonyms) for save in page.context["saves"]] == [
        ("Changed", ["yardstick", "base line", "base"]),
        ("Created", ["yardstick"]),
    ]
    names = Event.objects.filter(name__startswith="guidelines.term").order_by("pk")
    assert [event.name for event in names][2:] == [
        "guidelines.term_deleted",
        "guidelines.term_changed",
    ]


def test_texts_link_a_term_from_the_next_reading_on(member):
    version = factories.published("GL-1", body="The baseline.\n").current
    assert 'class="term"' not in pages.html_for(version, member)
    term = add("baseline")
    assert 'class="term"' in pages.html_for(version, member)
    glossary.delete(term, by=None)
    assert 'class="term"' not in pages.html_for(version, member)


def test_the_search_knows_the_other_names():
    add("Steering committee", synonyms=["Lenkungs-Ausschuss", "board"])
    add("Ämter", synonyms=["offices"], language="de")
    assert selectors.other_names(frozenset({"steering committee", "amter", "nothing"})) == {
        "steering committee": ("Lenkungs-Ausschuss", "board"),
        "amter": ("offices",),
    }
    assert finding._synonyms(frozenset({"board"})) == {
        "board": {"Lenkungs-Ausschuss", "Steering committee"}
    }


def test_a_table_goes_out_and_comes_in_again(sign_in, pmo):
    rule = factories.published("GL-16")
    add("baseline", "=1+1, “quoted”\nsecond line", synonyms=["a", "b"], guideline=rule)
    text = sign_in(pmo).get(reverse("glossary_export")).content.decode()
    lines, missing = read(text)
    assert missing == []
    assert [(line.name, line.definition, line.synonyms, line.rule) for line in lines] == [
        ("baseline", "=1+1, “quoted”\nsecond line", ("a", "b"), "GL-16")
    ]
    assert "\"'=1+1" in text
    assert bring_in(lines, by=pmo) == Outcome(0, 0)


def test_one_mistake_stops_a_whole_table(pmo, sign_in):
    add("baseline")
    table = (
        "language;name;definition;synonyms;rule\n"
        "en;scope;What is done.;range | extent;\n"
        "fr;plan;Quoi.;;\n"
        "en;gate;A decision.;baseline;GL-99\n"
    )
    url = reverse("glossary_import")
    answer = sign_in(pmo).post(url, {"file": SimpleUploadedFile("t.csv", table.encode())})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == [
        "Line 3: “fr” is no language here.",
        "Line 4: There is no guideline GL-99.",
    ]
    assert Term.objects.count() == 1
    table = "\ufeffname,definition,language\nscope,What is done.,EN\nBaseline,New.,en\n"
    sign_in(pmo).post(url, {"file": SimpleUploadedFile("t.csv", table.encode())})
    assert list(Term.objects.order_by("name").values_list("name", "definition")) == [
        ("baseline", "New."),
        ("scope", "What is done."),
    ]
    answer = sign_in(pmo).post(url, {"file": SimpleUploadedFile("t.csv", b"a,b\n1,2\n")})
    assert answer.status_code == 422


def test_formulas_are_written_as_text():
    text = write([TermLine("en", "+x", "@y", ("-z",))])
    assert '"\'+x","\'@y","\'-z"' in text
    assert [(line.name, line.definition) for line in read(text)[0]] == [("+x", "@y")]


def test_merging_needs_another_term_of_the_language():
    term, other = add("baseline"), add("Basis", language="de")
    for into in (term, other):
        with pytest.raises(ValidationError, match="Choose another term"):
            glossary.merge(term, into, by=None)


def test_external_people_read_it_once_they_read_a_guideline(stranger, sign_in):
    client = sign_in(stranger)
    assert client.get(reverse("glossary")).status_code == 403
    grant("view_guideline", factories.published("GL-1"), stranger)
    assert client.get(reverse("glossary")).status_code == 200


def test_the_page_asks_a_fixed_number_of_questions(sign_in, member, django_assert_num_queries):
    client = sign_in(member)
    add("baseline", guideline=factories.published("GL-1", body="baseline\n"))
    client.get(reverse("glossary"))
    with django_assert_num_queries(8):
        client.get(reverse("glossary"))
    for number in (2, 3):
        rule = factories.published(f"GL-{number}", body="baseline\n")
        add(f"term {number}", guideline=rule)
    client.get(reverse("glossary"))
    with django_assert_num_queries(8):
        client.get(reverse("glossary"))
