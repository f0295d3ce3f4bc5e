"""Updates of the shipped guidelines: what is offered, and what it would change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.signed_in import person_of
from guidelines.models import Guideline, ShippedText
from guidelines.permissions import check, why_not_manage, why_not_write
from guidelines.selectors import shipping as selectors
from guidelines.selectors.shipped_changes import properties, texts
from guidelines.selectors.shipping import Step
from guidelines.services import shipping


@require_safe
def shipped_updates(request: HttpRequest) -> HttpResponse:
    """Every shipped text that has changed since it was taken over."""
    check(why_not_manage(request.user))
    person = person_of(request)
    context = {"updates": selectors.visible_updates(person), "absent": selectors.absent()}
    return render(request, "guidelines/shipped_updates.html", context)


@require_safe
def shipped_update(request: HttpRequest, pk: int) -> HttpResponse:
    """What was shipped before and now, what was changed here, and both in one text."""
    person = person_of(request)
    step = _step(person, pk)
    check(why_not_manage(person))
    return _page(request, person, step)


@require_POST
def shipped_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the shipped changes over as a draft."""
    person = person_of(request)
    step = _step(person, pk)
    check(why_not_manage(person))
    check(why_not_write(person, _guideline(step)))
    return _decided(
        request,
        person,
        step,
        lambda: shipping.take_over(step, by=person),
        _("The draft is ready. Review and publish it as any other."),
    )


@require_POST
def shipped_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the guideline as it is."""
    person = person_of(request)
    step = _step(person, pk)
    check(why_not_manage(person))
    return _decided(
        request,
        person,
        step,
        lambda: shipping.decline(step, by=person),
        _("The shipped change was declined. A later one will be offered again."),
    )


def _step(person: User, pk: int) -> Step:
    """The update of a guideline that the person may see, if there is anything to decide."""
    rows = ShippedText.objects.select_related("guideline__current", "offered_in")
    row = get_object_or_404(rows.filter(guideline__in=_visible(person)), pk=pk)
    step = selectors.update_of(row)
    if step is None:
        raise Http404
    return step


def _visible(person: User) -> Any:
    return Guideline.objects.visible_to(person).values("pk")


def _guideline(step: Step) -> Guideline:
    if step.guideline is None:
        raise Http404
    return step.guideline


def _decided(
    request: HttpRequest, person: User, step: Step, service: Callable[[], object], told: str
) -> HttpResponse:
    try:
        service()
    except ValidationError as refusal:
        return _page(request, person, step, refusal)
    messages.success(request, told)
    return redirect("shipped_updates")


def _page(
    request: HttpRequest, person: User, step: Step, refusal: ValidationError | None = None
) -> HttpResponse:
    guideline, proposal = _guideline(step), step.proposal
    context = {
        "step": step,
        "guideline": guideline,
        "conflicts": proposal.conflicts if proposal else (),
        "properties": list(properties(proposal)) if proposal else [],
        "texts": texts(proposal) if proposal else [],
        "why_not_take": why_not_write(person, guideline),
        "refusal": " ".join(refusal.messages) if refusal else "",
    }
    status = 422 if refusal else 200
    return render(request, "guidelines/shipped_update.html", context, status=status)
