"""What reporting has to say on the home page."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from core.registries import Tile
from stakeholders.enums import RunKind, RunState
from stakeholders.models import ReportDefinition, ReportRun
from stakeholders.permissions import can_manage_reports
from stakeholders.selectors.reading import received_by

SHOWN = 3


def reader_tile(user: Any) -> Tile | None:
    """The newest reports sent to the person."""
    deliveries = list(received_by(user)[:SHOWN])
    if not deliveries:
        return None
    context = {"deliveries": deliveries, "href": reverse("my_reports"), "link": _("All")}
    return Tile(_("Reports for me"), "stakeholders/tiles/reader.html", context)


def office_tile(user: Any) -> Tile | None:
    """What is due next and what failed and was not made since, for who runs reports."""
    if not can_manage_reports(user):
        return None
    coming = ReportDefinition.objects.filter(next_run_at__isnull=False).order_by("next_run_at")
    runs = ReportRun.objects.exclude(kind=RunKind.PREVIEW)
    later = runs.filter(definition=OuterRef("definition"), pk__gt=OuterRef("pk"))
    failed = runs.filter(~Exists(later.filter(state=RunState.DONE)), state=RunState.FAILED)
    context = {
        "coming": list(coming[:SHOWN]),
        "failed": list(failed.select_related("definition").order_by("-pk")[:SHOWN]),
        "href": reverse("report_definitions"),
        "link": _("All"),
    }
    if not context["coming"] and not context["failed"]:
        return None
    return Tile(_("Reports"), "stakeholders/tiles/office.html", context)
