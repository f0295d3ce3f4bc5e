"""Search over everything the person may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import search as index
from core.models import SearchEntry
from core.registries import SearchFacet, SearchSource, search_sources
from core.search import Hit, ResultGroup, Results
from core.search.excerpts import excerpt, marked
from core.search.query import Query

FEW, MANY, SUGGESTED = 5, 20, 6
MAX_TEXT = 200
AT_HAND = 6  # values of a filter


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Hits by kind of thing, best first; `type` narrows to one kind, with its filters and pages."""
    text = request.GET.get("q", "").strip()[:MAX_TEXT]
    source = search_sources.get(request.GET.get("type", ""))
    results, page = _asked(request, text, source)
    context = {
        "text": text,
        "source": source,
        "sources": list(search_sources),
        "corrected": results.corrected,
        "groups": [_shown(group, results.query) for group in results.groups],
        "facets": _facets(results.groups, request.GET) if source else [],
        "page": page,
        "total": results.total,
    }
    return render(request, "core/search.html", context)


@require_safe
def search_suggest(request: HttpRequest) -> HttpResponse:
    """The best titles for what is being typed."""
    text = request.GET.get("q", "").lstrip()[:MAX_TEXT]
    results = index.search(request.user, text, limit=SUGGESTED, is_typing=True)
    hits = [(hit, group.source) for group in results.groups for hit in group.hits]
    hits.sort(key=lambda pair: (-pair[0].score, pair[0].entry.title))
    shown = [
        {**_entry(hit.entry, results.query), "source": source} for hit, source in hits[:SUGGESTED]
    ]
    return render(request, "core/search.html#suggestions", {"suggestions": shown, "text": text})


def _asked(
    request: HttpRequest, text: str, source: SearchSource | None
) -> tuple[Results, Page[int] | None]:
    """The results; of one source, with the page asked for or, past the end, the last one."""
    if source is None:
        return index.search(request.user, text, limit=FEW), None
    chosen = {facet.key: request.GET.getlist(facet.key) for facet in source.facets}

    def at(number: int) -> Results:
        return index.search(
            request.user,
            text,
            limit=MANY,
            offset=(number - 1) * MANY,
            source=source.key,
            chosen=chosen,
        )

    given = request.GET.get("page", "")
    number = max(int(given), 1) if given.isdecimal() and len(given) < 6 else 1
    results = at(number)
    page = Paginator(range(results.total), MANY).get_page(number)
    return (results if page.number == number else at(page.number)), page


def _shown(group: ResultGroup, query: Query) -> dict[str, Any]:
    hits = [_hit(hit, query) for hit in group.hits]
    return {"source": group.source, "hits": hits, "total": group.total}


def _hit(hit: Hit, query: Query) -> dict[str, Any]:
    """The hit in its best part; where that has no text, with the passage of the next."""
    bodies = (entry.body for entry in (hit.entry, *hit.more) if entry.body.strip())
    return {
        **_entry(hit.entry, query),
        "excerpt": excerpt(next(bodies, ""), query),
        "more": [_entry(entry, query) for entry in hit.more if entry.part_title],
    }


def _entry(entry: SearchEntry, query: Query) -> dict[str, Any]:
    return {
        "url": entry.url,
        "title": marked(entry.title, query),
        "part_title": marked(entry.part_title, query),
        "language": entry.language,
    }


def _facets(groups: list[ResultGroup], chosen: QueryDict) -> list[dict[str, Any]]:
    """The filters that would tell the hits apart, and those at work."""
    return [
        {"key": facet.key, "label": facet.label, "options": options, "more": more}
        for group in groups
        for facet in group.source.facets
        for options, more in [_options(facet, group, set(chosen.getlist(facet.key)))]
        if options
    ]


Options = list[dict[str, Any]]


def _options(facet: SearchFacet, group: ResultGroup, chosen: set[str]) -> tuple[Options, Options]:
    """The values with their numbers: those at work and the most frequent, then the others."""
    counts: Mapping[str, int] = group.facets.get(facet.key, {})
    labels = {value: str(facet.value_label(value)) for value in {*counts, *chosen}}
    if len(labels) < 2 and not chosen:
        return [], []
    values = sorted(
        labels, key=lambda value: (value not in chosen, -counts.get(value, 0), labels[value])
    )
    options = [
        {
            "value": value,
            "label": labels[value],
            "count": counts.get(value, 0),
            "is_on": value in chosen,
        }
        for value in values
    ]
    at_hand = max(AT_HAND, len(chosen))
    return options[:at_hand], options[at_hand:]
