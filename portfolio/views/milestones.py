"""Milestones: the list over all projects, and the form of one."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.forms import attempt, posted
from accounts.signed_in import person_of
from core.listing.columns import Column, Row
from core.listing.page import ListPage
from portfolio.domain.days import is_usual
from portfolio.filters import VisibleChoices
from portfolio.forms.projects import MilestoneForm
from portfolio.models import Milestone, Project
from portfolio.permissions import check_edit_project
from portfolio.selectors import milestones as selectors
from portfolio.selectors.figures import figures_as_of
from portfolio.selectors.projects import visible_project
from portfolio.services import milestones


class MilestoneFilter(VisibleChoices):
    """By place, and what is due within 90 days after a day in open projects."""

    ahead = filters.DateFilter(label=gettext_lazy("Due in the 90 days after"), method="by_ahead")
    late = filters.BooleanFilter(label=gettext_lazy("Late"), method="by_late")

    class Meta:
        model = Milestone
        fields: list[str] = []

    def by_ahead(self, rows: QuerySet[Any], _name: str, day: date) -> QuerySet[Any]:
        """What the dashboard counts for this day."""
        if not is_usual(day):
            return rows.none()
        figures = figures_as_of(self.request.user, day).filter(is_open=True)
        return selectors.due_after(rows, figures, day)

    def by_late(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001 - django-filter's signature
        """Later than the baseline, or not later."""
        return rows.filter(slip_days__gt=0) if value else rows.filter(slip_days__lte=0)


class MilestoneList(ListPage):
    """Milestones of every project the person may see."""

    key = "portfolio.milestones"
    title = gettext_lazy("Milestones")
    url_name = "milestone_list"
    filterset_class = MilestoneFilter
    default_sort = "expected_on"
    search_fields = ("name", "project__code", "project__name")
    row_paths = ("project_id",)
    empty_text = gettext_lazy("No project that you may see has a milestone.")
    columns = (
        Column("name", gettext_lazy("Milestone")),
        Column("code", gettext_lazy("Code"), path="project__code"),
        Column("project", gettext_lazy("Project"), path="project__name"),
        Column("expected_on", gettext_lazy("Expected"), kind="date"),
        Column("baseline_on", gettext_lazy("Baseline"), kind="date"),
        Column("forecast_on", gettext_lazy("Forecast"), kind="date", default=False),
        Column("actual_on", gettext_lazy("Reached"), kind="date", default=False),
        Column("slip_days", gettext_lazy("Slip (days)"), kind="number"),
        Column("comment", gettext_lazy("Comment"), default=False),
    )

    def queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Milestones of the visible projects."""
        return selectors.visible_milestones(request.user)

    def row_url(self, row: Row) -> str:
        """The project that the milestone belongs to."""
        return reverse("project", args=[row["project_id"]])


def milestone_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new milestone of a project."""
    person = person_of(request)
    owner = visible_project(person, pk)
    check_edit_project(person, owner)
    form = MilestoneForm(posted(request))
    if request.method == "POST" and form.is_valid():
        added = attempt(form, lambda: milestones.add(owner, by=person, **form.cleaned_data))
        if added:
            messages.success(request, _("The milestone was added."))
            return redirect("project", owner.pk)
    return _form_page(request, form, owner, None)


def milestone_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, dates and comment of a milestone."""
    person = person_of(request)
    edited = get_object_or_404(Milestone.objects.select_related("project"), pk=pk)
    owner = visible_project(person, edited.project_id)
    check_edit_project(person, owner)
    form = MilestoneForm(posted(request), obj=edited)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: milestones.update(edited, by=person, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("The milestone was saved."))
            return redirect("project", owner.pk)
        edited.refresh_from_db()
    return _form_page(request, form, owner, edited)


@require_POST
def milestone_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a milestone."""
    person = person_of(request)
    doomed = get_object_or_404(Milestone.objects.select_related("project"), pk=pk)
    owner = visible_project(person, doomed.project_id)
    check_edit_project(person, owner)
    milestones.delete(doomed, by=person)
    messages.success(request, _("The milestone was deleted."))
    return redirect("project", owner.pk)


def _form_page(
    request: HttpRequest, form: MilestoneForm, owner: Project, edited: Milestone | None
) -> HttpResponse:
    context = {"form": form, "project": owner, "milestone": edited}
    status = 422 if form.errors else 200
    return render(request, "portfolio/milestone_edit.html", context, status=status)
