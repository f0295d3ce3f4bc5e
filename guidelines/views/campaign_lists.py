"""The list of campaigns, and the people of one campaign."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, NullIf
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.listing import Column, ListFilter, ListPage, Row
from core.templatetags.ui import chip
from guidelines.enums import CampaignState, RequestState
from guidelines.models import Campaign, Confirmation, ConfirmationRequest
from guidelines.permissions import (
    check,
    why_not_campaign,
    why_not_read_campaign,
    why_not_read_campaigns,
)
from guidelines.selectors import campaigns as selectors
from guidelines.selectors.audiences import asked_as, in_words
from guidelines.services.campaigns import BY_HAND

STATE_TONES = {
    CampaignState.PLANNED: "blue",
    CampaignState.OPEN: "amber",
    CampaignState.CLOSED: "grey",
}
LATE = "late"
ANSWERS = {
    RequestState.OPEN: (RequestState.OPEN.label, "blue"),
    LATE: (gettext_lazy("Late"), "red"),
    RequestState.CONFIRMED: (RequestState.CONFIRMED.label, "green"),
    RequestState.EXEMPT: (RequestState.EXEMPT.label, "grey"),
    RequestState.DROPPED: (RequestState.DROPPED.label, "grey"),
}
ANSWER_CHOICES = [(key, label) for key, (label, _tone) in ANSWERS.items()]


def _confirmed_at(pks: list[int]) -> dict[int, datetime]:
    """When those who confirmed did so."""
    asked = "person__confirmation_requests"
    rows = Confirmation.objects.filter(
        **{
            f"{asked}__in": pks,
            f"{asked}__state": RequestState.CONFIRMED,
            f"{asked}__campaign__version__guideline": F("guideline"),
            f"{asked}__campaign__version__number__lte": F("number"),
        }
    )
    return dict(rows.order_by("-number").values_list(asked, "confirmed_at"))


def _days_late(pks: list[int]) -> dict[int, int]:
    """Of those who are open, how long the due day is over."""
    today = timezone.localdate()
    rows = ConfirmationRequest.objects.filter(
        pk__in=pks, state=RequestState.OPEN, campaign__due_on__lt=today
    )
    return {pk: (today - due_on).days for pk, due_on in rows.values_list("pk", "campaign__due_on")}


class CampaignFilter(ListFilter):
    """Campaigns by state."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=CampaignState.choices
    )
    due = django_filters.DateFromToRangeFilter("due_on", label=gettext_lazy("Due"))


class CampaignList(ListPage):
    """Every campaign that the person keeps or audits, with its quota."""

    key = "guidelines.campaigns"
    title = gettext_lazy("Confirmation campaigns")
    url_name = "campaigns"
    filterset_class = CampaignFilter
    default_sort = "-due"
    search_fields = ("version__guideline__code", "version__title")
    template_name = "guidelines/campaigns.html"
    empty_text = gettext_lazy(
        "Nobody was asked to confirm a guideline yet. Ask from the page of a guideline."
    )
    columns = (
        Column(
            "guideline",
            gettext_lazy("Guideline"),
            paths=("version__guideline__code", "version__title"),
            value=lambda code, title: f"{code} {title}",
        ),
        Column("version", gettext_lazy("Version"), kind="number", path="version__number"),
        Column(
            "state",
            gettext_lazy("State"),
            kind="choice",
            choices=CampaignState.choices,
            render=lambda value, _row: chip(
                CampaignState(value).label, STATE_TONES[CampaignState(value)]
            ),
            export=lambda value: CampaignState(value).label,
        ),
        Column("due", gettext_lazy("Due"), kind="date", path="due_on"),
        Column(
            "quota",
            gettext_lazy("Quota"),
            kind="share",
            reason=lambda _row: _("nobody is asked"),
            help=gettext_lazy("Confirmed, of those who are neither exempt nor no longer asked"),
        ),
        Column("confirmed", gettext_lazy("Confirmed"), kind="number"),
        Column("waiting", gettext_lazy("Not confirmed"), kind="number"),
        Column("exempt", gettext_lazy("Exempt"), kind="number", default=False),
        Column(
            "opened_at",
            gettext_lazy("Asked"),
            kind="datetime",
            default=False,
            reason=lambda _row: _("not yet"),
        ),
        Column("opened_by", gettext_lazy("By"), path="opened_by__name", default=False),
    )

    def check(self, request: HttpRequest) -> None:
        """For those who ask for confirmations, and auditors."""
        check(why_not_read_campaigns(request.user))

    def queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The campaigns with their numbers."""
        counts = {
            "confirmed": Count("requests", filter=Q(requests__state=RequestState.CONFIRMED)),
            "waiting": Count("requests", filter=Q(requests__state=RequestState.OPEN)),
            "exempt": Count("requests", filter=Q(requests__state=RequestState.EXEMPT)),
        }
        expected = NullIf(F("confirmed") + F("waiting"), Value(0))
        share = Cast("confirmed", FloatField()) / Cast(expected, FloatField())
        return selectors.campaigns_for(request.user).annotate(**counts).annotate(quota=share)

    def row_url(self, row: Row) -> str:
        """The campaign's page."""
        return reverse("campaign", args=[row["pk"]])


