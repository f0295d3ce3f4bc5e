"""A person's own confirmations: to give one, and to look at those given."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.signed_in import person_of
from guidelines.models import GuidelineVersion
from guidelines.selectors import confirmations as selectors
from guidelines.services import confirmations

PAGE_SIZE = 25
CARD_ID = "confirmation"


@require_POST
def version_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The person says for themselves that they read and understood the version."""
    person = person_of(request)
    versions = GuidelineVersion.objects.visible_to(person).select_related("guideline")
    version = get_object_or_404(versions, pk=pk)
    try:
        confirmations.confirm(version, by=person, seen=request.POST.get("seen", ""))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Your confirmation is kept. Thank you."))
    return redirect(f"{version.guideline.get_absolute_url()}#{CARD_ID}")


@require_safe
def my_confirmations(request: HttpRequest) -> HttpResponse:
    """What the person has to confirm, and what they confirmed."""
    person = person_of(request)
    page = Paginator(selectors.confirmed_by(person), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "waiting": selectors.to_confirm(person),
        "excused": selectors.excused(person),
        "page": page,
        "given": selectors.with_standing(list(page)),
        "today": timezone.localdate(),
    }
    return render(request, "guidelines/my_confirmations.html", context)
