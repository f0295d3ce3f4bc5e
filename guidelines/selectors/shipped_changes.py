"""What an update of a shipped text would change, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guidelines.domain.diffs import Run, compare_source, fold
from guidelines.models import GuidelineVersion
from guidelines.shipping.comparing import PROPERTIES, Proposal


@dataclass(frozen=True)
class Side:
    """One of two texts, by the name that the page gives it."""

    label: str


@dataclass(frozen=True)
class Compared:
    """Two texts line by line; `nothing` is said where they are the same."""

    title: str
    nothing: str
    before: Side
    after: Side
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Property:
    """A property that differs somewhere: shipped before, shipped now, here, and as proposed."""

    label: Any
    readings: tuple[str, ...]
    is_open: bool


def texts(found: Proposal) -> list[Compared]:
    """Three comparisons: the two shipped texts, the text here with both."""
    before, now = Side(_("Shipped before")), Side(_("Shipped now"))
    here, draft = Side(_("Written here")), Side(_("In the draft"))
    return [
        Compared(
            _("What the new edition changes"),
            _("The text is the same, only its properties changed."),
            before,
            now,
            _runs(found.before["body"], found.shipped["body"]),
        ),
        Compared(
            _("What was changed here"),
            _("The text stands as it was shipped."),
            before,
            here,
            _runs(found.before["body"], found.local["body"]),
        ),
        Compared(
            _("What taking over changes"),
            _("The text stays as it is; the places above are for a person to decide."),
            here,
            draft,
            _runs(found.local["body"], found.values["body"]),
        ),
    ]


def properties(found: Proposal) -> Iterable[Property]:
    """The properties that differ in any of the four readings."""
    still_open = {one.name for one in found.differences}
    readings = (found.before, found.shipped, found.local, found.values)
    for name in PROPERTIES:
        if any(reading[name] != found.before[name] for reading in readings):
            label = GuidelineVersion._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            told = tuple(_told(reading[name]) for reading in readings)
            yield Property(label, told, name in still_open)


def _runs(before: str, after: str) -> tuple[Run, ...]:
    return fold(compare_source(before, after)) if before != after else ()


def _told(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
