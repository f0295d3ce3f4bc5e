"""Text that was typed and not saved: with a submission, and after its version went on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.signed_in import person_of
from guidelines.enums import VersionState
from guidelines.forms.editor import DraftForm
from guidelines.models import GuidelineVersion, WorkingCopy
from guidelines.permissions import check, why_not_read_source
from guidelines.selectors import editing
from guidelines.selectors.collisions import changes
from guidelines.services import drafts, reviewing

SAVE, LEAVE_OUT = "save", "leave_out"


@require_safe
def guideline_unsaved(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What the person typed against the version as it went on without it."""
    person = person_of(request)
    guideline = editing.visible_guideline(person, pk)
    typed = _typed(request, pk, number)
    if typed is None:
        return redirect(guideline)
    check(why_not_read_source(person, guideline))
    version = typed.version
    if version.state == VersionState.DRAFT:
        return redirect("guideline_draft_compare", pk)
    text = typed.values.get("body", version.body)
    context = {
        "guideline": guideline,
        "version": version,
        "copy": typed,
        "text": text,
        "runs": changes(version.body, text),
    }
    return render(request, "guidelines/unsaved.html", context)


@require_POST
def guideline_unsaved_drop(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Drop what the person typed and did not save."""
    person = person_of(request)
    guideline = editing.visible_guideline(person, pk)
    typed = _typed(request, pk, number)
    if typed is not None:
        drafts.forget(typed.version, by=person)
        messages.success(request, _("The unsaved text was dropped."))
    return redirect(guideline)


def submit(
    draft: GuidelineVersion, typed: WorkingCopy | None, choice: str, *, by: User, **asked: Any
) -> GuidelineVersion:
    """Submit with the person's unsaved text or without it, as they chose."""
    if typed is None or choice != SAVE:
        return reviewing.submit(draft, by=by, without_unsaved=choice == LEAVE_OUT, **asked)
    now = {name: getattr(draft, name) for name in drafts.FIELDS}
    form = DraftForm({**now, **typed.values, "base_revision": typed.base_revision}, draft=draft)
    if not form.is_valid():
        raise ValidationError(
            [f"{form[name].label}: {said}" for name, told in form.errors.items() for said in told]
        )
    base = typed.base_revision
    return reviewing.submit_typed(draft, by=by, base_revision=base, values=form.values(), **asked)


def _typed(request: HttpRequest, pk: int, number: int) -> WorkingCopy | None:
    person = person_of(request)
    found = editing.unsaved(editing.visible_guideline(person, pk), person)
    return next((each for each in found if each.version.number == number), None)
