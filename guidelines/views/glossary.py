"""The glossary: read it, keep it, take it in and out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import attempt, posted
from accounts.signed_in import person_of
from guidelines import term_tables as tables
from guidelines.forms.glossary import MergeForm, TermForm, TermsFileForm
from guidelines.models import Term
from guidelines.permissions import check, why_not_manage, why_not_read_glossary
from guidelines.selectors import glossary as selectors
from guidelines.services import glossary as services
from guidelines.services.glossary_import import bring_in

LANGUAGES = dict(settings.LANGUAGES)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The terms of one language from A to Z."""
    person = person_of(request)
    check(why_not_read_glossary(person))
    language = _language(request)
    query = request.GET.get("q", "")[:200]
    letters = selectors.glossary(person, language, query)
    context = {
        "letters": letters,
        "count": sum(len(each.entries) for each in letters),
        "language": language,
        "languages": settings.LANGUAGES,
        "q": query,
        "why_not_manage": why_not_manage(person),
    }
    return render(request, "guidelines/glossary.html", context)


@require_safe
def term(request: HttpRequest, pk: int) -> HttpResponse:
    """One term with where it is used, and its history for those who keep it."""
    person = person_of(request)
    check(why_not_read_glossary(person))
    shown = get_object_or_404(Term, pk=pk)
    return _term_page(request, shown, person, MergeForm(term=shown))


@require_http_methods(["GET", "POST"])
def term_create(request: HttpRequest) -> HttpResponse:
    """A new term."""
    person = person_of(request)
    check(why_not_manage(person))
    form = TermForm(posted(request), person=person, initial={"language": _language(request)})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.add(by=person, **form.cleaned_data))
        if made:
            messages.success(request, _("The term was added."))
            return redirect(made)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
def term_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, meaning, synonyms and rule of a term."""
    person = person_of(request)
    check(why_not_manage(person))
    edited = get_object_or_404(Term, pk=pk)
    form = TermForm(posted(request), person=person, obj=edited)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: services.update(edited, by=person, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("The term was saved."))
            return redirect(edited)
        edited.refresh_from_db()
    return _form_page(request, form, edited)


@require_POST
def term_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a term."""
    person = person_of(request)
    check(why_not_manage(person))
    doomed = get_object_or_404(Term, pk=pk)
    services.delete(doomed, by=person)
    messages.success(request, _("The term was removed. Texts only lose its links."))
    return redirect(f"{reverse('glossary')}?language={doomed.language}")


@require_POST
def term_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one term of two."""
    person = person_of(request)
    check(why_not_manage(person))
    merged = get_object_or_404(Term, pk=pk)
    form = MergeForm(request.POST, term=merged)
    if form.is_valid():
        into = form.cleaned_data["into"]
        kept = attempt(form, lambda: services.merge(merged, into, by=person))
        if kept:
            messages.success(request, _("Both are one term now."))
            return redirect("term", kept.pk)
    return _term_page(request, merged, person, form, status=422)


@require_safe
def glossary_export(request: HttpRequest) -> HttpResponse:
    """All terms of a language as a table."""
    person = person_of(request)
    check(why_not_read_glossary(person))
    language = _language(request)
    entries = [entry for each in selectors.glossary(person, language) for entry in each.entries]
    text = tables.write(_line(entry) for entry in entries)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"glossary-{language}-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
def glossary_import(request: HttpRequest) -> HttpResponse:
    """Add and update terms from a table; one mistake stops all of it."""
    person = person_of(request)
    check(why_not_manage(person))
    form = TermsFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        lines = form.cleaned_data["file"]
        try:
            done = bring_in(lines, by=person)
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        else:
            told = {"added": done.added, "changed": done.changed}
            messages.success(request, _("%(added)s terms added, %(changed)s changed.") % told)
            return redirect("glossary")
    status = 422 if form.errors else 200
    context = {"form": form, "columns": tables.COLUMNS}
    return render(request, "guidelines/glossary_import.html", context, status=status)


def _language(request: HttpRequest) -> str:
    """The language that was asked for, else the person's own."""
    asked = request.GET.get("language", "")
    own = get_language() or settings.LANGUAGE_CODE
    return asked if asked in LANGUAGES else own


def _line(entry: selectors.Entry) -> tables.TermLine:
    term = entry.term
    return tables.TermLine(
        language=term.language,
        name=term.name,
        definition=term.definition,
        synonyms=tuple(term.synonyms),
        rule=entry.rule.code if entry.rule else "",
        linked=term.is_linked,
    )


def _term_page(
    request: HttpRequest, shown: Term, person: Any, form: MergeForm, status: int = 200
) -> HttpResponse:
    why_not = why_not_manage(person)
    context = {
        "term": shown,
        "rule": selectors.rule_of(shown, person),
        "used_in": selectors.used_in(shown, person),
        "saves": [] if why_not else selectors.saves(shown),
        "why_not_manage": why_not,
        "merge_form": None if why_not else form,
    }
    return render(request, "guidelines/term.html", context, status=status)


def _form_page(request: HttpRequest, form: TermForm, edited: Term | None) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(
        request, "guidelines/term_edit.html", {"form": form, "term": edited}, status=status
    )
