"""Runs with what the archive shows of them."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from core.events import sentence
from core.models import Event
from stakeholders.enums import RunKind
from stakeholders.models import ReportEdition, ReportRun

NEWEST = 20


def runs_for(user: Any) -> QuerySet[ReportRun]:
    """All runs but previews, with pages and hash of the largest edition the person may see."""
    mine = ReportEdition.objects.visible_to(user).filter(run=OuterRef("pk"))
    largest = mine.order_by("-project_count", "pk")
    return (
        ReportRun.objects.visible_to(user)
        .exclude(kind=RunKind.PREVIEW)
        .annotate(
            pages=Subquery(largest.values("pages")[:1]), hash=Subquery(largest.values("sha256")[:1])
        )
    )


def history_of(run: ReportRun) -> list[tuple[Event, str]]:
    """What happened to the run, newest first, each with its sentence."""
    rows = Event.objects.filter(model=run._meta.label_lower, object_id=run.pk).order_by("-pk")
    return [(event, sentence(event)) for event in rows[:NEWEST]]
