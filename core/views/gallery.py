"""The gallery: every component of the design system in all its states."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import gallery as samples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Made-up content only; shown to whoever builds a page, and to the tests."""
    return render(request, "core/gallery.html", samples.context())
