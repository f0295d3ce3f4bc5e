"""Starts what is due: each due time exactly once, however many dispatchers race for it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core import events
from stakeholders.domain.cadence import missed_since, next_due
from stakeholders.enums import RunKind
from stakeholders.models import ReportDefinition, ReportRun
from stakeholders.selectors.schedules import rule_of
from stakeholders.services import runs

logger = logging.getLogger(__name__)
LATE_AFTER = timedelta(minutes=15)


def dispatch_due(now: datetime | None = None) -> int:
    """Start the reports that are due; of several missed times only the latest. Returns how many."""
    moment = now or timezone.now()
    due = ReportDefinition.objects.filter(next_run_at__lte=moment, paused_at__isnull=True)
    return sum(_dispatch_alone(definition, moment) for definition in due)


def _dispatch_alone(definition: ReportDefinition, now: datetime) -> bool:
    """One report that cannot be started must not keep the others waiting."""
    try:
        return _dispatch(definition, now)
    except Exception:
        logger.exception("The report %s could not be started.", definition.pk)
        return False


def _dispatch(definition: ReportDefinition, now: datetime) -> bool:
    """Move the definition on by a conditional update; only who moved it starts the run."""
    expected = definition.next_run_at
    if expected is None:
        return False
    rule = rule_of(definition)
    slot = [expected, *missed_since(rule, expected, now)][-1]
    with transaction.atomic():
        mine = ReportDefinition.objects.filter(
            pk=definition.pk, next_run_at=expected, paused_at__isnull=True
        )
        if not mine.update(next_run_at=next_due(rule, now)):
            return False
        run, is_new = ReportRun.objects.get_or_create(
            definition=definition,
            kind=RunKind.SCHEDULED,
            due_at=slot,
            defaults={"is_late": now - slot > LATE_AFTER},
        )
        if is_new:
            runs.enqueue(run)
            events.record("stakeholders.report_due", run, data=runs.told(run))
    return is_new
