"""What the editor asks while somebody writes: keep, preview, links, blocks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.signed_in import person_of
from guidelines.forms.editor import kept_values, plain
from guidelines.permissions import check, why_not_pick
from guidelines.selectors import editing
from guidelines.selectors.previewing import preview
from guidelines.services import drafts
from guidelines.views.drafting import editable_draft

LONGEST_QUERY = 80


@require_POST
def guideline_draft_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is typed, and tell who else writes."""
    person, draft = editable_draft(request, pk)
    base = request.POST.get("base_revision", "")
    if not base.isdecimal() or len(base) > 9:
        return JsonResponse({}, status=422)
    kept = drafts.keep(
        draft, by=person, base_revision=int(base), values=kept_values(request.POST, draft)
    )
    told = _("As in the saved draft")
    if kept:
        told = _("Kept %(time)s, not saved yet") % {"time": editing.clock(kept.saved_at)}
    return JsonResponse(
        {
            "state": told,
            "is_kept": kept is not None,
            "others": editing.others(draft, person),
            "overtaken": editing.overtaken(draft, int(base), person),
        }
    )


@require_POST
def guideline_draft_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as readers will see it, with what to look at and how long it is."""
    person, draft = editable_draft(request, pk)
    title, body = request.POST.get("title", ""), plain(request.POST.get("body", ""))
    shown = preview(draft, person, title=title, body=body)
    return render(request, "guidelines/edit_preview.html", {"preview": shown})


@require_GET
def guideline_link_search(request: HttpRequest) -> JsonResponse:
    """Pages that a text may link to, as far as the person may see them."""
    person = person_of(request)
    check(why_not_pick(person))
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    groups = editing.link_suggestions(query, person)
    found = [
        {"kind": str(label), "reference": one.reference, "title": one.title, "note": one.note}
        for label, suggestions in groups
        for one in suggestions
    ]
    return JsonResponse({"results": found})


@require_GET
def guideline_block_search(request: HttpRequest) -> JsonResponse:
    """Text blocks that a text may include."""
    check(why_not_pick(person_of(request)))
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    return JsonResponse({"results": editing.block_suggestions(query)})
