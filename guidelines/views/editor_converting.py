"""Word documents and pasted text in the editor."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.forms import attempt
from accounts.models import User
from guidelines.models import GuidelineVersion
from guidelines.services.converting import Text, from_clipboard, from_document
from guidelines.views.drafting import editable_draft, keep_with, wants_json


class ConvertForm(forms.Form):
    """A Word document, or what was on the clipboard."""

    file = forms.FileField(label=gettext_lazy("Word document"), required=False)
    html = forms.CharField(label=gettext_lazy("Pasted text"), required=False)

    def clean(self) -> dict[str, object]:
        """One of both, and not too large."""
        values = super().clean() or {}
        file = values.get("file")
        if not file and not values.get("html"):
            raise forms.ValidationError(_("Choose a Word document."))
        if file and file.size > settings.MAX_UPLOAD_MB * 1024 * 1024:
            self.add_error("file", _("The file is too large."))
        return values


@require_POST
def guideline_draft_convert(request: HttpRequest, pk: int) -> HttpResponse:
    """The Markdown of a document or of pasted HTML; the script puts it at the caret."""
    person, draft = editable_draft(request, pk)
    form = ConvertForm(request.POST, request.FILES)
    made = attempt(form, lambda: _converted(form, draft, person)) if form.is_valid() else None
    if wants_json(request):
        if made is None:
            return JsonResponse({"errors": form.errors}, status=422)
        return JsonResponse({"markdown": made.markdown, "problems": made.problems})
    keep_with(request, draft, person, made.markdown if made else "")
    for message in [one for errors in form.errors.values() for one in errors]:
        messages.error(request, str(message))
    if made:
        messages.success(request, _("The text stands at the end."))
        for problem in made.problems:
            messages.warning(request, problem)
    return redirect("guideline_edit", pk)


def _converted(form: ConvertForm, draft: GuidelineVersion, person: User) -> Text:
    if file := form.cleaned_data["file"]:
        return from_document(draft.guideline, file.read(), by=person)
    return from_clipboard(form.cleaned_data["html"])
