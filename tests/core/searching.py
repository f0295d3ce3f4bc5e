"""A searchable kind of thing for the tests: what it holds and who sees what of it."""

from core import search
from core.registries import (
    SearchDocument,
    SearchFacet,
    SearchSource,
    SynonymSource,
    search_sources,
    search_synonyms,
)

TEXTS = {}
visible = set()
SYNONYMS = {}
TRAM = "tests.tram"


def _documents(ids):
    for pk in ids:
        texts = TEXTS.get(pk, ())
        for each in texts if isinstance(texts, list) else [texts]:
            if isinstance(each, SearchDocument):
                yield pk, each
            elif each:
                yield pk, SearchDocument(*each, f"/thing/{pk}/")


search_sources.add(
    SearchSource(
        TRAM,
        "Things",
        lambda _user: visible,
        _documents,
        facets=(SearchFacet("kind", "Kind", str.title), SearchFacet("method", "Method")),
    )
)
search_synonyms.add(
    SynonymSource("tests.tram", lambda words: {w: SYNONYMS[w] for w in words if w in SYNONYMS})
)


def begin():
    """Three things, of which the third is hidden."""
    SYNONYMS.clear()
    fill(
        {
            1: ("Ämter online", "citizen services"),
            2: ("Tram control", "new signals for the Ämter line"),
            3: ("Secret tram", "hidden zephyr"),
        },
        seen={1, 2},
    )


def fill(texts, seen=None):
    gone = set(TEXTS)
    TEXTS.clear()
    TEXTS.update(texts)
    visible.clear()
    visible.update(texts if seen is None else seen)
    search.refresh(TRAM, gone | set(texts))


def found(text, **options):
    groups = search.find(None, text, source=TRAM, **options)
    return [entry.object_id for group in groups for entry in group.entries]


def corrected(text):
    results = search.search(None, text, source=TRAM)
    return results.corrected, [e.object_id for g in results.groups for e in g.entries]
