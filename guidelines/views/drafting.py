"""What all addresses of the editor ask first."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from accounts.models import User
from accounts.signed_in import person_of
from guidelines.models import GuidelineVersion
from guidelines.permissions import check, why_not_edit, why_not_write
from guidelines.selectors import editing


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
