"""Reports for their readers: what was sent to me, and the PDF itself."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.signed_in import person_of
from core import files
from stakeholders.models import ReportEdition
from stakeholders.permissions import can_read_reports
from stakeholders.selectors.reading import received_by
from stakeholders.services import deliveries

PER_PAGE = 25


@require_safe
def my_reports(request: HttpRequest) -> HttpResponse:
    """What was sent to the person, newest first."""
    person = person_of(request)
    if not can_read_reports(person):
        raise PermissionDenied(_("Your roles do not receive reports."))
    page = Paginator(received_by(person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "stakeholders/mine.html", {"page": page})


@require_safe
def report_edition(request: HttpRequest, pk: int) -> FileResponse:
    """The PDF, for those who may see all that it holds; opening it is the receipt."""
    person = person_of(request)
    visible = ReportEdition.objects.visible_to(person).select_related("pdf", "run__definition")
    edition = get_object_or_404(visible, pk=pk)
    if edition.pdf is None:
        raise Http404(_("The PDF is not made yet."))
    deliveries.note_opened(edition, by=person)
    return files.serve(edition.pdf, inline=True)
