"""What a new edition of a shipped text means for what a company made of the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guidelines.domain.merging import Conflict, merge
from guidelines.shipping.files import LISTS, ShippedGuideline, tidy

PROPERTIES = ("title", "kind", "audience", *LISTS)
COMPARED = (*PROPERTIES, "body")


@dataclass(frozen=True)
class Difference:
    """A property that the company and the new edition changed differently; the company's stays."""

    name: str
    before: Any
    local: Any
    shipped: Any


@dataclass(frozen=True)
class Proposal:
    """The company's version with what the new edition changed, as far as both agree."""

    before: Mapping[str, Any]
    local: Mapping[str, Any]
    shipped: Mapping[str, Any]
    values: Mapping[str, Any]
    conflicts: tuple[Conflict, ...] = ()
    differences: tuple[Difference, ...] = field(default=())

    @property
    def is_edited(self) -> bool:
        """Whether the company changed the text that was shipped before."""
        return any(self.local[name] != self.before[name] for name in COMPARED)

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to take over."""
        is_new = any(self.values[name] != self.local[name] for name in COMPARED)
        return is_new or bool(self.open_places)

    @property
    def open_places(self) -> int:
        """Where both changed the same, so that a person has to decide."""
        return len(self.conflicts) + len(self.differences)


def propose(before: ShippedGuideline, local: Mapping[str, Any], now: ShippedGuideline) -> Proposal:
    """Three texts made one; where they collide the company's words stand."""
    mine = {name: local[name] for name in PROPERTIES} | {"body": tidy(local["body"])}
    merged = merge(before.body, mine["body"], now.body)
    values, differences = _properties(before.values, mine, now.values)
    return Proposal(
        before=before.values,
        local=mine,
        shipped=now.values,
        values={**values, "body": merged.text},
        conflicts=merged.conflicts,
        differences=differences,
    )


def _properties(
    before: Mapping[str, Any], local: Mapping[str, Any], now: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Difference, ...]]:
    values: dict[str, Any] = {}
    differences = []
    for name in PROPERTIES:
        old, mine, new = before[name], local[name], now[name]
        values[name] = new if mine == old else mine
        if mine != old and new not in (old, mine):
            differences.append(Difference(name, old, mine, new))
    return values, tuple(differences)
