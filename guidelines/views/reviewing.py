"""Reviews: submit a draft, read it with its comments, decide, take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import attempt, posted
from accounts.models import User
from accounts.signed_in import person_of
from guidelines.enums import OPEN_STATES, Decision, VersionState
from guidelines.forms.reviewing import (
    CommentForm,
    DecisionForm,
    ReasonForm,
    ReviewerForm,
    SubmitForm,
)
from guidelines.models import Guideline, GuidelineVersion
from guidelines.permissions import (
    check,
    why_not_accept,
    why_not_approve,
    why_not_discuss,
    why_not_publish,
    why_not_review,
    why_not_submit,
    why_not_withdraw,
    why_not_write,
)
from guidelines.review_rules import reviewers_needed
from guidelines.selectors import editing
from guidelines.selectors import review_page as selectors
from guidelines.selectors.reviewing import missing, suggested_reviewers, writer_ids
from guidelines.services import drafts, reviewing
from guidelines.views import unsaved

WITHDRAW_ID = "withdraw_%s"


@require_safe
def guideline_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The version in work with the comments beside their passages, and what was decided."""
    person = person_of(request)
    guideline = selectors.visible_guideline(person, pk)
    check(why_not_review(person, guideline))
    if not guideline.versions.filter(state__in=OPEN_STATES).exists():
        return render(request, "guidelines/review_none.html", _nothing(guideline, person))
    version = selectors.visible_open_version(person, pk)
    if getattr(request, "htmx", None) and "comment" in request.GET:
        return _comment_fragment(request, version)
    return review_page(request, version)


@require_http_methods(["GET", "POST"])
def guideline_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft to its reviewers."""
    person = person_of(request)
    draft = selectors.visible_open_version(person, pk)
    check(why_not_submit(person, draft))
    typed = editing.copy_of(draft, person)
    shown = editing.as_typed(draft, typed)
    form = _submit_form(request, shown, person)
    if request.method == "POST" and form.is_valid():
        asked = {"reviewers": form.reviewers(), "comment": form.cleaned_data["comment"]}
        choice = request.POST.get("unsaved", "")
        try:
            done = attempt(form, lambda: unsaved.submit(draft, typed, choice, by=person, **asked))
        except drafts.Conflict:
            return redirect("guideline_draft_merge", pk)
        if done:
            messages.success(request, _("The draft is in review. The reviewers were told."))
            return redirect("guideline_review", pk)
        draft.refresh_from_db()
    context = {
        "guideline": draft.guideline,
        "version": draft,
        "form": form,
        "missing": missing(shown),
        "needed": reviewers_needed(shown.kind),
        "writing": editing.unsaved_of_others(draft, person),
        "copy": typed,
        "is_overtaken": typed is not None and shown is draft,
    }
    status = 422 if form.errors else 200
    return render(request, "guidelines/review_submit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def review_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the version, or ask for changes."""
    if request.method != "POST":  # a page that was refused is loaded again
        return redirect("guideline_review", pk)
    person = person_of(request)
    version = selectors.visible_open_version(person, pk)
    check(why_not_approve(person, version))
    form = DecisionForm(request.POST)
    if form.is_valid():
        attempt(form, lambda: reviewing.decide(version, by=person, **form.cleaned_data))
    if not form.errors:
        messages.success(request, _told(version, form.cleaned_data["decision"]))
        return redirect("guideline_review", pk)
    return review_page(request, version, decision_form=form)


@require_http_methods(["GET", "POST"])
def review_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a version back to draft."""
    if request.method != "POST":  # a page that was refused is loaded again
        return redirect("guideline_review", pk)
    person = person_of(request)
    version = selectors.visible_open_version(person, pk)
    check(why_not_withdraw(person, version))
    form = ReasonForm(request.POST, auto_id=WITHDRAW_ID)
    if form.is_valid():
        attempt(form, lambda: reviewing.withdraw(version, by=person, **form.cleaned_data))
    if not form.errors:
        messages.success(request, _("The version is a draft again."))
        return redirect("guideline_review", pk)
    return review_page(request, version, withdraw_form=form)


@require_http_methods(["GET", "POST"])
def review_reviewer_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one more person."""
    if request.method != "POST":  # a page that was refused is loaded again
        return redirect("guideline_review", pk)
    person = person_of(request)
    version = selectors.visible_open_version(person, pk)
    check(why_not_review(person, version.guideline))
    form = ReviewerForm(request.POST, without=_not_to_ask(version))
    if form.is_valid():
        asked = form.cleaned_data["person"]
        attempt(form, lambda: reviewing.add_reviewer(version, asked, by=person))
    if not form.errors:
        return redirect("guideline_review", pk)
    return review_page(request, version, reviewer_form=form)


