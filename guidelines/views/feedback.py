"""What readers say, for the owners of guidelines and the PMO."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import attempt
from accounts.roles import Capability, can
from accounts.signed_in import person_of
from guidelines.forms.reading import AnswerForm
from guidelines.models import Feedback
from guidelines.permissions import check, why_not_answer, why_not_read_feedback
from guidelines.selectors.reading import feedback_for
from guidelines.services import reading

PER_PAGE = 25


@require_safe
def guideline_feedback(request: HttpRequest) -> HttpResponse:
    """Comments on the guidelines that the person answers for, those without an answer at hand."""
    check(why_not_read_feedback(request.user))
    return _page(request)


@require_POST
def guideline_feedback_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a reader, who is told."""
    person = person_of(request)
    rows = feedback_for(person, keeps_all=True)
    answered = get_object_or_404(rows, pk=pk)
    check(why_not_answer(person, answered.version.guideline))
    form = AnswerForm(request.POST)
    if form.is_valid():
        attempt(form, lambda: reading.answer_feedback(answered, by=person, **form.cleaned_data))
    if form.errors:
        return _page(request, answered=answered, form=form)
    messages.success(request, _("%(name)s was told of your answer.") % {"name": answered.person})
    return redirect("guideline_feedback")


def _page(
    request: HttpRequest, *, answered: Feedback | None = None, form: AnswerForm | None = None
) -> HttpResponse:
    person = person_of(request)
    rows = feedback_for(person, keeps_all=can(person, Capability.MANAGE_GUIDELINES))
    scope = request.GET.get("scope", "open")
    if scope == "open":
        rows = rows.exclude(comment="").filter(answered_at=None)
    elif scope == "unhelpful":
        rows = rows.filter(is_helpful=False)
    if answered is not None:
        rows = rows.filter(pk=answered.pk)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    items: list[dict[str, Any]] = [
        {
            "feedback": row,
            "form": form
            if answered and row.pk == answered.pk
            else AnswerForm(auto_id=f"{row.pk}-%s"),
        }
        for row in page
    ]
    context = {"page": page, "items": items, "scope": scope}
    status = 422 if form is not None else 200
    return render(request, "guidelines/feedback.html", context, status=status)
