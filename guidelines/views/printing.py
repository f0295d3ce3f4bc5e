"""Guidelines as PDF: asked for by POST, made in the background, served to who may read it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.signed_in import person_of
from core.enums import JobState
from core.services import jobs
from guidelines.exchange.writing import slug
from guidelines.models import Chapter, Guideline, Handbook
from guidelines.selectors import printing as selectors
from guidelines.selectors import versions
from guidelines.selectors.printing import Kind, Scope
from guidelines.services import printing


@require_POST
def guideline_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The version that the guideline's page shows."""
    person = person_of(request)
    shown = get_object_or_404(Guideline.objects.visible_to(person), pk=pk)
    newest = versions.visible_versions(person, shown)
    version_pk = shown.current_id or (newest[0].pk if newest else 0)
    return _begin(request, person, Scope("guideline", version_pk, shown.language), shown)


@require_POST
def guideline_version_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Any version that the person may read."""
    person = person_of(request)
    shown = versions.visible_guideline(person, pk)
    version = versions.visible_version(person, shown, number)
    return _begin(request, person, Scope("guideline", version.pk, shown.language), version)


@require_POST
def chapter_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a chapter that is in force and that the person may read."""
    person = person_of(request)
    shown = get_object_or_404(Chapter.objects.visible_to(person), pk=pk)
    return _begin(request, person, _scope("chapter", pk), shown)


@require_POST
def handbook_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a handbook that is in force and that the person may read."""
    person = person_of(request)
    shown = get_object_or_404(Handbook.objects.visible_to(person), pk=pk)
    return _begin(request, person, _scope("handbook", pk), shown)


@require_safe
def guideline_pdf_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The finished file, to who may still see every text in it and all that they name."""
    person = person_of(request)
    rows = jobs.visible_to(person).filter(kind=printing.KIND, state=JobState.DONE)
    job = get_object_or_404(rows, pk=pk)
    result = job.result
    if not selectors.may_read(person, versions=result["versions"], links=result["links"]):
        raise Http404
    content = printing.content(job)
    if content is None:
        messages.info(request, _("This file is not kept any more. Ask for the PDF again."))
        return redirect("guideline_library")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slug(result["name"])}.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _scope(kind: Kind, pk: int) -> Scope:
    return Scope(kind, pk, get_language() or "en")


def _begin(request: HttpRequest, person: User, scope: Scope, shown: Any) -> HttpResponse:
    """On to the job's page, or straight to the file where it is there already."""
    job = printing.begin(scope, by=person)
    if job is None:
        messages.info(request, _("Nothing in it is in force yet, so there is nothing to print."))
        return redirect(shown)
    is_there = job.state == JobState.DONE
    return redirect("guideline_pdf_file" if is_there else "job", job.pk)
