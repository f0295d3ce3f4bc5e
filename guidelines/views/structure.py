"""Handbooks and chapters: create, rename, delete."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import attempt, posted
from accounts.signed_in import person_of
from guidelines.enums import Access
from guidelines.forms.structure import ChapterForm, ChapterPlaceForm, HandbookForm
from guidelines.models import Chapter, Handbook
from guidelines.permissions import check, why_not_grant, why_not_manage
from guidelines.selectors.backlinks import chapter_backlinks
from guidelines.services import structure


@require_http_methods(["GET", "POST"])
def handbook_create(request: HttpRequest) -> HttpResponse:
    """A new handbook; its chapters come next."""
    person = person_of(request)
    check(why_not_manage(person))
    form = HandbookForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: structure.create_handbook(by=person, **form.cleaned_data))
        if made:
            messages.success(request, _("The handbook was created. Now give it chapters."))
            return redirect("handbook_order", made.pk)
    return _page(request, "guidelines/handbook_edit.html", form, handbook=None)


@require_http_methods(["GET", "POST"])
def handbook_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, description and classification of a handbook."""
    person = person_of(request)
    edited = _handbook(person, pk)
    check(why_not_manage(person))
    form = HandbookForm(posted(request), obj=edited)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: structure.update_handbook(edited, by=person, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("The handbook was saved."))
            return redirect("handbook_order", edited.pk)
        edited.refresh_from_db()
    return _page(request, "guidelines/handbook_edit.html", form, handbook=edited)


@require_POST
def handbook_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an empty handbook."""
    person = person_of(request)
    doomed = _handbook(person, pk)
    check(why_not_manage(person))
    try:
        structure.delete_handbook(doomed, by=person)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("handbook_order", pk)
    messages.success(request, _("The handbook was deleted."))
    return redirect("guideline_library")


@require_http_methods(["GET", "POST"])
def chapter_create(request: HttpRequest, pk: int) -> HttpResponse:
    """A new chapter at the end of a handbook."""
    person = person_of(request)
    inside = _handbook(person, pk)
    check(why_not_manage(person))
    form = ChapterForm(posted(request), may_grant=why_not_grant(person) is None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(form, lambda: structure.create_chapter(inside, by=person, **values)):
            messages.success(request, _("The chapter was created."))
            return redirect("handbook_order", inside.pk)
    return _page(request, "guidelines/chapter_edit.html", form, handbook=inside, chapter=None)


@require_http_methods(["GET", "POST"])
def chapter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title and description of a chapter, and who may read it."""
    person = person_of(request)
    edited = get_object_or_404(Chapter.objects.visible_to(person).select_related("handbook"), pk=pk)
    check(why_not_manage(person))
    may_grant = why_not_grant(person) is None
    form = ChapterForm(posted(request), obj=edited, may_grant=may_grant)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: structure.update_chapter(edited, by=person, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("The chapter was saved."))
            return redirect("handbook_order", edited.handbook_id)
        edited.refresh_from_db()
    place = ChapterPlaceForm(person=person, initial={"handbook": edited.handbook_id})
    may_restrict = may_grant and edited.access == Access.COMPANY
    context = {
        "handbook": edited.handbook,
        "chapter": edited,
        "place_form": place,
        "backlinks": chapter_backlinks(edited, person) if may_restrict else [],
    }
    return _page(request, "guidelines/chapter_edit.html", form, **context)


@require_POST
def chapter_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an empty chapter."""
    person = person_of(request)
    doomed = get_object_or_404(Chapter.objects.visible_to(person), pk=pk)
    check(why_not_manage(person))
    try:
        structure.delete_chapter(doomed, by=person)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The chapter was deleted."))
    return redirect("handbook_order", doomed.handbook_id)


def _handbook(person: Any, pk: int) -> Handbook:
    return get_object_or_404(Handbook.objects.visible_to(person), pk=pk)


def _page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
