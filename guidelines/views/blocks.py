"""Text blocks: propose a text, let another person release it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import attempt, posted
from accounts.signed_in import person_of
from guidelines.forms.blocks import NewBlockForm, ProposalForm
from guidelines.models import TextBlock
from guidelines.permissions import check, why_not_manage, why_not_release, why_not_work
from guidelines.selectors import blocks as selectors
from guidelines.services import blocks as services


@require_safe
def text_blocks(request: HttpRequest) -> HttpResponse:
    """All blocks with where they are used."""
    person = person_of(request)
    check(why_not_work(person))
    context = {"lines": selectors.lines(person), "why_not_manage": why_not_manage(person)}
    return render(request, "guidelines/text_blocks.html", context)


@require_safe
def text_block(request: HttpRequest, pk: int) -> HttpResponse:
    """A block: its text, what is proposed, what a release would change, its history."""
    person = person_of(request)
    check(why_not_work(person))
    block = _block(pk)
    context = {
        "shown": block,
        "seen": urlencode({"seen": block.proposed_at.isoformat()}) if block.proposed_at else "",
        "use": selectors.use_of(block, person),
        "runs": selectors.changes(block) if block.proposed_at else (),
        "before": {"label": _("Released")},
        "after": {"label": _("Proposed")},
        "saves": selectors.saves(block),
        "released_page": selectors.preview(block.body, person),
        "proposed_page": selectors.preview(block.proposed_body, person),
        "why_not_manage": why_not_manage(person),
        "why_not_release": why_not_release(person, block),
    }
    return render(request, "guidelines/text_block.html", context)


@require_http_methods(["GET", "POST"])
def text_block_create(request: HttpRequest) -> HttpResponse:
    """A new block; it can be included once another person has released it."""
    person = person_of(request)
    check(why_not_manage(person))
    form = NewBlockForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.create(by=person, **form.cleaned_data))
        if made:
            messages.success(request, _("The text is proposed. Another person releases it."))
            return redirect(made)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
def text_block_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose another text."""
    person = person_of(request)
    check(why_not_manage(person))
    block = _block(pk)
    form = ProposalForm(request.POST) if request.method == "POST" else ProposalForm.of(block)
    if request.method == "POST" and form.is_valid():
        if attempt(form, lambda: services.propose(block, by=person, **form.cleaned_data)):
            messages.success(request, _("The text is proposed. Another person releases it."))
            return redirect(block)
        block = _block(pk)
    return _form_page(request, form, block)


@require_POST
def text_block_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the proposed text go live wherever the block is included."""
    person = person_of(request)
    check(why_not_work(person))
    block = _block(pk)
    check(why_not_release(person, block))
    if block.proposed_at and request.GET.get("seen") != block.proposed_at.isoformat():
        messages.error(request, _("The proposal has changed since you read it. Read it again."))
        return redirect(block)
    return _done(request, block, _("The text is live."), lambda: services.release(block, by=person))


@require_POST
def text_block_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop what is proposed."""
    person = person_of(request)
    check(why_not_manage(person))
    block = _block(pk)
    told = _("The proposal was taken back.")
    return _done(request, block, told, lambda: services.take_back(block, by=person))


@require_POST
def text_block_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a block that nothing includes."""
    person = person_of(request)
    check(why_not_manage(person))
    block = _block(pk)
    told = _("The block was deleted.")
    return _done(request, block, told, lambda: services.delete(block, by=person))


def _block(pk: int) -> TextBlock:
    return get_object_or_404(TextBlock.objects.select_related("proposed_by", "released_by"), pk=pk)


def _done(
    request: HttpRequest, block: TextBlock, told: str, act: Callable[[], Any]
) -> HttpResponse:
    """Act, say so or why not, and go where the block is still to be seen."""
    pk = block.pk
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, told)
    if TextBlock.objects.filter(pk=pk).exists():
        return redirect("text_block", pk)
    return redirect("text_blocks")


def _form_page(
    request: HttpRequest, form: NewBlockForm | ProposalForm, block: TextBlock | None
) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "shown": block}
    return render(request, "guidelines/text_block_edit.html", context, status=status)
