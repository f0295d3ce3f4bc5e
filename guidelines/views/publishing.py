"""Publishing a version, taking a scheduled one back, retiring and bringing back a guideline."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import attempt, posted
from accounts.signed_in import person_of
from guidelines.forms.publishing import PublishForm, RetireForm
from guidelines.models import GuidelineVersion
from guidelines.permissions import (
    check,
    why_not_campaign,
    why_not_publish,
    why_not_retire,
    why_not_write,
)
from guidelines.selectors import review_page as selectors
from guidelines.selectors.audiences import former_audience
from guidelines.selectors.backlinks import backlinks
from guidelines.selectors.broken_links import findings
from guidelines.selectors.reading import used_with
from guidelines.selectors.touched import touched
from guidelines.services import publishing, retiring
from guidelines.views.reviewing import acted


@require_http_methods(["GET", "POST"])
def guideline_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an approved version in force, now or on a day."""
    person = person_of(request)
    version = selectors.visible_open_version(person, pk)
    check(why_not_publish(person, version))
    found = findings(version, person)
    form = PublishForm(
        posted(request),
        version=version,
        is_broken=any(each.is_blocking for each in found),
        may_ask=why_not_campaign(person, version.guideline) is None,
        was_asked=former_audience(version) is not None,
    )
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: publishing.publish(version, by=person, **form.values()))
        if done:
            return _published(request, done, wants_to_ask=form.cleaned_data.get("ask", False))
        version.refresh_from_db()
    context = {
        "guideline": version.guideline,
        "version": version,
        "form": form,
        "findings": found,
        "published": version.guideline.current,
        "touched": touched(version, person),
    }
    status = 422 if form.errors else 200
    return render(request, "guidelines/publish.html", context, status=status)


@require_POST
def guideline_unschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a version takes effect on a day."""
    person = person_of(request)
    version = selectors.visible_open_version(person, pk)
    check(why_not_publish(person, version))
    done = _("The version is approved and not published.")
    acted(request, lambda: publishing.unschedule(version, by=person), done)
    return redirect("guideline_review", pk)


@require_http_methods(["GET", "POST"])
def guideline_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a guideline out of force; what refers to it is shown first."""
    person = person_of(request)
    guideline = selectors.visible_guideline(person, pk)
    check(why_not_retire(person, guideline))
    form = RetireForm(posted(request), guideline=guideline, person=person)
    if request.method == "POST" and form.is_valid():
        if attempt(form, lambda: retiring.retire(guideline, by=person, **form.cleaned_data)):
            messages.success(request, _("The guideline is retired."))
            return redirect(guideline)
        guideline.refresh_from_db()
    context = {
        "guideline": guideline,
        "form": form,
        "backlinks": backlinks(guideline, person),
        "used_with": used_with(guideline, person),
    }
    status = 422 if form.errors else 200
    return render(request, "guidelines/retire.html", context, status=status)


@require_POST
def guideline_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft of a retired guideline; publishing it brings the guideline back."""
    person = person_of(request)
    guideline = selectors.visible_guideline(person, pk)
    check(why_not_write(person, guideline))
    if acted(request, lambda: retiring.restore(guideline, by=person)):
        return redirect("guideline_edit", guideline.pk)
    return redirect(guideline)


def _published(
    request: HttpRequest, version: GuidelineVersion, *, wants_to_ask: bool
) -> HttpResponse:
    messages.success(request, _told(version))
    if wants_to_ask:
        return redirect("campaign_new", version.pk)
    if version.is_sealed:
        return redirect(version.guideline)
    return redirect("guideline_review", version.guideline_id)


def _told(version: GuidelineVersion) -> str:
    if version.is_sealed:
        told = _("Version %(number)s is in force.")
    else:
        told = _("Version %(number)s is published and takes effect on its day.")
    return told % {"number": version.number}
