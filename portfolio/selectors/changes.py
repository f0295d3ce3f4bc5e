"""What happened to a project, field by field, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from core import formatting
from core.events import sentence
from core.models import Event
from core.status import status_of
from core.versions import history
from portfolio.models import Milestone, Programme, Project, ProjectFigures
from portfolio.services.figure_rules import DATES, MONEY, RAGS

SHOWN = 20  # versions
PEOPLE = ("manager_id", "sponsor_id")
NUMBERS = (*MONEY, "percent_complete")
DAYS = (*DATES, "baseline_on", "forecast_on", "actual_on")


@dataclass(frozen=True)
class Change:
    """One field's old and new value; empty texts stand for nothing."""

    label: Any
    before: Any
    after: Any


@dataclass(frozen=True)
class Happened:
    """An event told in a sentence, with the fields that changed."""

    event: Event
    sentence: str
    changes: list[Change]


@dataclass(frozen=True)
class KeptVersion:
    """A version of the master data and how it differs from the one before."""

    number: int
    at: Any
    by: Any
    comment: str
    changes: list[Change]


def events_of(project: Project) -> QuerySet[Event]:
    """The project's events, newest first."""
    found = Event.objects.filter(model="portfolio.project", object_id=project.pk)
    return found.order_by("-pk")


def told(events: Iterable[Event]) -> list[Happened]:
    """Events as sentences with their changes; names of people are looked up once."""
    shown = list(events)
    changes = [event.data.get("changes") or {} for event in shown]
    names = _names(changes)
    return [
        Happened(event, sentence(event), _changes(fields, names))
        for event, fields in zip(shown, changes, strict=True)
    ]


def versions_of(project: Project) -> list[KeptVersion]:
    """The newest versions of the master data, numbered from the first one on."""
    everything = history(project)
    total, kept = everything.count(), list(everything[:SHOWN])
    olds = [version.field_dict for version in kept]
    pairs = [
        {name: (old.get(name), new.get(name)) for name in new if old.get(name) != new.get(name)}
        for new, old in zip(olds, olds[1:] + olds[-1:], strict=True)
    ]
    for pair in pairs:
        pair.pop("updated_at", None)
    names = _names(pairs)
    return [
        KeptVersion(
            number=total - index,
            at=version.revision.date_created,
            by=version.revision.user,
            comment=version.revision.comment,
            changes=_changes(pairs[index], names),
        )
        for index, version in enumerate(kept)
    ]


def _names(changes: Iterable[Mapping[str, Any]]) -> dict[str, dict[int, str]]:
    """Names of the people and programmes that the changes point to."""
    people: set[int] = set()
    programmes: set[int] = set()
    for fields in changes:
        for name, values in fields.items():
            found = {value for value in values if isinstance(value, int)}
            people |= found if name in PEOPLE else set()
            programmes |= found if name == "programme_id" else set()
    by_person = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    by_programme = dict(Programme.objects.filter(pk__in=programmes).values_list("pk", "name"))
    return {"people": by_person, "programmes": by_programme}


def _changes(fields: Mapping[str, Any], names: Mapping[str, dict[int, str]]) -> list[Change]:
    return [
        Change(_label(name), _value(name, old, names), _value(name, new, names))
        for name, (old, new) in fields.items()
        if old or new
    ]


def _label(name: str) -> Any:
    """The field's label, wherever it belongs."""
    for model in (Project, ProjectFigures, Milestone):
        for field in model._meta.concrete_fields:
            if name in (field.name, field.attname):
                return field.verbose_name
    return name


def _value(name: str, value: Any, names: Mapping[str, dict[int, str]]) -> Any:
    """A value as a person reads it."""
    if value in (None, ""):
        return ""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text}" for key, text in sorted(value.items()))
    if name in PEOPLE:
        return names["people"].get(value, value)
    if name == "programme_id":
        return names["programmes"].get(value, value)
    return _figure(name, value)


def _figure(name: str, value: Any) -> Any:
    """A figure as the event kept it: JSON knows no decimals and no days."""
    if name in NUMBERS:
        return formatting.plain(Decimal(str(value)).normalize())
    if name in RAGS:
        return status_of(value).word
    return formatting.day(date.fromisoformat(str(value))) if name in DAYS else value
