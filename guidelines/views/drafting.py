"""What all addresses of the editor ask first."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from accounts.models import User
from accounts.signed_in import person_of
from guidelines.forms.editor import HIGHEST, kept_values
from guidelines.models import GuidelineVersion
from guidelines.permissions import check, why_not_edit, why_not_write
from guidelines.selectors import editing
from guidelines.services import drafts


def wants_json(request: HttpRequest) -> bool:
    """Whether the editor's script asks, not the browser for a page."""
    return "application/json" in request.headers.get("Accept", "")


def editable_draft(request: HttpRequest, pk: int) -> tuple[User, GuidelineVersion]:
    """The person and the draft that they may edit now; else 404, or 403 with the reason."""
    person = person_of(request)
    guideline = editing.visible_guideline(person, pk)
    check(why_not_write(person, guideline))
    draft = editing.open_version(guideline)
    if draft is None:
        raise Http404
    check(why_not_edit(person, draft))
    return person, draft


def base_of(request: HttpRequest) -> int | None:
    """The revision from which the text that was sent was begun, if it says so."""
    base = request.POST.get("base_revision", "")
    return int(base) if base.isdecimal() and len(base) <= len(str(HIGHEST)) else None


def keep_with(request: HttpRequest, draft: GuidelineVersion, person: User, addition: str) -> None:
    """Without script: what was typed goes along, and what is added stands at its end."""
    base = base_of(request)
    if base is None or "body" not in request.POST:
        return
    values = kept_values(request.POST, draft)
    if addition:
        values["body"] = f"{values['body'].rstrip()}\n\n{addition}"
    drafts.keep(draft, by=person, base_revision=base, values=values)
