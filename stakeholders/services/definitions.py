"""Report definitions: made, changed, paused, resumed, deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import events, versions
from stakeholders.calendars import is_known
from stakeholders.domain import cadence
from stakeholders.enums import Cadence, Scope, Section
from stakeholders.models import ReportDefinition
from stakeholders.permissions import why_not_deleted
from stakeholders.selectors.schedules import rule_of, upcoming

RHYTHM = ("cadence", "day", "at_time", "once_at", "time_zone", "holidays", "is_shifted")
HIGHEST_DAY = {Cadence.DAY_OF_MONTH: 31, Cadence.WORKING_DAY: 23, Cadence.WEEKDAY: 7}


def create(*, by: Any, recipients: Iterable[Any] = (), **values: Any) -> ReportDefinition:
    """A new report with its first due time; ValidationError by field."""
    definition = ReportDefinition(created_by=by)
    with transaction.atomic(), versions.revision(by=by, comment=_("Created")):
        _apply(definition, values, recipients)
        _record("stakeholders.definition_created", definition, by)
    return definition


def update(
    definition: ReportDefinition, *, by: Any, recipients: Iterable[Any], **values: Any
) -> ReportDefinition:
    """Change a report; with a new rhythm, what was due and not yet dispatched is dropped."""
    with transaction.atomic(), versions.revision(by=by, comment=_("Changed")):
        before = _told(definition)
        _apply(definition, values, recipients)
        now = _told(definition)
        changes = {name: (before[name], now[name]) for name in now if before[name] != now[name]}
        _record("stakeholders.definition_changed", definition, by, changes=changes)
    return definition


def pause(definition: ReportDefinition, *, by: Any) -> None:
    """Nothing is due until it is resumed."""
    with transaction.atomic(), versions.revision(by=by, comment=_("Paused")):
        definition.paused_at = timezone.now()
        definition.next_run_at = None
        definition.save(update_fields=["paused_at", "next_run_at"])
        _record("stakeholders.definition_paused", definition, by)


def resume(definition: ReportDefinition, *, by: Any) -> None:
    """Due again from now on; what fell into the pause is not made up for."""
    with transaction.atomic(), versions.revision(by=by, comment=_("Resumed")):
        definition.paused_at = None
        definition.next_run_at = _first_due(definition)
        definition.save(update_fields=["paused_at", "next_run_at"])
        _record("stakeholders.definition_resumed", definition, by)


def delete(definition: ReportDefinition, *, by: Any) -> None:
    """Remove a report that has never reached the archive; ValidationError otherwise."""
    if reason := why_not_deleted(definition):
        raise ValidationError(reason)
    with transaction.atomic():
        events.record("stakeholders.definition_deleted", definition, by=by)
        definition.delete()


def dues_of(values: Mapping[str, Any], count: int = 5) -> list[datetime]:
    """When a report with these values would be due; ValidationError by field, nothing is saved."""
    unsaved = ReportDefinition()
    for name, value in values.items():
        if name != "recipients":
            setattr(unsaved, name, value)
    if problems := _cadence_problems(unsaved):
        raise ValidationError(dict(problems))
    return upcoming(unsaved, count)


def _apply(
    definition: ReportDefinition, values: Mapping[str, Any], recipients: Iterable[Any]
) -> None:
    before = _rhythm(definition)
    for name, value in values.items():
        setattr(definition, name, value)
    definition.name = " ".join(definition.name.split())
    _validate(definition)
    if definition.pk is None or _rhythm(definition) != before:
        if definition.once_at and definition.once_at <= timezone.now():
            raise ValidationError({"once_at": _("This moment is in the past.")})
        definition.next_run_at = None if definition.is_paused else _first_due(definition)
    definition.save()
    definition.recipients.set(recipients)


def _rhythm(definition: ReportDefinition) -> list[Any]:
    return [getattr(definition, name) for name in RHYTHM]


def _first_due(definition: ReportDefinition) -> datetime | None:
    return cadence.next_due(rule_of(definition), timezone.now())


def _validate(definition: ReportDefinition) -> None:
    """Empty what the scope and the cadence do not use; ValidationError by field for the rest."""
    problems = _scope_problems(definition) | _cadence_problems(definition)
    known = [str(section) for section in Section]
    definition.sections = [section for section in known if section in definition.sections]
    if not definition.sections:
        problems["sections"] = _("Choose at least one section.")
    if problems:
        raise ValidationError(dict(problems))
    definition.full_clean(exclude=["created_by"])


def _scope_problems(definition: ReportDefinition) -> dict[str, str]:
    for scope in Scope:
        if scope != definition.scope:
            setattr(definition, scope, None)
    if definition.subject is None:
        return {definition.scope: _("Choose what the report covers.")}
    return {}


def _cadence_problems(definition: ReportDefinition) -> dict[str, str]:
    problems = {}
    if definition.cadence == Cadence.ONCE:
        definition.day = definition.at_time = None
        if definition.once_at is None:
            problems["once_at"] = _("Say when the report is due.")
    else:
        definition.once_at = None
        problems |= _repeat_problems(definition, HIGHEST_DAY[Cadence(definition.cadence)])
    if definition.holidays and not is_known(definition.holidays):
        problems["holidays"] = _("No holidays are known for this country or region.")
    if not _is_zone(definition.time_zone):
        problems["time_zone"] = _("This time zone does not exist.")
    return problems


def _repeat_problems(definition: ReportDefinition, highest: int) -> dict[str, str]:
    problems = {}
    if not definition.day or not 1 <= definition.day <= highest:
        problems["day"] = _("Give a day from 1 to %(highest)s.") % {"highest": highest}
    if definition.at_time is None:
        problems["at_time"] = _("Say at what time the report is due.")
    return problems


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _told(definition: ReportDefinition) -> dict[str, Any]:
    """What the audit log keeps of a change, readers included."""
    columns = (field.attname for field in definition._meta.concrete_fields)
    readers = definition.recipients.order_by("name", "pk").values_list("name", flat=True)
    return {**{name: getattr(definition, name) for name in columns}, "recipients": list(readers)}


def _record(name: str, definition: ReportDefinition, by: Any, **data: Any) -> None:
    events.record(name, definition, by=by, data={"url": definition.get_absolute_url(), **data})
