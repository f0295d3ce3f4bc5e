"""Search over everything the person may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.highlight import highlight
from core.registries import search_sources
from core.search import ResultGroup, find

FEW, MANY = 8, 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Hits by kind of thing, best first; `type` narrows to one kind and shows more of it."""
    query = request.GET.get("q", "").strip()[:200]
    wanted = request.GET.get("type", "")
    source = search_sources.get(wanted)
    limit = MANY if source else FEW
    groups = find(request.user, query, limit=limit, source=source.key if source else "")
    context = {
        "query": query,
        "source": source,
        "sources": list(search_sources),
        "groups": [_shown(group, query) for group in groups],
        "total": sum(group.total for group in groups),
    }
    return render(request, "core/search.html", context)


def _shown(group: ResultGroup, query: str) -> dict[str, Any]:
    hits = [
        {
            "url": entry.url,
            "title": highlight(entry.title, query),
            "excerpt": highlight(entry.excerpt, query),
        }
        for entry in group.entries
    ]
    return {"source": group.source, "hits": hits, "total": group.total}
