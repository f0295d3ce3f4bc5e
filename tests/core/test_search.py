"""The search index: folded, ranked, never beyond what a person may see."""

import pytest

from core import search
from core.models import SearchEntry
from core.registries import SearchDocument, SearchSource, search_sources

TEXTS = {}
visible = set()


def _documents(ids):
    return [(pk, SearchDocument(*TEXTS[pk], f"/thing/{pk}/")) for pk in ids if pk in TEXTS]


search_sources.add(SearchSource("tests.tram", "Things", lambda _user: visible, _documents))


@pytest.fixture(autouse=True)
def _things(db):
    TEXTS.clear()
    TEXTS.update(
        {
            1: ("Ämter online", "citizen services"),
            2: ("Tram control", "new signals for the Ämter line"),
            3: ("Secret tram", "hidden"),
        }
    )
    visible.clear()
    visible.update({1, 2})
    search.refresh("tests.tram", TEXTS)


def found(text, **options):
    groups = search.find(None, text, source="tests.tram", **options)
    return [entry.object_id for group in groups for entry in group.entries]


def test_accents_and_case_do_not_matter_and_titles_come_first():
    assert found("AMTER") == [1, 2]


def test_all_words_must_be_there():
    assert found("tram signals") == [2]
    assert found("tram citizen") == []


def test_hits_and_counts_leave_out_what_may_not_be_seen():
    (group,) = search.find(None, "tram", source="tests.tram")
    assert ([entry.object_id for entry in group.entries], group.total) == ([2], 1)


def test_odd_characters_are_only_text():
    for text in ("", "   ", "%", "a' OR 1=1 --", '"', "(", "\\"):
        assert found(text) == []


def test_refresh_changes_and_removes():
    TEXTS[2] = ("Bus control", "")
    del TEXTS[1]
    search.refresh("tests.tram", [1, 2])
    assert found("tram") == []
    assert found("bus") == [2]
    assert SearchEntry.objects.filter(source="tests.tram").count() == 2
