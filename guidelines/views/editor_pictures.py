"""Pictures: put into a draft, and shown to whoever may see the guideline."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import attempt
from accounts.models import User
from accounts.signed_in import person_of
from core import files
from guidelines.domain.rasters import MAX_BYTES
from guidelines.forms.editor import PictureForm
from guidelines.models import Guideline, GuidelineImage, GuidelineVersion
from guidelines.services import pictures
from guidelines.views.drafting import editable_draft, keep_with, wants_json


@require_POST
def guideline_draft_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a picture; the script puts it at the caret, without script it goes to the end."""
    person, draft = editable_draft(request, pk)
    form = PictureForm(request.POST, request.FILES)
    added = attempt(form, lambda: _add(draft, person, form)) if form.is_valid() else None
    if wants_json(request):
        if added is None:
            return JsonResponse({"errors": form.errors}, status=422)
        return JsonResponse({"markdown": pictures.markdown(added)})
    keep_with(request, draft, person, f"{pictures.markdown(added)}\n" if added else "")
    for message in [one for errors in form.errors.values() for one in errors]:
        messages.error(request, str(message))
    if added:
        messages.success(request, _("The picture stands at the end of the text."))
    return redirect("guideline_edit", pk)


@require_safe
def guideline_image(request: HttpRequest, token: str) -> HttpResponseBase:
    """A picture, to whoever may see its guideline."""
    visible = Guideline.objects.visible_to(person_of(request))
    rows = GuidelineImage.objects.filter(guideline__in=visible).select_related("file")
    picture = get_object_or_404(rows, token=token)
    etag = f'"{picture.file.sha256}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    response = response or files.serve(picture.file, inline=True)
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response


def _add(draft: GuidelineVersion, person: User, form: PictureForm) -> GuidelineImage:
    upload = form.cleaned_data["picture"]
    content = upload.read(MAX_BYTES + 1)
    alt = "" if form.cleaned_data["decorative"] else form.cleaned_data["alt"]
    return pictures.add(draft.guideline, by=person, content=content, name=upload.name, alt=alt)
