"""Comments of a review: say, answer, resolve, open again, take over and decline wordings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import attempt
from accounts.models import User
from accounts.signed_in import person_of
from guidelines.forms.reviewing import AnswerForm, CommentForm, ReasonForm
from guidelines.models import ReviewComment
from guidelines.permissions import check, why_not_accept, why_not_discuss, why_not_write
from guidelines.selectors import review_page as selectors
from guidelines.services import reviewing
from guidelines.views.reviewing import acted, review_page, review_url


@require_POST
def review_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A remark on a passage or on the whole, or another wording."""
    person = person_of(request)
    version = selectors.visible_open_version(person, pk)
    check(why_not_discuss(person, version))
    form = CommentForm(request.POST)
    if form.is_valid():
        said = attempt(form, lambda: reviewing.comment(version, by=person, **form.values(version)))
        if said:
            return redirect(review_url(version.guideline, f"comment_{said.pk}"))
    return review_page(request, version, comment_form=form)


@require_POST
def review_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer below a comment."""
    person, said = _discussed(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        body = form.cleaned_data["body"]
        acted(request, lambda: reviewing.comment(said.version, by=person, body=body, parent=said))
    else:
        messages.error(request, _("Write an answer."))
    return _back(said)


@require_POST
def review_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a comment."""
    person, said = _discussed(request, pk)
    acted(request, lambda: reviewing.resolve(said, by=person))
    return _back(said)


@require_POST
def review_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed comment again."""
    person, said = _discussed(request, pk)
    acted(request, lambda: reviewing.reopen(said, by=person))
    return _back(said)


@require_POST
def review_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the suggested wording into the text."""
    person, said = _discussed(request, pk)
    check(why_not_accept(person, said.version))
    acted(request, lambda: reviewing.accept(said, by=person), _("The wording is in the text."))
    return _back(said)


@require_POST
def review_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the text as it is, with a reason."""
    person, said = _discussed(request, pk)
    check(why_not_write(person, said.version.guideline))
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        acted(request, lambda: reviewing.decline(said, by=person, reason=reason))
    else:
        messages.error(request, _("Say why the wording is not taken over."))
    return _back(said)


def _discussed(request: HttpRequest, pk: int) -> tuple[User, ReviewComment]:
    person = person_of(request)
    said = selectors.visible_comment(person, pk)
    check(why_not_discuss(person, said.version))
    return person, said


def _back(said: ReviewComment) -> HttpResponse:
    return redirect(review_url(said.version.guideline, f"comment_{said.pk}"))
