"""Guidelines taken along as Markdown: one, a chapter or a handbook."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.signed_in import person_of
from guidelines.exchange import writing
from guidelines.models import Chapter, Guideline, Handbook
from guidelines.selectors import exports


@require_safe
def guideline_export(request: HttpRequest, pk: int) -> HttpResponse:
    """One guideline with its pictures."""
    person = person_of(request)
    shown = get_object_or_404(_visible(person), pk=pk)
    return _archive(_visible(person).filter(pk=pk), person, shown.code)


@require_safe
def chapter_export(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person may see of a chapter."""
    person = person_of(request)
    shown = get_object_or_404(Chapter.objects.visible_to(person).distinct(), pk=pk)
    return _archive(_visible(person).filter(chapter=shown), person, shown.title)


@require_safe
def handbook_export(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person may see of a handbook."""
    person = person_of(request)
    shown = get_object_or_404(Handbook.objects.visible_to(person).distinct(), pk=pk)
    return _archive(_visible(person).filter(chapter__handbook=shown), person, shown.title)


def _visible(person: User) -> QuerySet[Guideline]:
    rows = Guideline.objects.visible_to(person).distinct()
    return rows.select_related("chapter__handbook", "current").order_by("code", "language")


def _archive(guidelines: QuerySet[Guideline], person: User, name: str) -> HttpResponse:
    content = writing.archive(writing.files(exports.texts(guidelines, person)))
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{writing.slug(name)}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
