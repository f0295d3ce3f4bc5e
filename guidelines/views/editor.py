"""The editor: open, save, begin and throw away a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import attempt, posted
from accounts.models import User
from accounts.signed_in import person_of
from guidelines.forms.editor import DraftForm, kept_values
from guidelines.forms.toolbar import GROUPS, SCRIPTS, script_settings
from guidelines.models import Guideline, GuidelineVersion
from guidelines.permissions import check, why_not_edit, why_not_write
from guidelines.selectors import editing
from guidelines.selectors.previewing import Preview, preview
from guidelines.services import drafts
from guidelines.views.drafting import editable_draft, wants_json
from guidelines.views.editor_merging import merge_page


@require_http_methods(["GET", "POST"])
def guideline_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write in the draft; what others saved meanwhile is never overwritten."""
    person = person_of(request)
    guideline = editing.visible_guideline(person, pk)
    check(why_not_write(person, guideline))
    draft = editing.open_version(guideline)
    reason = why_not_edit(person, draft) if draft else None
    if draft is None or (reason and request.method == "POST"):
        return _closed(request, guideline, draft, reason)
    check(reason)
    if "preview" in request.POST:
        return _preview_page(request, person, draft)
    form = DraftForm(posted(request), draft=draft, copy=editing.copy_of(draft, person))
    if request.method == "POST" and form.is_valid():
        try:
            saved = attempt(form, lambda: _save(form, draft, person))
        except drafts.Conflict:
            return _conflict(request, person, draft, form.cleaned_data["base_revision"])
        if saved:
            return _saved(request, guideline, saved)
    return _editor(request, person, draft, form)


@require_POST
def guideline_draft_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version."""
    person = person_of(request)
    guideline = editing.visible_guideline(person, pk)
    check(why_not_write(person, guideline))
    try:
        drafts.start(guideline, by=person)
    except ValidationError as refusal:
        messages.info(request, " ".join(refusal.messages))
    return redirect("guideline_edit", guideline.pk)


@require_POST
def guideline_draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    person, draft = editable_draft(request, pk)
    chapter = draft.guideline.chapter
    drafts.discard(draft, by=person)
    messages.success(request, _("The draft was thrown away."))
    is_left = Guideline.objects.filter(pk=pk).exists()
    return redirect("guideline", pk) if is_left else redirect(chapter)


def _save(form: DraftForm, draft: GuidelineVersion, person: User) -> GuidelineVersion:
    base = form.cleaned_data["base_revision"]
    return drafts.save(draft, by=person, base_revision=base, **form.values())


def _saved(request: HttpRequest, guideline: Guideline, draft: GuidelineVersion) -> HttpResponse:
    if wants_json(request):
        told = _("Saved %(time)s") % {"time": editing.clock(timezone.now())}
        return JsonResponse({"revision": draft.revision, "state": told})
    messages.success(request, _("The draft was saved."))
    if "close" in request.POST:
        return redirect(draft)
    return redirect("guideline_edit", guideline.pk)


def _conflict(
    request: HttpRequest, person: User, draft: GuidelineVersion, base: int
) -> HttpResponse:
    """Keep what was sent; then the person decides what becomes of both texts."""
    draft = GuidelineVersion.objects.select_related("guideline", "updated_by").get(pk=draft.pk)
    drafts.keep(draft, by=person, base_revision=base, values=kept_values(request.POST, draft))
    if reason := why_not_edit(person, draft):
        return _closed(request, draft.guideline, draft, reason)
    if wants_json(request):
        return JsonResponse({"merge": True}, status=409)
    return merge_page(request, draft, person)


def _closed(
    request: HttpRequest, guideline: Guideline, draft: GuidelineVersion | None, reason: str | None
) -> HttpResponse:
    """Nothing can be written now: says why, and hands back what was sent."""
    is_sent = request.method == "POST"
    reason = reason or (_("This draft was thrown away or published meanwhile.") if is_sent else "")
    if is_sent and wants_json(request):
        return JsonResponse({"reason": reason}, status=409)
    context = {
        "guideline": guideline,
        "draft": draft,
        "reason": reason,
        "text": request.POST.get("body", ""),
        "unsaved": editing.unsaved(guideline, person_of(request)),
    }
    return render(request, "guidelines/edit_start.html", context, status=409 if is_sent else 200)


def _preview_page(request: HttpRequest, person: User, draft: GuidelineVersion) -> HttpResponse:
    """The editor with the rendered text, for browsers without script."""
    form = DraftForm(request.POST, draft=draft, copy=editing.copy_of(draft, person))
    text = kept_values(request.POST, draft)
    shown = preview(draft, person, title=text["title"], body=text["body"])
    form.errors.clear()
    return _editor(request, person, draft, form, shown)


def _editor(
    request: HttpRequest,
    person: User,
    draft: GuidelineVersion,
    form: DraftForm,
    shown: Preview | None = None,
) -> HttpResponse:
    base = str(form["base_revision"].value())
    began = int(base) if base.isdecimal() else draft.revision
    context: dict[str, Any] = {
        "form": form,
        "draft": draft,
        "guideline": draft.guideline,
        "copy": form.copy,
        "overtaken": editing.overtaken(draft, began, person),
        "others": editing.others(draft, person),
        "preview": shown,
        "groups": GROUPS,
        "scripts": SCRIPTS,
        "settings": script_settings(draft, person),
    }
    return render(request, "guidelines/edit.html", context, status=422 if form.errors else 200)
