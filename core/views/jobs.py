"""Background work: the list, one job with live progress, run again, cancel."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.enums import JobState
from core.listing import Column, ListFilter, ListPage, Row
from core.models import Job
from core.registries import job_kinds
from core.services import jobs
from core.templatetags.ui import chip

TONES = {
    JobState.QUEUED: "neutral",
    JobState.RUNNING: "blue",
    JobState.DONE: "green",
    JobState.FAILED: "red",
    JobState.CANCELLED: "neutral",
}


def kind_label(kind: str) -> str:
    """The kind of work in words; a kind that is gone keeps its name."""
    entry = job_kinds.get(kind)
    return str(entry.label) if entry else kind


def subjects(pks: list[int]) -> dict[int, str]:
    """What each of these jobs is about; one query, and one for each kind of work that has more."""
    by_kind = defaultdict(list)
    for each in Job.objects.filter(pk__in=pks):
        by_kind[each.kind].append(each)
    found: dict[int, str] = {}
    for kind, rows in by_kind.items():
        if entry := job_kinds.get(kind):
            found.update(entry.subjects(rows))
    return found


def kind_choices() -> list[tuple[str, Any]]:
    """Every kind of work."""
    return [(entry.key, entry.label) for entry in job_kinds]


class JobFilter(ListFilter):
    """Jobs by state, kind and time."""

    state = django_filters.MultipleChoiceFilter(
        "state", label=gettext_lazy("State"), choices=JobState.choices
    )
    kind = django_filters.ChoiceFilter("kind", label=gettext_lazy("Kind"), choices=kind_choices)
    created = django_filters.DateFromToRangeFilter("created_at", label=gettext_lazy("Asked for"))


class JobList(ListPage):
    """A person's own background work, or everyone's for who watches over it."""

    key = "core.jobs"
    title = gettext_lazy("Background work")
    url_name = "job_list"
    filterset_class = JobFilter
    search_fields = ("kind", "key", "error")
    default_sort = "-created"
    empty_text = gettext_lazy("No background work has been asked for yet.")
    columns = (
        Column("kind", gettext_lazy("Work"), value=kind_label),
        Column("subject", gettext_lazy("Subject"), bulk=subjects),
        Column(
            "state",
            gettext_lazy("State"),
            kind="choice",
            choices=JobState.choices,
            render=lambda state, _row: chip(JobState(state).label, TONES[JobState(state)]),
        ),
        Column("created", gettext_lazy("Asked for"), kind="datetime", path="created_at"),
        Column(
            "by",
            gettext_lazy("By"),
            paths=("requested_by__name",),
            value=lambda name: name or _("the scheduler"),
        ),
        Column(
            "finished",
            gettext_lazy("Ended"),
            kind="datetime",
            path="finished_at",
            reason=lambda _row: _("not ended yet"),
        ),
        Column("attempts", gettext_lazy("Attempts"), kind="number"),
        Column("error", gettext_lazy("Reason of failure"), default=False),
        Column("key", gettext_lazy("Key"), default=False),
    )

    def queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The jobs this person may see."""
        return jobs.visible_to(request.user)

    def row_url(self, row: Row) -> str:
        """The job's page."""
        return reverse("job", args=[row["pk"]])


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job: what it does, how far it is, its result or why it failed."""
    return render(request, "core/job.html", _context(request, pk))


@never_cache
@require_safe
def job_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The live part of the job's page; whoever waits on it is led to the result."""
    context = _context(request, pk)
    response = render(request, "core/job.html#progress", context)
    if context["result_url"]:
        response["HX-Redirect"] = context["result_url"]
    return response


@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a failed or cancelled job again."""
    found = get_object_or_404(jobs.visible_to(request.user), pk=pk)
    try:
        jobs.retry(found, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The work is on the queue again."))
    return redirect("job", pk)


@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a waiting job off the queue."""
    found = get_object_or_404(jobs.visible_to(request.user), pk=pk)
    try:
        jobs.cancel(found, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The work is cancelled."))
    return redirect("job", pk)


def _context(request: HttpRequest, pk: int) -> dict[str, Any]:
    found = get_object_or_404(jobs.visible_to(request.user), pk=pk)
    entry = job_kinds.get(found.kind)
    is_done = entry is not None and found.state == JobState.DONE
    return {
        "job": found,
        "label": kind_label(found.kind),
        "tone": TONES[JobState(found.state)],
        "subject": entry.subjects([found]).get(found.pk, "") if entry else "",
        "result_url": entry.result_url(found) if entry and is_done else None,
        "summary": entry.summary(found) if entry and is_done else "",
        "can_steer": jobs.can_steer(request.user, found),
    }
