"""The search index: folded, ranked, never beyond what a person may see."""

import pytest
from django.contrib.auth.models import Group

from core import search
from core.models import SearchEntry
from core.registries import SearchDocument, SearchSource, search_sources
from tests.core import searching
from tests.core.searching import SYNONYMS, TEXTS, TRAM, fill, found, visible


@pytest.fixture(autouse=True)
def _things(db):
    searching.begin()


# --- what is found --------------------------------------------------------------------


def test_accents_and_case_do_not_matter_and_titles_come_first():
    assert found("AMTER") == [1, 2]


def test_all_words_must_be_there():
    assert found("tram signals") == [2]
    assert found("tram citizen") == []


def test_words_match_whatever_begins_with_them_but_not_what_ends_with_them():
    assert (found("sig"), found("si"), found("nals")) == ([2], [], [])


def test_a_form_finds_its_word():
    assert (found("signalling"), found("signal"), found("trams")) == ([], [2], [2])


def test_while_typing_only_titles_count_and_the_last_word_is_unfinished():
    def suggested(text):
        groups = search.search(None, text, source=TRAM, is_typing=True).groups
        return sorted(entry.object_id for group in groups for entry in group.entries)

    fill({1: ("GL-16 Change", "risk"), 2: ("GL-17 Risk", ""), 3: ("Risks of change", "")})
    assert [suggested(text) for text in ("gl 1", "GL-1", "gl-16", "r", "r ", "risk c")] == [
        [1, 2],
        [1, 2],
        [1],
        [2, 3],
        [],
        [3],
    ]


def test_quotes_want_the_words_side_by_side():
    assert (found('"new signals"'), found('"signals new"')) == ([2], [])


def test_a_phrase_does_not_reach_from_one_text_into_the_next():
    fill({1: SearchDocument("Tram", "bus", "/1/", part_title="line", keywords="stop")})
    assert [found(text) for text in ('"tram line"', '"stop bus"', '"tram bus"')] == [[], [], []]
    assert found("tram line bus") == [1]


def test_a_minus_leaves_out():
    assert (found("amter -tram"), found("-tram"), found('amter -"citizen services"')) == (
        [1],
        [],
        [2],
    )


@pytest.mark.parametrize("typed", ["GL-16", "gl16", "gl 16", "Gl-16"])
def test_a_code_puts_its_object_first_however_it_is_written(typed):
    fill(
        {
            4: ("GL-12 Reports", "GL-16 GL-16 GL-16 says gl16 more, and gl 16 again"),
            5: ("GL-16 Change control", "how to"),
            6: ("GL-160 Other", "see GL-16"),
        }
    )
    assert found(typed)[0] == 5
    assert 4 in found(typed)


def test_title_then_keywords_then_body():
    fill(
        {
            1: SearchDocument("Other", "tram", "/1/"),
            2: SearchDocument("Tram", "", "/2/"),
            3: SearchDocument("Third", "", "/3/", keywords="tram"),
        }
    )
    assert found("tram") == [2, 3, 1]


def test_words_side_by_side_before_words_of_title_and_heading():
    fill(
        {
            1: SearchDocument("Tram line", "", "/1/", part_title="Control"),
            2: SearchDocument("Other", "far from it, the tram control stands", "/2/"),
            3: SearchDocument("Third", "control of the tram", "/3/"),
            4: SearchDocument("Tram and its control", "", "/4/"),
        }
    )
    assert found("tram control") == [4, 2, 1, 3]


def test_hyphened_words_are_found_as_one():
    fill({1: ("Rules", "a time-box of two weeks"), 2: ("Rules", "timeboxes")})
    assert sorted(found("timebox")) == [1, 2]
    assert sorted(found("time-box")) == [1, 2]


# --- parts ----------------------------------------------------------------------------


def section(part, title, body, **more):
    return SearchDocument("GL-16 Change", body, f"/g/#{part}", part, title, **more)


def test_an_object_is_one_hit_with_its_best_part_and_the_others():
    fill(
        {
            7: [
                SearchDocument("GL-16 Change", "Purpose of change", "/g/"),
                section("rules", "Rules", "the board decides"),
                section("steps", "Steps", "the board meets; rules apply"),
            ]
        }
    )
    (group,) = search.find(None, "rules", source=TRAM)
    (hit,) = group.hits
    assert (group.total, hit.entry.url, [each.part for each in hit.more]) == (
        1,
        "/g/#rules",
        ["steps"],
    )
    (group,) = search.find(None, "change", source=TRAM)
    assert group.entries[0].part == "", "where the title matches, the object itself comes first"


