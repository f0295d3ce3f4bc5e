"""The library, and the pages of a handbook and of a chapter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.signed_in import person_of
from guidelines.forms.reading import LibraryFilter
from guidelines.models import Chapter, Handbook
from guidelines.permissions import (
    why_not_manage,
    why_not_read_feedback,
    why_not_read_glossary,
    why_not_write_in,
)
from guidelines.selectors.correcting import meant
from guidelines.selectors.library import Library, library

MANY = 60  # more guidelines than this, and the chapters open one by one
RESULTS_ID = "library"


@require_safe
def guideline_library(request: HttpRequest) -> HttpResponse:
    """Every guideline that the person may read, by handbook and chapter."""
    person = person_of(request)
    form = LibraryFilter(request.GET)
    found = library(person, form.wanted())
    context = {
        **_shelves(form, found, person),
        "why_not_manage": why_not_manage(person),
        "reads_glossary": why_not_read_glossary(person) is None,
        "reads_feedback": why_not_read_feedback(person) is None,
    }
    return _answer(request, "guidelines/library.html", context)


@require_safe
def handbook(request: HttpRequest, pk: int) -> HttpResponse:
    """One handbook with its chapters, to be printed or exported as one."""
    person = person_of(request)
    shown = get_object_or_404(Handbook.objects.visible_to(person), pk=pk)
    form = LibraryFilter(request.GET)
    found = library(person, form.wanted(), handbook=shown)
    context = {
        **_shelves(form, found, person),
        "handbook": shown,
        "why_not_manage": why_not_manage(person),
    }
    return _answer(request, "guidelines/handbook.html", context)


@require_safe
def chapter(request: HttpRequest, pk: int) -> HttpResponse:
    """One chapter with its guidelines."""
    person = person_of(request)
    chapters = Chapter.objects.visible_to(person).select_related("handbook")
    shown = get_object_or_404(chapters, pk=pk)
    form = LibraryFilter(request.GET)
    found = library(person, form.wanted(), chapter=shown)
    context = {
        **_shelves(form, found, person),
        "chapter": shown,
        "why_not_manage": why_not_manage(person),
        "why_not_write": why_not_write_in(person, shown),
    }
    return _answer(request, "guidelines/chapter.html", context)


def _shelves(form: LibraryFilter, found: Library, person: Any) -> dict[str, Any]:
    wanted = form.wanted()
    is_sought = bool(wanted.text) and not found.shown
    return {
        "form": form,
        "wanted": wanted,
        "library": found,
        "meant": meant(wanted.text, person) if is_sought else "",
        "are_open": wanted.is_narrowing or found.shown <= MANY,
    }


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or the shelves alone where the filters ask for them."""
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.target == RESULTS_ID:
        response = render(request, "guidelines/parts/shelves.html#shelves", context)
        response["HX-Push-Url"] = request.get_full_path()
        return response
    return render(request, template, context)
