"""A definition's schedule: as a rule to compute with, as due times, and in words."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from stakeholders.calendars import calendar_of
from stakeholders.domain import cadence
from stakeholders.enums import Cadence, Section
from stakeholders.models import ReportDefinition


def rule_of(definition: ReportDefinition) -> cadence.Rule:
    """The definition's cadence as the due-time maths reads it."""
    return cadence.Rule(
        kind=cast(cadence.Kind, str(definition.cadence)),
        zone=ZoneInfo(definition.time_zone),
        at=definition.at_time or cadence.Rule.at,
        day=definition.day or 1,
        once_at=definition.once_at,
        is_shifted=definition.is_shifted,
        calendar=calendar_of(definition.holidays),
    )


def upcoming(definition: ReportDefinition, count: int = 5) -> list[datetime]:
    """The next due times on the definition's own clock."""
    rule = rule_of(definition)
    dues = cadence.upcoming(rule, timezone.now(), count)
    return [due.astimezone(rule.zone) for due in dues]


def in_words(definition: ReportDefinition) -> str:
    """The schedule as a sentence."""
    if definition.cadence == Cadence.ONCE:
        return _("Once, on %(moment)s (%(zone)s).") % {
            "moment": _local(definition.once_at, definition.time_zone),
            "zone": definition.time_zone,
        }
    values = {
        "day": definition.day,
        "weekday": WEEKDAYS[((definition.day or 1) - 1) % 7],
        "time": time_format(definition.at_time or cadence.Rule.at, "TIME_FORMAT"),
        "zone": definition.time_zone,
    }
    sentence = {
        Cadence.DAY_OF_MONTH: _("On day %(day)s of each month at %(time)s (%(zone)s)."),
        Cadence.WORKING_DAY: _("On working day %(day)s of each month at %(time)s (%(zone)s)."),
        Cadence.WEEKDAY: _("Every %(weekday)s at %(time)s (%(zone)s)."),
    }[Cadence(definition.cadence)]
    return " ".join([sentence % values, *_exceptions(definition)])


def section_labels(definition: ReportDefinition) -> list[str]:
    """The sections of the report in words."""
    return [str(Section(key).label) for key in definition.sections]


def _exceptions(definition: ReportDefinition) -> list[str]:
    """What weekends and holidays change."""
    found = []
    if definition.is_shifted and definition.cadence != Cadence.WORKING_DAY:
        found.append(_("Moves to the next working day when nobody works on that day."))
    if definition.holidays:
        found.append(_("Holidays: %(code)s.") % {"code": definition.holidays})
    return found


def _local(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return _("no date")
    return date_format(moment.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")