class PeopleFilter(ListFilter):
    """The people of a campaign by answer and unit."""

    answer = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=ANSWER_CHOICES
    )
    unit = django_filters.MultipleChoiceFilter(label=gettext_lazy("Unit"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.queryset.order_by("unit").values_list("unit", flat=True).distinct()
        choices = [(unit, unit) for unit in units if unit]
        self.filters["unit"].extra["choices"] = choices


class CampaignPage(ListPage):
    """One campaign: its quota, by unit, and everybody who was asked."""

    key = "guidelines.campaign_people"
    title = gettext_lazy("People asked")
    url_name = "campaign"
    filterset_class = PeopleFilter
    default_sort = "answer"
    search_fields = ("person__name", "person__email", "unit")
    template_name = "guidelines/campaign.html"
    empty_text = gettext_lazy("Nobody is asked yet.")
    columns = (
        Column("name", gettext_lazy("Name"), path="person__name"),
        Column("email", gettext_lazy("E-mail address"), path="person__email", default=False),
        Column("unit", gettext_lazy("Unit"), reason=lambda _row: _("not known when asked")),
        Column(
            "answer",
            gettext_lazy("State"),
            kind="choice",
            choices=ANSWER_CHOICES,
            sort=("rank", "person__name"),
            render=lambda value, _row: chip(*ANSWERS[value]),
            export=lambda value: str(ANSWERS[value][0]),
        ),
        Column(
            "confirmed_at",
            gettext_lazy("Confirmed"),
            kind="datetime",
            bulk=_confirmed_at,
            reason=lambda _row: _("not confirmed"),
        ),
        Column("why", gettext_lazy("Asked as"), paths=("why",), value=asked_as, default=False),
        Column("asked_at", gettext_lazy("Asked"), kind="datetime"),
        Column(
            "reminded_at",
            gettext_lazy("Reminded"),
            kind="datetime",
            reason=lambda _row: _("not reminded"),
        ),
        Column("reminders", gettext_lazy("Reminders"), kind="number", default=False),
        Column(
            "days_late",
            gettext_lazy("Days late"),
            kind="number",
            bulk=_days_late,
            reason=lambda _row: _("not late"),
        ),
        Column("reason", gettext_lazy("Exception"), path="excused_reason", default=False),
    )

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign of the address, or 404."""
        rows = Campaign.objects.visible_to(self.request.user).select_related(
            "version__guideline__chapter", "opened_by", "follows__version"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def check(self, request: HttpRequest) -> None:
        """For those who ask for confirmations of the guideline, and auditors."""
        check(why_not_read_campaign(request.user, self.campaign.version.guideline))

    def queryset(self, request: HttpRequest) -> QuerySet[Any]:  # noqa: ARG002 - the page's signature
        """Everybody who was asked; who is open after the due day is late."""
        is_over = selectors.is_over(self.campaign.due_on)
        open_as = LATE if is_over else RequestState.OPEN
        order = (RequestState.OPEN, RequestState.CONFIRMED, RequestState.EXEMPT)
        return ConfirmationRequest.objects.filter(campaign=self.campaign).annotate(
            answer=Case(
                When(state=RequestState.OPEN, then=Value(str(open_as))), default=F("state")
            ),
            rank=Case(
                *(When(state=state, then=Value(place)) for place, state in enumerate(order)),
                default=Value(len(order)),
            ),
        )

    def row_url(self, row: Row) -> str:
        """The person in this campaign."""
        return reverse("campaign_person", args=[row["pk"]])

    def summary(self, request: HttpRequest, queryset: QuerySet[Any]) -> dict[str, Any]:  # noqa: ARG002
        """The campaign over its people."""
        campaign = self.campaign
        guideline = campaign.version.guideline
        units = selectors.by_unit(campaign)
        today = timezone.localdate()
        return {
            "campaign": campaign,
            "guideline": guideline,
            "version": campaign.version,
            "tone": STATE_TONES[CampaignState(campaign.state)],
            "quota": selectors.total(units.values()),
            "chart": selectors.unit_chart(units) if units else None,
            "audience": in_words(campaign.audience),
            "why_not_keep": why_not_campaign(request.user, guideline),
            "was_reminded": campaign.steps.filter(due_on=today, step=BY_HAND).exists(),
            "evidence": campaign.evidence.select_related("pdf", "made_by").order_by("-pk")[:10],
            "history": selectors.history(campaign),
        }
