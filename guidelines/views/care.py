"""Care: what is in work, what grows old, which links are broken, whether a text still holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import attempt, posted
from accounts.signed_in import person_of
from core.listing.columns import Column, Row
from core.listing.filters import ListFilter
from core.listing.page import ListPage
from guidelines.enums import Kind, VersionState
from guidelines.forms.publishing import StillValidForm
from guidelines.models import Guideline
from guidelines.models.structure import worked_on, works_on_all
from guidelines.permissions import (
    check,
    why_not_care,
    why_not_look_after,
    why_not_retire,
    why_not_survey,
    why_not_write,
)
from guidelines.selectors import care as selectors
from guidelines.selectors import review_page
from guidelines.selectors.broken_links import report
from guidelines.selectors.reading import open_version
from guidelines.selectors.workbench import workbench
from guidelines.services import care

LATE, SOON = "late", "soon"


def _days_over(due: date | None) -> int | None:
    """Days since the review was due; none before."""
    over = (timezone.localdate() - due).days if due else 0
    return over if over > 0 else None


COLUMNS = (
    Column("code", gettext_lazy("Code")),
    Column("title", gettext_lazy("Title"), path="current__title"),
    Column("owner", gettext_lazy("Owner"), path="owner__name"),
    Column("kind", gettext_lazy("Kind"), kind="choice", path="current__kind", choices=Kind.choices),
    Column(
        "published_on", gettext_lazy("In force from"), kind="date", path="current__effective_on"
    ),
    Column("next_review_on", gettext_lazy("Next review"), kind="date"),
    Column(
        "days_over",
        gettext_lazy("Days over"),
        kind="number",
        paths=("next_review_on",),
        value=_days_over,
        reason=lambda _row: _("Its review is not due yet."),
        sort=("-next_review_on",),
    ),
    Column(
        "open_state",
        gettext_lazy("In work"),
        kind="choice",
        choices=VersionState.choices,
        help=gettext_lazy("State of the next version, where one is in work."),
    ),
    Column(
        "unhelpful",
        gettext_lazy("Not helpful"),
        kind="number",
        help=gettext_lazy("How many readers found the version in force not helpful."),
    ),
)


class AgeingFilter(ListFilter):
    """By kind, owner and how near the review is."""

    due = filters.ChoiceFilter(
        label=gettext_lazy("Review"),
        choices=[
            (LATE, gettext_lazy("Overdue")),
            (SOON, gettext_lazy("Due within 60 days or overdue")),
        ],
        method="by_due",
    )
    kind = filters.MultipleChoiceFilter(
        label=gettext_lazy("Kind"), field_name="current__kind", choices=Kind.choices
    )
    owner = filters.ChoiceFilter(
        label=gettext_lazy("Owner"),
        choices=[
            ("me", gettext_lazy("Mine")),
            ("nobody", gettext_lazy("Nobody")),
        ],
        method="by_owner",
    )

    def by_due(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """What is late, or soon due."""
        today = timezone.localdate()
        if value == LATE:
            return rows.filter(next_review_on__lt=today)
        return rows.filter(next_review_on__lte=selectors.horizon(today))

    def by_owner(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """The person's own, or those that nobody owns."""
        if value == "me":
            return rows.filter(owner=self.request.user.pk)
        return rows.filter(owner__isnull=True)


class AgeingList(ListPage):
    """Guidelines in force by the day of their next review."""

    key = "guidelines.ageing"
    title = gettext_lazy("Ageing guidelines")
    url_name = "guideline_ageing"
    template_name = "guidelines/ageing.html"
    filterset_class = AgeingFilter
    default_sort = "next_review_on"
    search_fields = ("code", "current__title", "owner__name")
    columns = COLUMNS
    empty_text = gettext_lazy("No guideline in force that you work on.")

    def check(self, request: HttpRequest) -> None:
        """For those who work on guidelines."""
        check(why_not_survey(request.user))

    def queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Guidelines in force that the person works on."""
        return selectors.ageing(request.user)

    def row_url(self, row: Row) -> str:
        """Where the owner says whether the text still holds."""
        return reverse("guideline_care", args=[row["pk"]])


@require_safe
def guideline_workbench(request: HttpRequest) -> HttpResponse:
    """What the person writes, what waits for them, and for the PMO everything in work."""
    person = person_of(request)
    context = {"work": workbench(person), "today": timezone.localdate()}
    return render(request, "guidelines/workbench.html", context)


@require_safe
def broken_links(request: HttpRequest) -> HttpResponse:
    """Links of the texts in force that lead nowhere, and pictures without words."""
    person = person_of(request)
    check(why_not_look_after(person))
    reports = report(person)
    mine = set(Guideline.objects.filter(worked_on(person)).values_list("pk", flat=True))
    context = {
        "reports": reports,
        "number": sum(len(each.findings) for each in reports),
        "writes_all": works_on_all(person),
        "mine": mine,
    }
    return render(request, "guidelines/broken_links.html", context)


@require_http_methods(["GET", "POST"])
def guideline_care(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether the text still holds: confirm, revise, replace or retire."""
    person = person_of(request)
    guideline = review_page.visible_guideline(person, pk)
    check(why_not_care(person, guideline))
    form = StillValidForm(posted(request))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        if attempt(form, lambda: care.confirm_valid(guideline, by=person, note=note)):
            messages.success(request, _("The text stays in force. Its next review has a new day."))
            return redirect(guideline)
    context = {
        "guideline": guideline,
        "version": guideline.current,
        "form": form,
        "open_version": open_version(guideline),
        "days_over": _days_over(guideline.next_review_on),
        "why_not_write": why_not_write(person, guideline),
        "why_not_retire": why_not_retire(person, guideline),
    }
    status = 422 if form.errors else 200
    return render(request, "guidelines/care.html", context, status=status)
