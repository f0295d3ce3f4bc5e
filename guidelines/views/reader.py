"""The reader's page, its short address, and what a reader keeps at hand."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import attempt
from accounts.signed_in import person_of
from guidelines.forms.reading import FeedbackForm
from guidelines.models import Guideline, GuidelineVersion
from guidelines.selectors import reading as selectors
from guidelines.selectors.applicability import in_words, labels
from guidelines.selectors.confirmations import card
from guidelines.selectors.editing import unsaved
from guidelines.services import reading
from guidelines.views.reader_menu import main_step, menu

FEEDBACK_ID = "feedback"


@require_safe
def guideline(request: HttpRequest, pk: int) -> HttpResponse:
    """The text in force with what belongs to it; a first draft for those who work on it."""
    person = person_of(request)
    shown = selectors.visible_guideline(person, pk)
    version = _shown_version(shown)
    reading.note_view(shown, by=person)
    given = selectors.my_feedback(version, person)
    context = {
        **_head(shown, version, person),
        **_text(shown, version, person),
        "used_with": selectors.used_with(shown, person),
        "confirmation": card(version, person),
        "given": given,
        "feedback_form": FeedbackForm.of(given),
        "address": request.build_absolute_uri(shown.get_absolute_url()),
    }
    return render(request, "guidelines/guideline.html", context)


@require_safe
def guideline_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The address to be written down: leads on in the person's language, the section stays."""
    return redirect(selectors.by_code(person_of(request), code))


@require_POST
def guideline_favourite(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the guideline at hand, or no longer."""
    person = person_of(request)
    shown = selectors.visible_guideline(person, pk)
    shown.is_favourite = request.POST.get("on") == "1"
    reading.set_favourite(shown, by=person, is_on=shown.is_favourite)
    return _toggled(request, shown, "favourite")


@require_POST
def guideline_watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Hear of every new version, or no longer."""
    person = person_of(request)
    shown = selectors.visible_guideline(person, pk)
    shown.is_watched = request.POST.get("on") == "1"
    reading.set_watch(shown, by=person, is_on=shown.is_watched)
    return _toggled(request, shown, "watch")


@require_POST
def guideline_feedback_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether the page helped, or change one's mind."""
    person = person_of(request)
    shown = selectors.visible_guideline(person, pk)
    version = _shown_version(shown)
    form = FeedbackForm(request.POST)
    if form.is_valid():
        attempt(form, lambda: reading.give_feedback(version, by=person, **form.cleaned_data))
    status = 422 if form.errors else 200
    if not form.errors and not _is_htmx(request):
        return redirect(f"{shown.get_absolute_url()}#{FEEDBACK_ID}")
    given = selectors.my_feedback(version, person)
    context = {"guideline": shown, "version": version, "given": given, "feedback_form": form}
    template = (
        "guidelines/parts/feedback.html" if _is_htmx(request) else "guidelines/feedback_form.html"
    )
    return render(request, template, context, status=status)


def _is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _shown_version(shown: Guideline) -> GuidelineVersion:
    """The version in force, or the first draft; a guideline has one or the other."""
    version = shown.current or shown.versions.order_by("-number").first()
    if version is None:
        raise Http404
    version.guideline = shown
    return version


def _head(shown: Any, version: GuidelineVersion, person: Any) -> dict[str, Any]:
    """What stands over the text: state, banners, what may be done."""
    coming = selectors.open_version(shown) if version.is_sealed else version
    return {
        "guideline": shown,
        "version": version,
        "is_restricted": selectors.is_restricted(shown),
        "is_overdue": _is_overdue(shown),
        "works": shown.works,
        "coming": coming if shown.works and coming is not version else None,
        "scheduled": coming if selectors.is_scheduled(coming) else None,
        "replacement": selectors.replacement(shown, person),
        "main": main_step(shown, version, coming, person) if shown.works else None,
        "unsaved": unsaved(shown, person) if shown.works else [],
        "menu": menu(shown, version, coming, person) if shown.works else [],
    }


def _text(shown: Guideline, version: GuidelineVersion, person: Any) -> dict[str, Any]:
    """The text, and what a reader must know of how old it is."""
    page = selectors.page_of(version, person)
    before, gone = selectors.former(shown, version)
    languages = selectors.languages(shown, person)
    return {
        "page": page,
        "applies": in_words(version),
        "labels": labels(version),
        "before": before,
        "gone": gone,
        "languages": languages,
        "newer_source": selectors.newer_source(shown, version, languages),
        "changed_blocks": selectors.changed_blocks(version, page.rendered),
    }


def _is_overdue(shown: Guideline) -> bool:
    due = shown.next_review_on
    return due is not None and shown.retired_on is None and due < timezone.localdate()


def _toggled(request: HttpRequest, shown: Guideline, which: str) -> HttpResponse:
    if not _is_htmx(request):
        return redirect(shown)
    return render(request, f"guidelines/parts/toggles.html#{which}", {"guideline": shown})