def test_refresh_replaces_all_parts():
    fill({7: [section("a", "Rules", "one"), section("b", "Steps", "two")]})
    fill({7: [section("b", "Steps", "three")]})
    rows = SearchEntry.objects.filter(source=TRAM).values_list("object_id", "part", "body")
    assert list(rows) == [(7, "b", "three")]
    assert (found("one"), found("two"), found("three")) == ([], [], [7])


def test_refresh_changes_and_removes():
    TEXTS[2] = ("Bus control", "")
    del TEXTS[1]
    search.refresh(TRAM, [1, 2])
    assert found("tram") == []
    assert found("bus") == [2]
    assert SearchEntry.objects.filter(source=TRAM).count() == 2


def test_the_reader_s_language_comes_first():
    fill(
        {
            1: SearchDocument("GL-12 Status", "reports", "/1/", language="de"),
            2: SearchDocument("GL-12 Status", "reports", "/2/", language="en"),
        }
    )
    assert found("gl-12") == [2, 1]


# --- facets ---------------------------------------------------------------------------


def test_facets_count_what_the_person_sees_and_narrow():
    def document(kind, *methods):
        return SearchDocument("Tram", "", "/", facets={"kind": [kind], "method": methods})

    fill(
        {
            1: document("standard", "prince2", "scrum"),
            2: document("standard", "scrum"),
            3: document("policy", "100%_a"),
            4: document("policy", "scrum"),
        },
        seen={1, 2, 3},
    )
    (group,) = search.find(None, "tram", source=TRAM)
    assert {key: dict(counts) for key, counts in group.facets.items()} == {
        "kind": {"standard": 2, "policy": 1},
        "method": {"scrum": 2, "prince2": 1, "100%_a": 1},
    }
    (group,) = search.search(None, "tram", source=TRAM, chosen={"kind": ["standard"]}).groups
    assert (sorted(e.object_id for e in group.entries), group.total) == ([1, 2], 2)
    assert {key: dict(counts) for key, counts in group.facets.items()} == {
        "kind": {"standard": 2, "policy": 1},
        "method": {"scrum": 2, "prince2": 1},
    }
    (group,) = search.search(None, "tram", source=TRAM, chosen={"method": ["100%_a"]}).groups
    assert [e.object_id for e in group.entries] == [3]
    (group,) = search.search(None, "tram", source=TRAM, chosen={"method": ["%"]}).groups
    assert (group.hits, group.total) == ([], 0)


def test_pages_and_a_page_past_the_end():
    fill(dict.fromkeys(range(1, 8), ("Tram", "")))
    assert (found("tram", limit=3)) == [1, 2, 3]
    (group,) = search.search(None, "tram", source=TRAM, limit=3, offset=6).groups
    assert ([e.object_id for e in group.entries], group.total) == ([7], 7)
    (group,) = search.search(None, "tram", source=TRAM, limit=3, offset=9).groups
    assert (group.entries, group.total) == ([], 7)


# --- what may not be seen -------------------------------------------------------------


def test_hits_and_counts_leave_out_what_may_not_be_seen():
    (group,) = search.find(None, "tram", source=TRAM)
    assert ([entry.object_id for entry in group.entries], group.total) == ([2], 1)


def test_who_sees_nothing_finds_nothing():
    visible.clear()
    assert found("tram") == []


def test_visible_ids_may_be_a_query(monkeypatch):
    group = Group.objects.create(name="Seen")
    fill({group.pk: ("Tram", "")})
    source = search_sources[TRAM]
    for query, expected in [
        (Group.objects.all(), [group.pk]),
        (Group.objects.filter(name="Seen").order_by("name").values("pk"), [group.pk]),
        (Group.objects.none(), []),
    ]:
        monkeypatch.setitem(
            search_sources._entries,
            TRAM,
            SearchSource(TRAM, "Things", lambda _user, query=query: query, source.documents),
        )
        assert found("tram") == expected


# --- other names ----------------------------------------------------------------------


def test_other_names_find_phrases():
    SYNONYMS["cpi"] = {"Cost Performance Index"}
    fill({1: ("Money", "the cost performance index"), 2: ("CPI", ""), 3: ("Index cost", "")})
    assert found("CPI") == [2, 1]
