"""The rights on single guidelines and chapters: panels, giving and taking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.access import GrantForm, find_holder
from accounts.grants import holds
from accounts.services import grants
from accounts.signed_in import person_of
from accounts.views.access import AccessPanel, access_panel, grant_access, revoke_access
from guidelines.models import Chapter, Guideline
from guidelines.models.structure import PUBLISH, REVIEW, RIGHTS, VIEW, WRITE
from guidelines.permissions import check, why_not_grant, why_not_manage
from guidelines.selectors.access import who_reads_chapter

TITLES = {
    VIEW: _("May read"),
    WRITE: _("May write"),
    REVIEW: _("May review and approve"),
    PUBLISH: _("May publish and retire"),
}


@dataclass(frozen=True)
class Right:
    """One right with those who were given it."""

    key: str
    title: Any
    panel: AccessPanel


def rights_of(obj: Guideline | Chapter, *, why_not: str = "") -> list[Right]:
    """A panel for each right on the object."""
    noun = obj._meta.model_name or ""
    return [Right(right, TITLES[right], _panel(obj, noun, right, why_not)) for right in RIGHTS]


def _panel(obj: Guideline | Chapter, noun: str, right: str, why_not: str) -> AccessPanel:
    codename = f"{right}_{noun}"
    form = GrantForm(obj=obj, codename=codename, auto_id=f"id_{right}_%s")
    return access_panel(
        obj,
        codename,
        add_url=reverse(f"{noun}_grant_add", args=[obj.pk, right]),
        remove_url=reverse(f"{noun}_grant_remove", args=[obj.pk, right]),
        why_not=why_not,
        form=None if why_not else form,
    )


@require_safe
def chapter_access(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was given rights on all guidelines of a chapter."""
    person = person_of(request)
    chapter = _chapter(person, pk)
    check(why_not_manage(person))
    context = {
        "chapter": chapter,
        "readers": who_reads_chapter(chapter),
        "rights": rights_of(chapter, why_not=why_not_grant(person) or ""),
    }
    return render(request, "guidelines/chapter_access.html", context)


@require_POST
def chapter_grant_add(request: HttpRequest, pk: int, right: str) -> HttpResponse:
    """Give a person or group a right on a chapter."""
    person = person_of(request)
    chapter = _chapter(person, pk)
    check(why_not_grant(person))
    _give(request, chapter, f"{_known(right)}_chapter")
    return redirect("chapter_access", pk)


@require_POST
def chapter_grant_remove(request: HttpRequest, pk: int, right: str) -> HttpResponse:
    """Take a right on a chapter back."""
    person = person_of(request)
    chapter = _chapter(person, pk)
    check(why_not_grant(person))
    revoke_access(request, chapter, f"{_known(right)}_chapter")
    return redirect("chapter_access", pk)


@require_POST
def guideline_grant_add(request: HttpRequest, pk: int, right: str) -> HttpResponse:
    """Give a person or group a right on a guideline and its translations."""
    return _on_guideline(request, pk, right, _give)


@require_POST
def guideline_grant_remove(request: HttpRequest, pk: int, right: str) -> HttpResponse:
    """Take a right on a guideline and its translations back."""
    return _on_guideline(request, pk, right, revoke_access)


def _on_guideline(
    request: HttpRequest, pk: int, right: str, act: Callable[[HttpRequest, Any, str], None]
) -> HttpResponse:
    person = person_of(request)
    guideline = get_object_or_404(Guideline.objects.visible_to(person), pk=pk)
    check(why_not_grant(person))
    codename = f"{_known(right)}_guideline"
    act(request, guideline, codename)
    if holder := find_holder(request.POST.get("holder", "")):
        _same_for_translations(guideline, codename, holder, person)
    return redirect(f"{reverse('guideline_properties', args=[pk])}#rights")


def _same_for_translations(guideline: Guideline, codename: str, holder: Any, person: Any) -> None:
    """What the holder may do with the source they may do with its translations."""
    change = grants.grant if holds(holder, codename, guideline) else grants.revoke
    for translation in guideline.translations.all():
        change(codename, translation, holder, by=person)


def _give(request: HttpRequest, obj: Any, codename: str) -> None:
    form = grant_access(request, obj, codename)
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))


def _known(right: str) -> str:
    if right not in RIGHTS:
        raise Http404
    return right


def _chapter(person: Any, pk: int) -> Chapter:
    rows = Chapter.objects.visible_to(person).select_related("handbook")
    return get_object_or_404(rows, pk=pk)
