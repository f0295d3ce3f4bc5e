"""Two people wrote in one draft: both texts side by side, and one text out of both."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.forms import attempt
from accounts.models import User
from guidelines.forms.merging import MergeForm
from guidelines.models import GuidelineVersion, WorkingCopy
from guidelines.selectors import editing
from guidelines.selectors.collisions import changes, collision, decided
from guidelines.services import drafts
from guidelines.views.drafting import editable_draft


@require_GET
def guideline_draft_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person has typed against the draft as it is saved."""
    person, draft = editable_draft(request, pk)
    copy = editing.copy_of(draft, person)
    if copy is None:
        return redirect("guideline_edit", pk)
    runs = changes(draft.body, copy.values.get("body", draft.body))
    context = {"guideline": draft.guideline, "draft": draft, "copy": copy, "runs": runs}
    return render(request, "guidelines/edit_compare.html", context)


@require_POST
def guideline_draft_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Go back to the draft as it is saved."""
    person, draft = editable_draft(request, pk)
    drafts.forget(draft, by=person)
    messages.success(request, _("This is the saved draft again."))
    return redirect("guideline_edit", pk)


@require_http_methods(["GET", "POST"])
def guideline_draft_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one text of the draft and of what the person has typed, and save it."""
    person, draft = editable_draft(request, pk)
    copy = editing.copy_of(draft, person)
    if copy is None or copy.base_revision == draft.revision:
        return redirect("guideline_edit", pk)
    if request.method == "GET":
        return merge_page(request, draft, person)
    if request.POST.get("revision") != str(draft.revision):
        messages.warning(request, _("The draft was saved once more meanwhile. Please look again."))
        return merge_page(request, draft, person)
    form = MergeForm(request.POST, found=collision(draft, copy))
    saved = form.is_valid() and attempt(form, lambda: _save(draft, person, form)) is not None
    if saved:
        messages.success(request, _("Both texts are in the draft now."))
        return redirect("guideline_edit", pk)
    return _page(request, draft, copy, form)


def merge_page(request: HttpRequest, draft: GuidelineVersion, person: User) -> HttpResponse:
    """The page on which the person decides; 409 when it answers an attempt to save."""
    copy = editing.copy_of(draft, person)
    if copy is None:
        return redirect("guideline_edit", draft.guideline_id)
    return _page(request, draft, copy, MergeForm(found=collision(draft, copy)))


def _page(
    request: HttpRequest, draft: GuidelineVersion, copy: WorkingCopy, form: MergeForm
) -> HttpResponse:
    found = form.found
    base = copy.base_values.get("body") or ""
    context = {
        "guideline": draft.guideline,
        "draft": draft,
        "copy": copy,
        "found": found,
        "form": form,
        "choices": [(one, form[one.name]) for one in found.choices],
        "passages": [(one, form[one.name]) for one in found.passages],
        "their_runs": changes(base, draft.body),
        "my_runs": changes(base, copy.values.get("body", base)),
    }
    status = 422 if form.errors else 409 if request.method == "POST" else 200
    return render(request, "guidelines/edit_merge.html", context, status=status)


def _save(draft: GuidelineVersion, person: User, form: MergeForm) -> GuidelineVersion:
    """Save what was decided, unless the draft moved on from what the decisions are about."""
    told = _("Merged with the text of %(name)s") % {"name": draft.updated_by or _("somebody")}
    if form.found.is_own:
        told = _("Merged with the text saved in another window")
    base = form.cleaned_data["revision"]
    values = decided(form.found, form.decisions())
    try:
        return drafts.save(draft, by=person, base_revision=base, comment=told, **values)
    except drafts.Conflict as moved:
        raise ValidationError(
            _("The draft was saved once more meanwhile. Please look again.")
        ) from moved
