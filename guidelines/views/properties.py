"""What a guideline is apart from its text: code, owner, review, access, languages."""

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
from guidelines.forms.structure import AccessForm, LanguageForm, PropertiesForm
from guidelines.models import FormerCode, Guideline
from guidelines.permissions import (
    check,
    why_not_edit,
    why_not_grant,
    why_not_hand_over,
    why_not_manage,
    why_not_set,
    why_not_write,
    works_on,
)
from guidelines.selectors import translations as selectors
from guidelines.selectors.access import who_reads
from guidelines.selectors.backlinks import backlinks
from guidelines.selectors.reading import open_version, used_with
from guidelines.services import structure, translations
from guidelines.views.rights import rights_of


@require_http_methods(["GET", "POST"])
def guideline_properties(request: HttpRequest, pk: int) -> HttpResponse:
    """Code, owner and review, who may do what, and the languages."""
    person = person_of(request)
    edited = _guideline(person, pk)
    if not works_on(person, edited) or request.method == "POST":
        check(why_not_set(person, edited))
    may_give = why_not_hand_over(person, edited) is None
    form = PropertiesForm(posted(request), obj=edited, may_give=may_give)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: structure.update_guideline(edited, by=person, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("The properties were saved."))
            return redirect("guideline_properties", pk)
        edited = _guideline(person, pk)
    context = {
        **_head(edited, person),
        **_access(edited, person),
        **_languages(edited, person),
        "form": form if why_not_set(person, edited) is None else None,
    }
    status = 422 if form.errors else 200
    return render(request, "guidelines/guideline_properties.html", context, status=status)


@require_POST
def guideline_access(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a guideline to all staff, or restrict it."""
    person = person_of(request)
    guideline = _guideline(person, pk)
    check(why_not_grant(person))
    form = AccessForm(request.POST)
    if form.is_valid():
        attempt(form, lambda: structure.update_guideline(guideline, by=person, **form.cleaned_data))
    if form.errors:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    else:
        messages.success(request, _("Access was changed."))
    return _back(person, pk)


@require_POST
def translation_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a translation with the text of the source."""
    person = person_of(request)
    source = _guideline(person, pk)
    check(why_not_write(person, source))
    form = LanguageForm(request.POST, choices=selectors.missing_languages(source))
    if form.is_valid():
        language = form.cleaned_data["language"]
        draft = attempt(form, lambda: translations.start(source, language, by=person))
        if draft:
            messages.success(request, _("The translation begins with the text of its source."))
            return redirect("guideline_edit", draft.guideline_id)
    messages.error(request, str(next(iter(form.errors.values()))[0]))
    return redirect("guideline_properties", pk)


@require_POST
def translation_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the draft of a translation translate the source's version in force."""
    person = person_of(request)
    guideline = _guideline(person, pk)
    check(why_not_write(person, guideline))
    draft = open_version(guideline)
    if draft is None:
        messages.error(request, _("No draft of this translation is in work."))
        return redirect("guideline_properties", pk)
    draft.guideline = guideline
    check(why_not_edit(person, draft))
    try:
        translations.follow(draft, by=person)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The draft now translates the version in force."))
    return redirect("guideline_properties", pk)


def _guideline(person: Any, pk: int) -> Guideline:
    rows = Guideline.objects.visible_to(person).select_related(
        "current", "owner", "chapter__handbook", "translation_of__current"
    )
    return get_object_or_404(rows, pk=pk)


def _back(person: Any, pk: int) -> HttpResponse:
    """The page again, or the library where the person may not see the guideline any more."""
    if Guideline.objects.visible_to(person).filter(pk=pk).exists():
        return redirect("guideline_properties", pk)
    return redirect("guideline_library")


def _head(guideline: Guideline, person: Any) -> dict[str, Any]:
    source = guideline.translation_of
    sees_source = source and Guideline.objects.visible_to(person).filter(pk=source.pk).exists()
    root = guideline.translation_of_id or guideline.pk
    former = FormerCode.objects.filter(guideline=root).order_by("code")
    version = guideline.current or open_version(guideline)
    return {
        "guideline": guideline,
        "title": version.title if version else "",
        "source": source if sees_source else None,
        "former_codes": list(former.values_list("code", flat=True)),
        "why_not_set": why_not_set(person, guideline),
        "why_not_manage": why_not_manage(person),
    }


def _access(guideline: Guideline, person: Any) -> dict[str, Any]:
    why_not = why_not_grant(person)
    may_change = why_not is None and guideline.translation_of_id is None
    form = AccessForm(initial={"access": guideline.access}) if may_change else None
    if why_not is None and guideline.translation_of_id is not None:
        why_not = _("Rights are given on the source and hold for its translations.")
    return {
        "readers": who_reads(guideline),
        "access_form": form,
        **(_referring(guideline, person) if form and guideline.access == Access.COMPANY else {}),
        "rights": rights_of(guideline, why_not=why_not or ""),
        "why_not_grant": why_not,
    }


def _referring(guideline: Guideline, person: Any) -> dict[str, Any]:
    """What loses its readers' way to the guideline once that is restricted."""
    return {
        "backlinks": backlinks(guideline, person),
        "used_with": used_with(guideline, person),
    }


def _languages(guideline: Guideline, person: Any) -> dict[str, Any]:
    is_source = guideline.translation_of_id is None and guideline.current_id is not None
    choices = selectors.missing_languages(guideline) if is_source else []
    return {
        "translations": selectors.translations_of(guideline, person),
        "language_form": LanguageForm(choices=choices) if choices else None,
        "why_not_write": why_not_write(person, guideline),
    }