@require_POST
def review_reviewer_remove(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """Ask a person no more."""
    person = person_of(request)
    version = selectors.visible_open_version(person, pk)
    check(why_not_review(person, version.guideline))
    asked = get_object_or_404(User.objects.filter(reviews__version=version), pk=person_pk)
    acted(request, lambda: reviewing.remove_reviewer(version, asked, by=person))
    return redirect("guideline_review", pk)


def review_page(
    request: HttpRequest,
    version: GuidelineVersion,
    *,
    comment_form: CommentForm | None = None,
    **forms: Any,
) -> HttpResponse:
    """The review page; a form that was refused stands where it was filled in."""
    person = person_of(request)
    guideline = version.guideline
    discussion = selectors.discussion(version, person)
    asked = selectors.reviewers(version)
    comment_form, comment_line = _comment_form(request, discussion, comment_form)
    given = [form for form in [comment_form, *forms.values()] if form is not None]
    context = {
        "guideline": guideline,
        "version": version,
        "discussion": discussion,
        "is_source": request.GET.get("view") == "source",
        "reviewers": asked,
        "needed": reviewers_needed(version.kind),
        "steps": selectors.steps(version),
        "comment_form": comment_form,
        "comment_line": comment_line,
        "decision_form": forms.get("decision_form")
        or DecisionForm(initial={"seen_revision": version.revision}),
        "withdraw_form": forms.get("withdraw_form") or ReasonForm(auto_id=WITHDRAW_ID),
        "reviewer_form": forms.get("reviewer_form") or ReviewerForm(without=_not_to_ask(version)),
        **_rights(person, version),
        "unsaved": editing.unsaved(guideline, person),
        "is_scheduled": version.published_by_id is not None,
        "published": guideline.current if guideline.current_id else None,
    }
    status = 422 if any(form.errors for form in given) else 200
    return render(request, "guidelines/review.html", context, status=status)


def acted(request: HttpRequest, action: Callable[[], object], done: str = "") -> bool:
    """Do it; what is refused is said above the page."""
    try:
        action()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    if done:
        messages.success(request, done)
    return True


def review_url(guideline: Guideline, anchor: str = "") -> str:
    """The review page at one of its comments or passages."""
    return reverse("guideline_review", args=[guideline.pk]) + (f"#{anchor}" if anchor else "")


def _submit_form(request: HttpRequest, shown: GuidelineVersion, person: User) -> SubmitForm:
    return SubmitForm(
        posted(request),
        proposals=suggested_reviewers(shown.guideline),
        writers=writer_ids(shown) | {person.pk},
        needed=reviewers_needed(shown.kind),
    )


def _nothing(guideline: Guideline, person: User) -> dict[str, Any]:
    return {"guideline": guideline, "unsaved": editing.unsaved(guideline, person)}


def _comment_fragment(request: HttpRequest, version: GuidelineVersion) -> HttpResponse:
    """The form beside one paragraph alone."""
    person = person_of(request)
    check(why_not_discuss(person, version))
    form, line = _comment_form(request, selectors.discussion(version, person), None)
    context = {"guideline": version.guideline, "comment_form": form, "comment_line": line}
    return render(request, "guidelines/review/comment_form.html", context)


def _rights(person: User, version: GuidelineVersion) -> dict[str, str | None]:
    return {
        "why_not_discuss": why_not_discuss(person, version),
        "why_not_write": why_not_write(person, version.guideline),
        "why_not_accept": why_not_accept(person, version),
        "why_not_approve": why_not_approve(person, version),
        "why_not_submit": why_not_submit(person, version),
        "why_not_withdraw": why_not_withdraw(person, version),
        "why_not_publish": why_not_publish(person, version),
    }


def _comment_form(
    request: HttpRequest, discussion: selectors.Discussion, given: CommentForm | None
) -> tuple[CommentForm | None, int | None]:
    """The form and the line of the block where it stands; 0 is the whole text."""
    wanted = (given.data.get("line") if given else request.GET.get("comment")) or ""
    line = int(wanted) if wanted.isdecimal() and len(wanted) < 9 else None
    if given is not None or line is None:
        return given, line or 0
    block = next((part.block for part in discussion.parts if part.block.line == line), None)
    if line == 0 or block is None:
        return CommentForm(initial={"line": 0}), 0
    passage = {"quote": block.source, "suggestion": block.source, "start": block.start}
    return CommentForm(initial={"line": line, **passage}), line


def _not_to_ask(version: GuidelineVersion) -> set[int]:
    return writer_ids(version) | set(version.reviewers.values_list("person", flat=True))


def _told(version: GuidelineVersion, decision: str) -> str:
    if decision == Decision.CHANGES:
        return _("The version went back to draft with your reason.")
    if version.state == VersionState.APPROVED:
        return _("You approved the version. It can be published now.")
    return _("You approved the version. It waits for other decisions or open comments.")
