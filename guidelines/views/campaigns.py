"""Campaigns: begin one, remind, end, excuse people, and the evidence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import attempt, posted
from accounts.models import User
from accounts.signed_in import person_of
from core import files
from guidelines.enums import CampaignState
from guidelines.forms.campaigns import CampaignForm, CloseForm, ExceptionForm
from guidelines.models import Campaign, CampaignEvidence, ConfirmationRequest, GuidelineVersion
from guidelines.permissions import check, why_not_campaign, why_not_read_campaign
from guidelines.selectors import campaigns as selectors
from guidelines.selectors.audiences import former_audience, preview
from guidelines.services import campaigns, evidence, exceptions
from guidelines.views.campaign_lists import ANSWERS, LATE


@require_http_methods(["GET", "POST"])
def campaign_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask people to confirm a version; first shown, then done."""
    person = person_of(request)
    versions = GuidelineVersion.objects.visible_to(person)
    version = get_object_or_404(versions.select_related("guideline__chapter"), pk=pk)
    check(why_not_campaign(person, version.guideline))
    if (running := selectors.last_of(version.pk)) is not None:
        return redirect(running)
    former = former_audience(version)
    form = CampaignForm(posted(request), version=version, former=former)
    shown = None
    if form.is_bound and form.is_valid():
        if "show" in request.POST:
            shown = preview(version, form.audience())
        elif made := attempt(form, lambda: _create(form, version, person, former)):
            messages.success(request, _told(made))
            return redirect(made)
    context = {
        "form": form,
        "version": version,
        "guideline": version.guideline,
        "former": former,
        "preview": shown,
        "is_scheduled": campaigns.is_scheduled(version),
    }
    status = 422 if form.errors else 200
    return render(request, "guidelines/campaign_new.html", context, status=status)


@require_POST
def campaign_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Write once more to everybody who has not confirmed."""
    person = person_of(request)
    campaign = _kept(person, pk)
    try:
        number = campaigns.remind_by_hand(campaign, by=person)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        sentence = ngettext(
            "%(count)s person was reminded.", "%(count)s people were reminded.", number
        )
        messages.success(request, sentence % {"count": number})
    return redirect(campaign)


@require_http_methods(["GET", "POST"])
def campaign_close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a campaign, with the reason."""
    person = person_of(request)
    campaign = _kept(person, pk)
    form = CloseForm(posted(request))
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(form, lambda: campaigns.close(campaign, by=person, reason=reason))
        if not form.errors:
            messages.success(request, _("Nobody is asked any more. What was confirmed stays."))
            return redirect(campaign)
    context = {
        "form": form,
        "campaign": campaign,
        "guideline": campaign.version.guideline,
        "quota": selectors.quota_of(campaign),
    }
    status = 422 if form.errors else 200
    return render(request, "guidelines/campaign_close.html", context, status=status)


@require_http_methods(["GET", "POST"])
def campaign_person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person in a campaign; who keeps it may excuse them with a reason."""
    person = person_of(request)
    asked = _asked(person, pk)
    guideline = asked.campaign.version.guideline
    check(why_not_read_campaign(person, guideline))
    why_not_keep = why_not_campaign(person, guideline)
    form = ExceptionForm(posted(request))
    if form.is_bound:
        check(why_not_keep)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            attempt(form, lambda: exceptions.excuse(asked, by=person, reason=reason))
        if not form.errors:
            messages.success(request, _("%(name)s is excused.") % {"name": asked.person})
            return redirect(asked.campaign)
    context = {
        "form": form,
        "asked": asked,
        "campaign": asked.campaign,
        "guideline": guideline,
        "answer": _answer(asked),
        "confirmation": selectors.confirmation_for(asked),
        "why_not_keep": why_not_keep,
        "is_open": asked.campaign.state == CampaignState.OPEN,
    }
    status = 422 if form.errors else 200
    return render(request, "guidelines/campaign_person.html", context, status=status)


@require_POST
def campaign_person_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo an exception."""
    person = person_of(request)
    asked = _asked(person, pk)
    check(why_not_campaign(person, asked.campaign.version.guideline))
    try:
        exceptions.ask_again(asked, by=person)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("%(name)s is asked again.") % {"name": asked.person})
    return redirect("campaign_person", asked.pk)


@require_POST
def campaign_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the evidence made; its page follows the work."""
    person = person_of(request)
    campaign = _seen(person, pk)
    check(why_not_read_campaign(person, campaign.version.guideline))
    return redirect("job", evidence.order(campaign, by=person).pk)


@require_safe
def campaign_evidence_file(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The PDF itself."""
    person = person_of(request)
    kept = get_object_or_404(CampaignEvidence.objects.select_related("pdf"), pk=pk)
    campaign = _seen(person, kept.campaign_id)
    check(why_not_read_campaign(person, campaign.version.guideline))
    return files.serve(kept.pdf)


def _seen(person: User, pk: int) -> Campaign:
    rows = Campaign.objects.visible_to(person).select_related("version__guideline__chapter")
    return get_object_or_404(rows, pk=pk)


def _kept(person: User, pk: int) -> Campaign:
    campaign = _seen(person, pk)
    check(why_not_campaign(person, campaign.version.guideline))
    return campaign


def _asked(person: User, pk: int) -> ConfirmationRequest:
    rows = ConfirmationRequest.objects.filter(
        campaign__in=Campaign.objects.visible_to(person).values("pk")
    ).select_related("campaign__version__guideline__chapter", "person", "excused_by")
    return get_object_or_404(rows, pk=pk)


def _create(form: CampaignForm, version: GuidelineVersion, person: User, former: Any) -> Campaign:
    return campaigns.create(
        version,
        by=person,
        audience=form.audience(),
        due_on=form.cleaned_data["due_on"],
        message=form.cleaned_data["message"],
        follows=former.last if former else None,
    )


def _told(made: Campaign) -> str:
    if made.state == CampaignState.PLANNED:
        return _("People are asked on the day on which the version takes effect.")
    number = made.requests.count()
    sentence = ngettext("%(count)s person is asked.", "%(count)s people are asked.", number)
    return sentence % {"count": number}


def _answer(asked: ConfirmationRequest) -> tuple[Any, str]:
    is_late = asked.state == "open" and selectors.is_over(asked.campaign.due_on)
    return ANSWERS[LATE if is_late else asked.state]
