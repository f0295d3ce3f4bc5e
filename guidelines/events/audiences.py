"""Who hears of what happens to guidelines: only people who may see it."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User
from core.models import Event
from guidelines.models import Favourite, Guideline, GuidelineVersion, Watch


def people_named(event: Event) -> Iterable[int]:
    """Those whom the event names in `people`, as far as they may see the version."""
    named = User.objects.filter(pk__in=event.data.get("people") or [], is_active=True)
    version = event.data.get("version_id") or 0
    return [
        person.pk
        for person in named
        if GuidelineVersion.objects.visible_to(person).filter(pk=version).exists()
    ]


def readers(event: Event) -> Iterable[int]:
    """Owner, writers, and those who watch the guideline or keep it at hand."""
    guideline = event.object_id or 0
    people = set(event.data.get("people") or [])
    for model in (Watch, Favourite):
        people |= set(model.objects.filter(guideline=guideline).values_list("person", flat=True))
    people |= set(Guideline.objects.filter(pk=guideline).values_list("owner", flat=True)) - {None}
    return [
        person.pk
        for person in User.objects.filter(pk__in=people, is_active=True)
        if Guideline.objects.visible_to(person).filter(pk=guideline).exists()
    ]
