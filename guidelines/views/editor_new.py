"""A new guideline."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import attempt, posted
from accounts.models import User
from accounts.signed_in import person_of
from guidelines.forms.editor import STANDARD, NewGuidelineForm, PlaceForm
from guidelines.models import Chapter, Guideline, GuidelineVersion
from guidelines.permissions import check, why_not_write_in
from guidelines.selectors import editing
from guidelines.selectors.beginning import why_not_begin
from guidelines.services import drafts
from guidelines.skeleton import skeleton


@require_http_methods(["GET", "POST"])
def guideline_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a guideline in this chapter; its owner is who begins it."""
    person = person_of(request)
    chapter = editing.visible_chapter(person, pk)
    check(why_not_write_in(person, chapter))
    initial = {"code": editing.next_code(chapter, person), "language": get_language()}
    form = NewGuidelineForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        draft = attempt(form, lambda: _create(chapter, person, form.cleaned_data))
        if draft:
            messages.success(request, _("The guideline was begun. Only its writers see it yet."))
            return redirect("guideline_edit", draft.guideline_id)
    context = {"form": form, "chapter": chapter, "taken": _taken(form, person)}
    status = 422 if form.errors else 200
    return render(request, "guidelines/edit_new.html", context, status=status)


@require_safe
def guideline_begin(request: HttpRequest) -> HttpResponse:
    """Choose the chapter of a new guideline."""
    person = person_of(request)
    check(why_not_begin(person))
    form = PlaceForm(request.GET if "chapter" in request.GET else None, person=person)
    if form.is_bound and form.is_valid():
        return redirect("guideline_new", form.cleaned_data["chapter"].pk)
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "guidelines/edit_place.html", context, status=status)


def _taken(form: NewGuidelineForm, person: User) -> Guideline | None:
    """The guideline whose translation is to be begun instead, as far as the person may see it."""
    if "code" not in form.errors:
        return None
    sources = Guideline.objects.visible_to(person).filter(translation_of=None)
    named = sources.filter(code__iexact=form.data.get("code", "").strip())
    return named.exclude(language=form.data.get("language", "")).first()


def _create(chapter: Chapter, person: User, data: dict[str, Any]) -> GuidelineVersion:
    identity = drafts.Identity(code=data["code"], language=data["language"], owner=person)
    body = skeleton(data["language"]) if data["skeleton"] == STANDARD else ""
    return drafts.create(
        chapter, identity, by=person, title=data["title"], kind=data["kind"], body=body
    )
